import { open } from 'node:fs/promises';
import { openToAppend } from '../../base/files/append';

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

/** Adds whole lines at the end of a file, after a line end where its last line has none. */
export async function appendOnDisk(
  path: string,
  lines: readonly string[],
  lineEnd: '\n' | '\r\n',
  within?: string,
): Promise<void> {
  const file = await openToAppend(path, within);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const before = size === 0 || buffer.toString('latin1') === '\n' ? '' : lineEnd;
    await file.appendFile(before + lines.map((line) => line + lineEnd).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}
