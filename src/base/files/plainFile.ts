import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { codeOf, FileRefusal } from './fileRefusal';

/** What has this name, a link itself rather than what it leads to. Undefined: nothing has. @throws FileRefusal unless it is a plain file */
export async function plainFileAt(file: string): Promise<Stats | undefined> {
  try {
    return checkPlain(file, await lstat(file));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws FileRefusal for a link, a folder, a pipe or a device */
export function checkPlain(file: string, stats: Stats): Stats {
  const name = path.basename(file);
  if (stats.isSymbolicLink()) {
    throw new FileRefusal(
      l10n.t(
        '"{0}" is a symbolic link, and Tunewright writes only to regular files. It wasn\'t changed.',
        name,
      ),
      'LINK',
    );
  }
  if (stats.isFile()) return stats;
  throw new FileRefusal(l10n.t('"{0}" isn\'t a regular file. It wasn\'t changed.', name), 'NO_FILE');
}

/**
 * A repository can hold a folder that is a link to anywhere. Follows the folders of a file and refuses those that lead
 * out of `root`. A file that is not named below `root` has no folder of that repository on its way.
 * @throws FileRefusal
 */
export async function checkInside(file: string, root: string): Promise<void> {
  if (!isBelow(path.resolve(file), path.resolve(root))) return;
  const [folder, inside] = await Promise.all([realpath(path.dirname(file)), realpath(root)]);
  if (folder === inside || isBelow(folder, inside)) return;
  throw new FileRefusal(
    l10n.t(
      'The folder of "{0}" is a symbolic link that leads outside "{1}". Nothing was written there.',
      path.basename(file),
      path.basename(root),
    ),
    'LINK',
  );
}

function isBelow(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
