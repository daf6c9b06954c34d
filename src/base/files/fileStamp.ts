import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { codeOf } from './fileRefusal';

/** Tells one version of a file from another. */
export interface FileStamp {
  readonly size: number;
  /** In nanoseconds, as digits. */
  readonly changed: string;
}

/** Undefined when there is no file. @param file its path, or open: then of what was opened, wherever its name leads by now */
export async function stampOf(file: string | FileHandle): Promise<FileStamp | undefined> {
  try {
    const { size, mtimeNs } =
      typeof file === 'string' ? await stat(file, { bigint: true }) : await file.stat({ bigint: true });
    return { size: Number(size), changed: `${mtimeNs}` };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function isSameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  return a?.size === b?.size && a?.changed === b?.changed;
}

/** Of either end of a file. */
const hashedBytes = 1 << 20;

/** Of both ends of a file of any size, in no time: what outlasts a restart is held to more than a time. */
export async function hashOfEnds(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    for (const position of [0, Math.max(0, size - hashedBytes)]) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(hashedBytes), position });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
