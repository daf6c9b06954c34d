// Rows of files of any size, for the tools that write other files of them.
import { byteLines } from '../scan/byteLines';

export interface Row {
  /** From 0. */
  readonly line: number;
  /** With its line end, also where it is the last and the file has none. Without a mark at the start of the file. */
  readonly bytes: Buffer;
}

const MARK = Buffer.from('\ufeff');
const LINE_END = Buffer.from('\n');

/** The lines of a file, some at a time, blank ones too. Each batch is only good until the next. */
export async function* rowsOf(path: string, signal?: AbortSignal): AsyncGenerator<Row[]> {
  let line = 0;
  for await (const batch of byteLines(path)) {
    signal?.throwIfAborted();
    yield batch.map((bytes) => ({ line, bytes: wholeRow(bytes, line++ === 0) }));
  }
}

export function isBlankRow(bytes: Uint8Array): boolean {
  return bytes.every(
    (byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d && byte !== 0x0b && byte !== 0x0c),
  );
}

/** Without its line end. */
export function textOfRow({ bytes }: Row): string {
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}

/** As `Row` has it. @param isFirst of its file */
export function wholeRow(bytes: Buffer, isFirst: boolean): Buffer {
  const bare = isFirst && bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
  return bare.at(-1) === 0x0a ? bare : Buffer.concat([bare, LINE_END]);
}
