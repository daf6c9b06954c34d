// The folders that agents may use, and whether a file is inside them.
import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { NewFile } from '../../agents/host';
import { ToolRefusal } from '../../agents/toolRefusal';
import { codeOf } from '../../base/files/fileRefusal';
import { UsageError } from '../command';

export type Roots = readonly [string, ...string[]];

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

/** A file that is there, by its real path. Rejects with a `ToolRefusal` unless it is a plain file inside the folders. */
export async function fileInside(roots: Roots, name: string): Promise<string> {
  const { path: place } = await placeInside(roots, name);
  const real = await realPathOf(place, name);
  if (!isInside(roots, real)) throw outside(roots, name);
  if (!(await stat(real)).isFile()) throw new ToolRefusal(`"${name}" isn't a regular file.`);
  return real;
}

/** The place of a file that need not be there. */
export async function placeInside(roots: Roots, name: string): Promise<NewFile> {
  const file = path.resolve(roots[0], name);
  // Of what lies outside, nothing is told, not even whether it is there.
  const folder = await realpath(path.dirname(file)).catch(() => path.dirname(file));
  const place = path.join(folder, path.basename(file));
  const within = roots.find((one) => isBelow(one, place));
  if (within === undefined) throw outside(roots, name);
  return { path: place, within };
}

async function realPathOf(file: string, name: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new ToolRefusal(`"${name}" doesn't exist.`);
    throw error;
  }
}

function isInside(roots: Roots, file: string): boolean {
  return roots.some((root) => isBelow(root, file));
}

function isBelow(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

function outside(roots: Roots, name: string): ToolRefusal {
  return new ToolRefusal(
    `"${name}" is outside the folders that are open to agents (${roots.join(', ')}). Ask the user to start the server with --root for its folder.`,
  );
}
