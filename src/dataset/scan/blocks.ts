// All blocks of a file in order, read by this thread, and by workers too when it takes long.
import { closeSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ScanSettings } from '../line/scanSettings';
import type { BlockResult } from './blockResult';
import { BlockScanner } from './blockScanner';
import { CONSUMED, type ScanJob, type ScanMessage, TAKEN } from './workerProtocol';

export const BLOCK_SIZE = 1 << 20;
/** Milliseconds. Starting a worker and compiling its code takes a tenth of it in processor time. */
const LONG = 2_000;
/** So many blocks say nothing of the speed: the code is still being compiled. */
const FIRST_BLOCKS = 16;
/** This thread and its workers. */
const MOST_THREADS = 4;
/** Garbage of a scan dies young; more room for it would only be memory. */
const YOUNG_MEGABYTES = 8;

export const WORKER_OPTIONS = {
  trackUnmanagedFds: false,
  resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
};

export interface ScannedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** The workers, kept for the next pass or file. */
export class ScanPool {
  readonly #workers: Worker[] = [];
  readonly #patience: number;
  readonly #script: string;
  #passes = 0;

  /** @param options `patience`: milliseconds that this thread reads alone; `script`: of the workers, beside our own */
  constructor({ patience = LONG, script = join(import.meta.dirname, 'scan-worker.js') } = {}) {
    this.#patience = patience;
    this.#script = script;
  }

  /** That were started so far. */
  get workerCount(): number {
    return this.#workers.length;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  /** Yields each block of the file in order. */
  async *blocks({ path, size }: ScannedFile, settings: ScanSettings): AsyncGenerator<BlockResult> {
    const counters = new Int32Array(new SharedArrayBuffer(8));
    const pass = ++this.#passes;
    const job: ScanJob = { kind: 'file', pass, path, size, blockSize: BLOCK_SIZE, settings, counters };
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
    let workers: readonly Worker[] = [];
    const timeLeft = new TimeLeft(count);
    const fd = openSync(path, 'r');
    const scanner = new BlockScanner({ fd, size, blockSize: BLOCK_SIZE }, settings);
    try {
      for (let block = 0; block < count; block++) {
        let result = arrived.get(block);
        while (!result) {
          if (failure) throw failure;
          // This thread takes blocks too instead of waiting, and looks for messages after each.
          const own = Atomics.add(counters, TAKEN, 1);
          if (own < count) arrived.set(own, scanner.scan(own));
          if (workers.length === 0 && timeLeft.after(own + 1) > this.#patience) {
            workers = this.#start();
            for (const worker of workers)
              worker.on('message', onMessage).on('error', onError).postMessage(job);
          }
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
    while (this.#workers.length < wanted) this.#workers.push(new Worker(this.#script, WORKER_OPTIONS));
    return this.#workers;
  }
}

/** How long reading the rest alone will take, judged by the processor time of what was read. */
class TimeLeft {
  #start = process.cpuUsage();

  constructor(private readonly blocks: number) {}

  /** @returns milliseconds; 0 as long as it cannot tell */
  after(done: number): number {
    if (done === FIRST_BLOCKS) this.#start = process.cpuUsage();
    if (done < 2 * FIRST_BLOCKS) return 0;
    const { user, system } = process.cpuUsage(this.#start);
    return ((user + system) / 1_000 / (done - FIRST_BLOCKS)) * (this.blocks - done);
  }
}
