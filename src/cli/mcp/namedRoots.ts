import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Roots } from '../../agents/roots';
import { UsageError } from '../command';

/** With their links followed. Rejects with a `UsageError`. @param named undefined: the current folder */
export async function rootsOf(named: readonly string[] = [process.cwd()]): Promise<Roots> {
  const [first, ...others] = await Promise.all(named.map(folderAt));
  if (first === undefined) throw new UsageError('Specify a folder with --root.');
  return [first, ...others];
}

/** Some programs start their servers in the home folder or in the root of the disk; nobody means all of that. */
async function folderAt(name: string): Promise<string> {
  const folder = await realpath(name).catch(() => {
    throw new UsageError(`The folder "${name}" doesn't exist.`);
  });
  if (!(await stat(folder)).isDirectory()) throw new UsageError(`"${name}" isn't a folder.`);
  if (folder === path.parse(folder).root || folder === (await realpath(homedir()).catch(() => '')))
    throw new UsageError(`"${folder}" is too wide. Name the folder of your datasets with --root.`);
  return folder;
}
