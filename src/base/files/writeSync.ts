// `writeWhole` for a process that answers between two of its own steps, such as the sandbox.
import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { draftName } from './draft';
import { exclusive } from './flags';
import { checkPlain } from './plainFile';

/**
 * Replaces a plain file, or makes it, whole. Returns when it would survive a loss of power.
 * @param mode permissions of the file
 * @throws FileRefusal for a link, a folder, a pipe or a device
 */
export function replaceSync(file: string, content: string | Uint8Array, mode: number): void {
  const old = lstatSync(file, { throwIfNoEntry: false });
  if (old) checkPlain(file, old);
  const draft = draftName(file);
  try {
    const descriptor = openSync(draft, exclusive, mode);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolderSync(path.dirname(file));
}

function syncFolderSync(folder: string): void {
  if (process.platform === 'win32') return; // as in folders.ts
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
