// The one way in which something is added to a file that is there.

import { type FileHandle, lstat, open } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { codeOf, FileRefusal } from './fileRefusal';
import { flags } from './flags';
import { checkInside, checkPlain } from './plainFile';

/**
 * Opens a plain file that is there, to read it and to write at its end.
 * @param within a folder that links must not lead out of: the workspace
 * @throws FileRefusal for a link; ENOENT when it is not there
 */
export async function openToAppend(file: string, within?: string): Promise<FileHandle> {
  if (within !== undefined) await checkInside(file, within);
  checkPlain(file, await lstat(file));
  const handle = await openAtEnd(file);
  try {
    checkPlain(file, await handle.stat());
    if (!(await isStillAt(file, handle))) throw replaced(file);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Whether the name still leads to the file that was opened: not after a checkout, a move or a clean-up. */
export async function isStillAt(file: string, handle: FileHandle): Promise<boolean> {
  try {
    const [named, opened] = await Promise.all([lstat(file, { bigint: true }), handle.stat({ bigint: true })]);
    return named.ino === opened.ino && named.dev === opened.dev;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function openAtEnd(file: string): Promise<FileHandle> {
  try {
    // Not blocking: what has become a pipe since would wait for ever for its other end.
    return await open(file, flags('O_RDWR', 'O_APPEND', 'O_NONBLOCK', 'O_NOFOLLOW'));
  } catch (error) {
    throw codeOf(error) === 'ELOOP' ? replaced(file) : error;
  }
}

function replaced(file: string): FileRefusal {
  return new FileRefusal(
    l10n.t('"{0}" was replaced while it was opened. Try again.', path.basename(file)),
    'LINK',
  );
}
