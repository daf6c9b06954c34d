// The folders that agents may use, and whether a file is inside them.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../base/files/fileRefusal';
import type { NewFile } from './host';
import { ToolRefusal } from './toolRefusal';

/** Real paths: without links. */
export type Roots = readonly [string, ...string[]];

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

/** As a person is to read where a file is, whatever the agent has called it. */
export function shownPath([first]: Roots, file: string): string {
  return isBelow(first, file) ? path.relative(first, file) : file;
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
    `"${name}" is outside the folders that are open to agents (${roots.join(', ')}). Ask the user to open its folder: in VS Code, or with --root of tunewright mcp.`,
  );
}
