// Which line of a training file an example was, told by the content of its line: the file is edited on while a job runs.
import { Hash } from '../../dataset/example/hash';

/** A short hash of each line of a file, in the order of lines; NaN for a blank one, which holds no example. */
export type LineMap = Float64Array;

/** A line to be found again. */
export interface SoughtLine {
  readonly hash: number;
  /** Where it was, from 0. */
  readonly line: number;
}

const LF = 0x0a;
const CR = 0x0d;
const byteOrderMark = [0xef, 0xbb, 0xbf];

export function lineMapOf(text: string): LineMap {
  const hashes: number[] = [];
  const reader = new LineHasher((_, hash) => hashes.push(hash));
  reader.write(Buffer.from(text));
  reader.end();
  return Float64Array.from(hashes);
}

/** @param index which example of the file, from 1; blank lines do not count */
export function exampleIn(map: LineMap, index: number): SoughtLine | undefined {
  let examples = 0;
  for (const [line, hash] of map.entries()) {
    if (!Number.isNaN(hash) && ++examples === index) return { hash, line };
  }
  return undefined;
}

/** The same as a `LineMap` has for the line, whatever its line end. */
export function hashOfLine(text: string): number {
  const bytes = Buffer.from(text);
  return hashOfBytes(bytes, 0, bytes.length);
}

/** Hashes the lines of a file as its bytes arrive. */
export class LineHasher {
  #line = 0;
  /** Pieces of a line whose end has not come yet. */
  #begun: Uint8Array[] = [];

  /** @param onLine gets each line, from 0, its hash (NaN for a blank one) and its length in bytes */
  constructor(private readonly onLine: (line: number, hash: number, bytes: number) => void) {}

  write(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      this.#finish(chunk, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.#begun.push(chunk.subarray(start));
  }

  end(): void {
    this.#finish(new Uint8Array(), 0, 0);
  }

  #finish(chunk: Uint8Array, start: number, end: number): void {
    if (this.#begun.length === 0) {
      this.#tell(chunk, start, end);
      return;
    }
    const whole = Buffer.concat([...this.#begun, chunk.subarray(start, end)]);
    this.#begun = [];
    this.#tell(whole, 0, whole.length);
  }

  #tell(bytes: Uint8Array, from: number, to: number): void {
    const hasMark = this.#line === 0 && byteOrderMark.every((byte, i) => bytes[from + i] === byte);
    const start = hasMark ? from + byteOrderMark.length : from;
    this.onLine(this.#line++, hashOfBytes(bytes, start, to), to - start);
  }
}

function hashOfBytes(bytes: Uint8Array, start: number, to: number): number {
  const end = to > start && bytes[to - 1] === CR ? to - 1 : to;
  let at = start;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === CR)) at++;
  return at === end ? Number.NaN : new Hash().bytes(bytes, start, end).key;
}

/** The line that says what it said, nearest to where it was; undefined when no line does any more. */
export function findLine(
  { hash, line }: SoughtLine,
  lineCount: number,
  textOf: (line: number) => string,
): number | undefined {
  const says = (at: number) => at >= 0 && at < lineCount && hashOfLine(textOf(at)) === hash;
  for (let away = 0; line - away >= 0 || line + away < lineCount; away++) {
    if (says(line - away)) return line - away;
    if (says(line + away)) return line + away;
  }
  return undefined;
}
