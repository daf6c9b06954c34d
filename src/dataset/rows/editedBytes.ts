// What a file is with its edits, as it is written.
import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { EditedRows } from './editedRows';
import type { LineStarts } from './lineStarts';

/** How the lines of a file end. */
export interface LineEnds {
  readonly lineEnd: '\n' | '\r\n';
  /** The last row has one. */
  readonly isLastEnded: boolean;
}

const NEWLINE = 0x0a;
const LONGEST_END = 2;
const PIECE = 1 << 22;
/** So few bytes are read at once: to wait for them takes longer. */
const FEW = 1 << 16;

/**
 * The last row has a line end when that of the file has one. Each piece is only good until the next.
 * @param piece bytes that are gathered
 */
export async function* editedBytes(
  file: FileHandle,
  starts: LineStarts,
  rows: EditedRows,
  { lineEnd, isLastEnded }: LineEnds,
  piece = PIECE,
): AsyncGenerator<Uint8Array> {
  const pieces = endedBytes(file, starts, rows, Buffer.from(lineEnd), piece);
  if (isLastEnded) return yield* pieces;
  let tail = Buffer.alloc(0);
  for await (const written of pieces) {
    const isShort = written.length < LONGEST_END;
    if (!isShort) yield tail;
    const bytes = isShort ? Buffer.concat([tail, written]) : written;
    const kept = Math.max(0, bytes.length - LONGEST_END);
    yield bytes.subarray(0, kept);
    tail = Buffer.from(bytes.subarray(kept));
  }
  yield tail.subarray(0, tail.length - lineEndOf(tail));
}

/** Gathered in one buffer, so that little is read and much is written at once. Each row has a line end. */
async function* endedBytes(
  file: FileHandle,
  starts: LineStarts,
  rows: EditedRows,
  lineEnd: Buffer,
  piece: number,
): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(piece);
  let filled = 0;
  for (const { origin, count } of rows.runs()) {
    const isFile = origin < rows.rows;
    const end = (isFile && starts.rangeOf(origin + count - 1)?.end) || 0;
    for (let at = (isFile && starts.rangeOf(origin)?.start) || 0; at < end; ) {
      const length = Math.min(piece - filled, end - at);
      const read =
        length < FEW
          ? readSync(file.fd, buffer, filled, length, at)
          : (await file.read(buffer, filled, length, at)).bytesRead;
      if (read === 0) throw new Error('The file became shorter while it was read');
      at += read;
      filled += read;
      const isOpen = at === end && buffer[filled - 1] !== NEWLINE; // the last row of the file
      if (filled < piece && !isOpen) continue;
      yield buffer.subarray(0, filled);
      filled = 0;
      if (isOpen) yield lineEnd;
    }
    for (let at = origin; !isFile && at < origin + count; at++) {
      const bytes = Buffer.from(rows.textOf(at) ?? '');
      if (filled > 0 && filled + bytes.length >= piece) {
        yield buffer.subarray(0, filled);
        filled = 0;
      }
      if (bytes.length >= piece) yield bytes;
      else filled += bytes.copy(buffer, filled);
    }
  }
  yield buffer.subarray(0, filled);
}

function lineEndOf(bytes: Uint8Array): number {
  if (bytes.at(-1) !== NEWLINE) return 0;
  return bytes.at(-2) === 0x0d ? 2 : 1;
}
