import { lstat, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'tunewright-copies-';
/** Milliseconds between two signs of life: the folder's time is touched. */
const beat = 60 * 60_000;
/** Milliseconds without a sign of life after which nobody works on the copies any more. */
const oneDay = 24 * 60 * 60_000;

export interface PassingFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * A folder for copies, for the user's own eyes, that is removed after the work on them. Where a process was killed before,
 * that happens a day later, when another one makes such a folder.
 * @param parent and @param interval for tests
 */
export async function makePassingFolder(parent = tmpdir(), interval = beat): Promise<PassingFolder> {
  await removeLeft(parent);
  const folder = await mkdtemp(path.join(parent, prefix));
  const timer = setInterval(() => {
    const now = new Date();
    utimes(folder, now, now).catch(() => {}); // the next one may succeed, and the day is long
  }, interval);
  timer.unref();
  return {
    path: folder,
    remove: () => {
      clearInterval(timer);
      return remove(folder);
    },
  };
}

/** Others write into a folder for temporary files, too: links, and what belongs to them, stay. */
async function removeLeft(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const folder = path.join(parent, name);
    const found = await lstat(folder).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    if (found.mtimeMs < Date.now() - oneDay) await remove(folder).catch(() => {});
  }
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
