// One of the workers of a scan: takes block after block until none is left.
import { closeSync, openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { BlockScanner } from './blockScanner';
import { CONSUMED, MOST_AHEAD, type ScanJob, type ScanMessage, TAKEN } from './workerProtocol';

function scan({ pass, path, size, blockSize, settings, counters }: ScanJob): void {
  const fd = openSync(path, 'r');
  try {
    const scanner = new BlockScanner({ fd, size, blockSize }, settings);
    for (;;) {
      const block = Atomics.add(counters, TAKEN, 1);
      if (block >= scanner.blockCount) return;
      waitForReader(counters, block);
      send({ kind: 'block', pass, result: scanner.scan(block) });
    }
  } finally {
    closeSync(fd);
  }
}

/** Results that nobody has read yet are memory. */
function waitForReader(counters: Int32Array, block: number): void {
  for (;;) {
    const consumed = Atomics.load(counters, CONSUMED);
    if (block - consumed <= MOST_AHEAD) return;
    Atomics.wait(counters, CONSUMED, consumed, 1_000);
  }
}

function send(message: ScanMessage): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (job: ScanJob) => {
  try {
    scan(job);
  } catch (error) {
    send({ kind: 'failed', pass: job.pass, reason: error instanceof Error ? error.message : String(error) });
  }
});
