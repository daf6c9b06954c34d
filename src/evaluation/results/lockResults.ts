import { lstat, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { codeOf, FileRefusal } from '../../base/files/fileRefusal';
import { breakSilentLock, holderOf, lockFile, type Unlock } from '../../base/locks/fileLock';
import { UserError } from '../../base/userError';

/**
 * Beside the results file, since all that reach the file must reach its lock: a terminal, a container that sees the
 * folder by another path. The folder tells git to leave it out.
 */
const folderName = '.tunewright';

/** The lock of a results file: who has it writes into it. */
export function lockOf(file: string): string {
  return path.join(path.dirname(file), folderName, `${path.basename(file)}.lock`);
}

/** Makes this process the only one that writes into a results file. Undefined: another one is. */
export async function tryLockResults(file: string): Promise<Unlock | undefined> {
  await makeLockFolder(path.dirname(lockOf(file)));
  return lockFile(lockOf(file));
}

/**
 * Makes this process the only one that asks for a results file; returns what lets go of it. Two would ask, and pay for,
 * everything twice.
 * @param breaksSilent takes the lock away from a process that can't be asked and is silent for long, as the user wants
 * @throws UserError when another one does
 */
export async function lockResults(file: string, breaksSilent = false): Promise<Unlock> {
  const lock = lockOf(file);
  const unlock = await tryLockResults(file);
  if (unlock) return unlock;
  const taken = breaksSilent && (await breakSilentLock(lock)) ? await tryLockResults(file) : undefined;
  if (taken) return taken;
  const holder = await holderOf(lock);
  const who = holder
    ? l10n.t('process {0} on {1}, since {2}', holder.pid, holder.host, new Date(holder.since).toISOString())
    : l10n.t('another window or terminal');
  throw new UserError(
    l10n.t(
      '{0} is already being written by {1}. If that process is no longer running, break its lock: {2}',
      path.basename(file),
      who,
      lock,
    ),
    'ALREADY_RUNNING',
    [{ kind: 'breakLock', lock }],
  );
}

/** @throws FileRefusal for a link: a repository could lead us anywhere */
async function makeLockFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
    await writeFile(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (!(await lstat(folder)).isDirectory())
      throw new FileRefusal(l10n.t('"{0}" isn\'t a folder. Nothing was changed.', folder), 'LINK');
  }
}
