import { type FileHandle, open } from 'node:fs/promises';
import type { LineStarts } from './lineStarts';

const NEWLINE = Buffer.from('\n');
/** Read at once, also of a row that is longer; texts are gathered up to this. */
const PIECE = 1 << 20;

/**
 * Rows of a file as they are written, each with a line end, in the order asked for. Rows that follow each other are
 * read together.
 * @param file its path, or open, as which it is left
 * @param rows by their numbers, and texts between them, with their line ends
 */
export async function* rowBytes(
  file: string | FileHandle,
  starts: LineStarts,
  rows: Iterable<number | string>,
): AsyncGenerator<Buffer> {
  const handle = typeof file === 'string' ? await open(file, 'r') : file;
  try {
    let from = 0;
    let to = 0;
    let texts = '';
    for (const row of rows) {
      if (typeof row === 'string') {
        yield* bytesOf(handle, from, to);
        from = to = 0;
        texts += row;
        if (texts.length < PIECE) continue;
      }
      if (texts !== '') yield Buffer.from(texts);
      texts = '';
      const range = typeof row === 'number' ? starts.rangeOf(row) : undefined;
      if (!range) continue;
      if (range.start !== to || to - from >= PIECE) {
        yield* bytesOf(handle, from, to);
        from = range.start;
      }
      to = range.end;
    }
    if (texts !== '') yield Buffer.from(texts);
    yield* bytesOf(handle, from, to);
  } finally {
    if (handle !== file) await handle.close();
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
