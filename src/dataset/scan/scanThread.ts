// One of the workers of a scan: takes block after block of a file until none is left, or reads those that it is given.
import { closeSync, openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { BlockScanner, LineScanner } from './blockScanner';
import { type BytesJob, CONSUMED, MOST_AHEAD, type ScanJob, type ScanMessage, TAKEN } from './workerProtocol';

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

let scanner: { readonly pass: number; readonly lines: LineScanner } | undefined;

function scanBytes({ pass, block, bytes, settings }: BytesJob): void {
  if (scanner?.pass !== pass) scanner = { pass, lines: new LineScanner(settings) };
  const own = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  send({ kind: 'block', pass, result: scanner.lines.scan(block, own) });
}

parentPort?.on('message', (job: ScanJob | BytesJob) => {
  try {
    if (job.kind === 'bytes') scanBytes(job);
    else scan(job);
  } catch (error) {
    send({ kind: 'failed', pass: job.pass, reason: error instanceof Error ? error.message : String(error) });
  }
});
