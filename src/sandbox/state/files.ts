import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../base/files/fileRefusal';
import { replaceSync } from '../../base/files/writeSync';

/** Writes a file so that a reader, or a restart after a loss of power, sees the old content or the new, never a part. */
export function writeAtomically(file: string, content: string | Uint8Array, mode = 0o600): void {
  mkdirSync(path.dirname(file), { recursive: true });
  replaceSync(file, content, mode);
}

/**
 * What a file of ours says. Undefined when there is none, and when it is cut or not ours, such as a folder: then it is
 * set aside, named on stderr, and the rest goes on without it. A file that can't be read just now stays where it is.
 * @param read undefined, or an error, for what is not ours
 * @throws Error of the system
 */
export function readState<State>(file: string, read: (text: string) => State | undefined): State | undefined {
  try {
    const state = read(readFileSync(file, 'utf8'));
    if (state !== undefined) return state;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (isOfSystem(error)) throw error;
  }
  setAside(file);
  return undefined;
}

/** True for what says nothing about a file's content, such as a missing permission or too many open files. */
export function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && codeOf(error) !== 'EISDIR';
}

/** Keeps a file that cannot be used, for whoever wants to look at it. */
export function setAside(file: string): void {
  const aside = `${file}.${new Date().toISOString().replace(/\D/g, '')}.unusable`;
  renameSync(file, aside);
  console.error(`${file} is damaged or not of this sandbox. It was set aside as ${path.basename(aside)}.`);
}
