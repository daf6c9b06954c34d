import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../../base/files/draft';
import { codeOf } from '../../base/files/fileRefusal';
import { readReviewed, reviewedName, writeReviewed } from './reviewedText';

/** Path of the side file of a training file. */
export function reviewedPath(file: string): string {
  return path.join(path.dirname(file), reviewedName(path.basename(file)));
}

/** The keys of the rows of a training file that are reviewed; undefined when it has no side file. @throws ReviewedError */
export async function reviewedKeys(file: string): Promise<ReadonlySet<string> | undefined> {
  return readKeys(reviewedPath(file));
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Marks rows as reviewed, or no longer, beside what others marked meanwhile. Keys of rows that are no more stay: they may
 * come back with an undo, or be rows of another branch.
 * @param within see `WriteOptions`
 * @returns all keys by now. @throws ReviewedError FileRefusal
 */
export function markReviewed(
  file: string,
  keys: Iterable<string>,
  isReviewed: boolean,
  within: string | undefined,
): Promise<ReadonlySet<string>> {
  const marking = last.then(async () => {
    const side = reviewedPath(file);
    const before = await readKeys(side);
    const now = new Set(before);
    for (const key of keys) {
      if (isReviewed) now.add(key);
      else now.delete(key);
    }
    if (before || now.size > 0) await writeWhole(side, writeReviewed(now), { replace: true, within });
    return now;
  });
  last = marking.catch(() => undefined);
  return marking;
}

async function readKeys(side: string): Promise<Set<string> | undefined> {
  try {
    return readReviewed(await readFile(side, 'utf8'), path.basename(side));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
