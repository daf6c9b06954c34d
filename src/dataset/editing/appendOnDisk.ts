import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { openToAppend } from '../../base/files/append';
import { UserError } from '../../base/userError';
import { encodingOf } from '../files/encodings';

/** Enough to know a file's format by. */
const headBytes = 256 * 1024;

/** The first whole lines of a file. */
export async function headOf(path: string, bytes = headBytes): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    const isAll = bytesRead === (await file.stat()).size;
    const end = isAll ? bytesRead : buffer.lastIndexOf('\n', bytesRead - 1) + 1;
    return buffer.toString('utf8', 0, end);
  } finally {
    await file.close();
  }
}

/**
 * Adds whole lines at the end of a file, after a line end where its last line has none.
 * @throws UserError for a file that is not in UTF-8: the lines would be
 */
export async function appendOnDisk(
  path: string,
  lines: readonly string[],
  lineEnd: '\n' | '\r\n',
  within?: string,
): Promise<void> {
  const file = await openToAppend(path, within);
  try {
    if (!(await isInUtf8(file))) throw otherEncoding(path);
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const before = size === 0 || buffer.toString('latin1') === '\n' ? '' : lineEnd;
    await file.appendFile(before + lines.map((line) => line + lineEnd).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads all of it: in Latin-1 a single letter of millions tells. */
async function isInUtf8(file: FileHandle): Promise<boolean> {
  let begun = Buffer.alloc(0);
  let isFirst = true;
  for await (const piece of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })) {
    const bytes = begun.length === 0 ? piece : Buffer.concat([begun, piece]);
    if (isFirst && encodingOf(bytes) !== undefined) return false;
    isFirst = false;
    const end = startOfLastCharacter(bytes);
    if (!isUtf8(bytes.subarray(0, end))) return false;
    begun = bytes.subarray(end);
  }
  return isUtf8(begun);
}

/** Index of its first byte: the rest of the character may come with the next piece. */
function startOfLastCharacter(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  for (let back = 0; back < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80; back++) at--;
  return Math.max(0, at);
}

function otherEncoding(path: string): UserError {
  return new UserError(
    l10n.t(
      "{0} isn't encoded in UTF-8, so nothing was added to it. Services read only UTF-8. Convert the file to UTF-8 first.",
      basename(path),
    ),
    'WRONG_ENCODING',
  );
}
