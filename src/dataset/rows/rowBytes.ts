import { type FileHandle, open } from 'node:fs/promises';
import type { LineStarts } from './lineStarts';

const NEWLINE = Buffer.from('\n');
/** Read at once, also of a row that is longer. */
const PIECE = 1 << 20;

/**
 * Rows of a file as they are written, each with a line end, in the order asked for. Rows that follow each other are
 * read together.
 */
export async function* rowBytes(
  path: string,
  starts: LineStarts,
  lines: Iterable<number>,
): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let from = 0;
    let to = 0;
    for (const line of lines) {
      const range = starts.rangeOf(line);
      if (!range) continue;
      if (range.start !== to || to - from >= PIECE) {
        yield* bytesOf(file, from, to);
        from = range.start;
      }
      to = range.end;
    }
    yield* bytesOf(file, from, to);
  } finally {
    await file.close();
  }
}

async function* bytesOf(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  let last: number | undefined;
  for (let at = from; at < to; ) {
    const length = Math.min(PIECE, to - at);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) throw new Error('The file became shorter while it was read');
    at += bytesRead;
    last = buffer[bytesRead - 1];
    yield buffer.subarray(0, bytesRead);
  }
  if (last !== undefined && last !== NEWLINE[0]) yield NEWLINE;
}
