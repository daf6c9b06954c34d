// What a file is with its edits, as it is written.
import type { FileHandle } from 'node:fs/promises';
import type { EditedRows } from './editedRows';
import type { LineStarts } from './lineStarts';
import { rowBytes } from './rowBytes';

/** How the lines of a file end. */
export interface LineEnds {
  readonly lineEnd: '\n' | '\r\n';
  /** The last row has one. */
  readonly isLastEnded: boolean;
}

const LONGEST_END = 2;

/** The last row has a line end when that of the file has one. */
export async function* editedBytes(
  file: FileHandle,
  starts: LineStarts,
  rows: EditedRows,
  { lineEnd, isLastEnded }: LineEnds,
): AsyncGenerator<Uint8Array> {
  const pieces = rowBytes(file, starts, originsOf(rows), lineEnd);
  if (isLastEnded) return yield* pieces;
  let tail = Buffer.alloc(0);
  for await (const piece of pieces) {
    const whole = piece.length < LONGEST_END ? Buffer.concat([tail, piece]) : piece;
    if (whole === piece) yield tail;
    const kept = Math.max(0, whole.length - LONGEST_END);
    yield whole.subarray(0, kept);
    tail = Buffer.from(whole.subarray(kept));
  }
  yield tail.subarray(0, tail.length - lineEndOf(tail));
}

/** The rows of the file by their numbers, new ones by their texts. */
function* originsOf(rows: EditedRows): Generator<number | string> {
  for (const { origin, count } of rows.runs()) {
    for (let at = origin; at < origin + count; at++) yield rows.textOf(at) ?? at;
  }
}

function lineEndOf(bytes: Uint8Array): number {
  if (bytes.at(-1) !== 0x0a) return 0;
  return bytes.at(-2) === 0x0d ? 2 : 1;
}
