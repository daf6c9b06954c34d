// Searches a file of any size: its bytes first, and only the lines that can match are read.
import { closeSync, openSync, readSync } from 'node:fs';
import { LONGEST_LINE } from '../rules/lineSize';
import type { Needles, TextSearch } from './textSearch';

const NEWLINE = 0x0a;
const PIECE = 1 << 22;
/** Bytes; longer lines are not examples, and are searched as far as this. */
const MOST_BYTES = LONGEST_LINE * 3;

export interface Found {
  /** Where each line that matches starts, in bytes. */
  readonly starts: Float64Array;
  /** Bytes that are searched so far. */
  readonly done: number;
}

/** The lines that match, in the order of the file, some at a time. */
export function* searchFile(path: string, search: TextSearch): Generator<Found> {
  const fd = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafeSlow(PIECE);
    /** Of the file, where the buffer starts: always a line. */
    let base = 0;
    let length = 0;
    for (;;) {
      if (length > MOST_BYTES) {
        // Only so much of a line this long is searched.
        yield { starts: startsIn(buffer.subarray(0, length), search, base), done: base + length };
        base = nextLine(fd, base + length, buffer);
        length = 0;
      }
      if (length === buffer.length) {
        const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      const read = readSync(fd, buffer, length, buffer.length - length, base + length);
      length += read;
      const end = read === 0 ? length : buffer.subarray(0, length).lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        yield { starts: startsIn(buffer.subarray(0, end), search, base), done: base + end };
      }
      if (read === 0) return;
      buffer.copyWithin(0, end, length);
      base += end;
      length -= end;
    }
  } finally {
    closeSync(fd);
  }
}

function startsIn(block: Buffer, search: TextSearch, base: number): Float64Array {
  return Float64Array.from(searchBlock(block, search), (start) => base + start);
}

/** Where the line after the one that goes on at `from` starts; the end of the file when there is none. */
function nextLine(fd: number, from: number, buffer: Buffer): number {
  for (let at = from; ; ) {
    const read = readSync(fd, buffer, 0, buffer.length, at);
    const newline = buffer.subarray(0, read).indexOf(NEWLINE);
    if (newline !== -1) return at + newline + 1;
    at += read;
    if (read === 0) return at;
  }
}

/** @param block whole lines. @returns where those that match start */
export function searchBlock(block: Buffer, search: TextSearch): number[] {
  const found: number[] = [];
  const next = finder(block, search.needles);
  for (let at = next(0); at < block.length; ) {
    const start = at === 0 ? 0 : block.lastIndexOf(NEWLINE, at - 1) + 1;
    const newline = block.indexOf(NEWLINE, at);
    const end = newline === -1 ? block.length : newline;
    if (search.needles?.isAll || search.matches(textOf(block, start, end))) found.push(start);
    at = next(end + 1);
  }
  return found;
}

function textOf(block: Buffer, start: number, end: number): string {
  return block.toString('utf8', start, Math.min(end, start + MOST_BYTES));
}

/** Where the next line that can match is touched, from a place on. */
function finder(block: Buffer, needles: Needles | undefined): (from: number) => number {
  if (needles === undefined) return (from) => from;
  if (needles.ignoreCase) {
    const pattern = needles.bytes
      .map((bytes) => bytes.toString('latin1').replace(/[^\w ]/g, '\\$&'))
      .join('|');
    const expression = new RegExp(pattern, 'gi');
    const text = block.toString('latin1');
    return (from) => {
      if (from >= text.length) return text.length;
      expression.lastIndex = from;
      return expression.exec(text)?.index ?? text.length;
    };
  }
  // Each needle's next place is kept, so that a rare one is not searched for again and again.
  const places = needles.bytes.map(() => -1);
  return (from) => {
    let nearest = block.length;
    for (const [index, bytes] of needles.bytes.entries()) {
      let place = places[index] as number;
      if (place < from) {
        const next = from < block.length ? block.indexOf(bytes, from) : -1;
        place = next === -1 ? block.length : next;
        places[index] = place;
      }
      nearest = Math.min(nearest, place);
    }
    return nearest;
  };
}
