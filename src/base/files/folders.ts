import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './fileRefusal';

/** A folder for the user's own eyes, made when it is not there. Resolves when it would survive a loss of power. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) {
    await syncFolder(path.dirname(made));
  }
}

/** Names of files are kept by their folder: without this, a new or a moved file can be gone after a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened; its file systems journal names
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(String(codeOf(error)))) throw error; // some network shares
  } finally {
    await handle.close();
  }
}
