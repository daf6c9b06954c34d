// All blocks of a file in order, read by workers when the file is large.
import { closeSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ScanSettings } from '../line/scanSettings';
import type { BlockResult } from './blockResult';
import { BlockScanner } from './blockScanner';
import { CONSUMED, type ScanJob, type ScanMessage, TAKEN } from './workerProtocol';

const BLOCK_SIZE = 1 << 20;
/** Below this, starting workers takes longer than the work. */
const SMALL = 8 << 20;
/** This thread and its workers. */
const MOST_THREADS = 4;
/** Garbage of a scan dies young; more room for it would only be memory. */
const YOUNG_MEGABYTES = 8;

export interface ScannedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** The workers, kept for the next pass or file. */
export class ScanPool {
  readonly #workers: Worker[] = [];
  #passes = 0;

  /** Yields each block of the file in order. */
  blocks(file: ScannedFile, settings: ScanSettings): AsyncGenerator<BlockResult> {
    return file.size < SMALL ? blocksHere(file, settings) : this.#blocksOfWorkers(file, settings);
  }

  /** Starts the workers for a file that needs them, while its first lines are looked at. */
  prepare(file: ScannedFile): void {
    if (file.size >= SMALL) this.#start();
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  async *#blocksOfWorkers({ path, size }: ScannedFile, settings: ScanSettings): AsyncGenerator<BlockResult> {
    const counters = new Int32Array(new SharedArrayBuffer(8));
    const pass = ++this.#passes;
    const job: ScanJob = { pass, path, size, blockSize: BLOCK_SIZE, settings, counters };
    const count = Math.ceil(size / BLOCK_SIZE);
    const arrived = new Map<number, BlockResult>();
    let wake = (): void => {};
    let failure: Error | undefined;
    const onMessage = (message: ScanMessage): void => {
      if (message.pass !== pass) return;
      if (message.kind === 'block') arrived.set(message.result.block, message.result);
      if (message.kind === 'failed') failure = new Error(message.reason);
      wake();
    };
    const onError = (error: Error): void => {
      failure = error;
      wake();
    };
    const workers = this.#start();
    const fd = openSync(path, 'r');
    const scanner = new BlockScanner({ fd, size, blockSize: BLOCK_SIZE }, settings);
    for (const worker of workers) worker.on('message', onMessage).on('error', onError).postMessage(job);
    try {
      for (let block = 0; block < count; block++) {
        let result = arrived.get(block);
        while (!result) {
          if (failure) throw failure;
          // This thread takes blocks too instead of waiting, and looks for messages after each.
          const own = Atomics.add(counters, TAKEN, 1);
          if (own < count) arrived.set(own, scanner.scan(own));
          await new Promise<void>((resolve) => {
            if (own < count) setImmediate(resolve);
            else wake = resolve;
          });
          result = arrived.get(block);
        }
        arrived.delete(block);
        Atomics.store(counters, CONSUMED, block + 1);
        Atomics.notify(counters, CONSUMED);
        yield result;
      }
    } finally {
      // Stops the workers when the reader has had enough.
      Atomics.store(counters, TAKEN, count);
      Atomics.store(counters, CONSUMED, count);
      Atomics.notify(counters, CONSUMED);
      closeSync(fd);
      for (const worker of workers) worker.off('message', onMessage).off('error', onError);
    }
  }

  #start(): Worker[] {
    const wanted = Math.max(1, Math.min(availableParallelism(), MOST_THREADS) - 1);
    while (this.#workers.length < wanted) {
      const options = {
        trackUnmanagedFds: false,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      };
      this.#workers.push(new Worker(join(import.meta.dirname, 'scan-worker.js'), options));
    }
    return this.#workers;
  }
}

async function* blocksHere({ path, size }: ScannedFile, settings: ScanSettings): AsyncGenerator<BlockResult> {
  const fd = openSync(path, 'r');
  try {
    const scanner = new BlockScanner({ fd, size, blockSize: BLOCK_SIZE }, settings);
    for (let block = 0; block < scanner.blockCount; block++) yield scanner.scan(block);
  } finally {
    closeSync(fd);
  }
}
