// What is checked while it arrives, and kept nowhere: blocks of whole lines, read by a thread beside this one.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ScanSettings } from '../line/scanSettings';
import type { BlockResult } from './blockResult';
import { MOST_BYTES } from './blockScanner';
import { BLOCK_SIZE, WORKER_OPTIONS } from './blocks';
import type { ScanSource } from './scanSource';
import type { BytesJob, ScanMessage } from './workerProtocol';

const NEWLINE = 0x0a;
/** Blocks that wait for the thread: enough that it never waits for us. */
const AHEAD = 4;
/** Of a line that is too long, no more than shows it, though its last byte may count as part of a line end. */
const MOST_OF_LINE = MOST_BYTES + 2;

/** The same bytes each time, whole or from byte `from` to the one before `to`. Pieces are no longer than the longest line. */
export interface StreamedFile {
  /** How people know it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  content(range?: { readonly from: number; readonly to: number }): AsyncIterable<Uint8Array>;
}

/** @param onRead told the bytes of each pass that have arrived */
export function streamedSource(
  { name, size, content }: StreamedFile,
  thread: ScanThread,
  onRead: (bytes: number) => void = () => {},
): ScanSource {
  async function* arriving(): AsyncGenerator<Uint8Array> {
    let read = 0;
    for await (const piece of content()) {
      yield piece;
      read += piece.length;
      onRead(read);
    }
  }
  return {
    name,
    size,
    async head(most) {
      const pieces: Uint8Array[] = [];
      const to = Math.min(most, size);
      if (to > 0) for await (const piece of content({ from: 0, to })) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    async *blocks(settings) {
      const scan = thread.startPass(settings);
      const waiting: Promise<BlockResult>[] = [];
      let block = 0;
      for await (const bytes of wholeLines(arriving())) {
        const result = scan(block++, bytes);
        result.catch(() => {}); // it is awaited later, or not at all when the reader has had enough
        waiting.push(result);
        const [first] = waiting;
        if (first && waiting.length > AHEAD) {
          yield await first;
          waiting.shift();
        }
      }
      for (const result of waiting) yield await result;
    },
    async *lines() {
      for await (const bytes of wholeLines(arriving())) yield splitLines(bytes);
    },
  };
}

/**
 * Lines with their line ends, as blocks that have a memory of their own. Only the last block may end without a line end. Of
 * a line that is too long only the start is given, and its end.
 */
export async function* wholeLines(
  pieces: AsyncIterable<Uint8Array>,
  { blockSize = BLOCK_SIZE, mostOfLine = MOST_OF_LINE } = {},
): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let length = 0;
  /** Bytes of the line that has no end yet. */
  let open = 0;
  const keep = (bytes: Buffer) => {
    if (bytes.length > 0) kept.push(bytes);
    length += bytes.length;
  };
  const keepOfLine = (bytes: Buffer) => {
    keep(bytes.subarray(0, Math.max(0, mostOfLine - open)));
    open += bytes.length;
  };
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const first = bytes.indexOf(NEWLINE);
    if (first === -1) {
      keepOfLine(bytes);
      continue;
    }
    keepOfLine(bytes.subarray(0, first));
    const last = bytes.lastIndexOf(NEWLINE);
    keep(bytes.subarray(first, last + 1));
    open = 0;
    if (length >= blockSize) {
      yield joined(kept, length);
      kept = [];
      length = 0;
    }
    keepOfLine(bytes.subarray(last + 1));
  }
  if (length > 0) yield joined(kept, length);
}

/** In memory that can be given away to a thread. */
function joined(pieces: readonly Buffer[], length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const piece of pieces) at += piece.copy(bytes, at);
  return bytes;
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline === -1 ? bytes.length : newline + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return lines;
}

interface Asked {
  resolve(result: BlockResult): void;
  reject(error: Error): void;
}

/** One thread that reads blocks which are in memory. */
export class ScanThread {
  readonly #script: string;
  #worker: Worker | undefined;
  #passes = 0;
  /** In the order in which they were asked, which is that of the answers. */
  readonly #asked: Asked[] = [];

  /** @param script beside our own */
  constructor(script = join(import.meta.dirname, 'scan-worker.js')) {
    this.#script = script;
  }

  /** @returns reads a block, whose bytes are the thread's from then on */
  startPass(settings: ScanSettings): (block: number, bytes: Buffer) => Promise<BlockResult> {
    const pass = ++this.#passes;
    return (block, bytes) =>
      new Promise((resolve, reject) => {
        this.#asked.push({ resolve, reject });
        const job: BytesJob = { kind: 'bytes', pass, block, bytes, settings };
        this.#start().postMessage(job, [bytes.buffer as ArrayBuffer]);
      });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#fail(new Error('The thread was closed'));
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#script, WORKER_OPTIONS);
    worker.on('message', (message: ScanMessage) => {
      const asked = this.#asked.shift();
      if (message.kind === 'block') asked?.resolve(message.result);
      else asked?.reject(new Error(message.reason));
    });
    worker.on('error', (error) => {
      this.#worker = undefined; // the next file gets another one
      this.#fail(error);
    });
    this.#worker = worker;
    return worker;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#asked.splice(0)) reject(error);
  }
}
