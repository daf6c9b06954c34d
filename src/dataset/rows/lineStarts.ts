import { closeSync, openSync, readSync } from 'node:fs';

const NEWLINE = 0x0a;
/** The first rows are wanted at once; the rest is read in larger pieces. */
const FIRST_PIECE = 1 << 18;
const PIECE = 1 << 22;

export interface ByteRange {
  readonly start: number;
  /** Behind the line end. */
  readonly end: number;
}

/** Where the lines of a file start, in bytes. Grows while the file is read; eight bytes a line. */
export class LineStarts {
  #starts = new Float64Array(1024);
  #known = 0;
  /** Bytes of the whole file; undefined until all starts are known. */
  #size: number | undefined;

  /** Lines whose end is known. */
  get count(): number {
    return this.#size === undefined ? Math.max(0, this.#known - 1) : this.#known;
  }

  add(starts: Float64Array): void {
    if (this.#known + starts.length > this.#starts.length) {
      const larger = new Float64Array(Math.max(this.#starts.length * 2, this.#known + starts.length));
      larger.set(this.#starts.subarray(0, this.#known));
      this.#starts = larger;
    }
    this.#starts.set(starts, this.#known);
    this.#known += starts.length;
  }

  finish(size: number): void {
    this.#size = size;
  }

  rangeOf(line: number): ByteRange | undefined {
    if (line < 0 || line >= this.count) return undefined;
    const start = this.#starts[line] as number;
    return {
      start,
      end: line + 1 < this.#known ? (this.#starts[line + 1] as number) : (this.#size ?? start),
    };
  }

  /** The line that holds a byte; -1 before the first. */
  lineAt(byte: number): number {
    let low = 0;
    let high = this.#known - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= byte) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }
}

/**
 * Reads a file once for the starts of its lines, some at a time. A line end at the very end starts no line.
 * @returns the bytes that were read
 */
export function* lineStartsOf(path: string): Generator<Float64Array, number> {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE);
    let at = 0;
    /** Where a line starts if anything follows. */
    let next = 0;
    for (;;) {
      const length = readSync(fd, buffer, 0, at === 0 ? FIRST_PIECE : PIECE, at);
      if (length === 0) return at;
      const bytes = buffer.subarray(0, length);
      const starts: number[] = [];
      if (next !== -1) starts.push(next);
      next = -1;
      for (
        let newline = bytes.indexOf(NEWLINE);
        newline !== -1;
        newline = bytes.indexOf(NEWLINE, newline + 1)
      ) {
        if (newline + 1 < length) starts.push(at + newline + 1);
        else next = at + newline + 1;
      }
      at += length;
      yield Float64Array.from(starts);
    }
  } finally {
    closeSync(fd);
  }
}
