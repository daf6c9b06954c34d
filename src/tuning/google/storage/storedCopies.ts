// Where files on this machine came from: which version of which object in Cloud Storage.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type RecordFiles, type RecordStorage, recordFiles } from '../../../base/files/records';

export interface StoredCopy {
  /** Of the path. */
  readonly id: string;
  readonly path: string;
  /** `gs://…` */
  readonly uri: string;
  readonly generation: string;
  /** Of the content as it was downloaded, or uploaded last. */
  readonly sha256: string;
}

const storedCopy = v.looseObject({
  id: v.string(),
  path: v.string(),
  uri: v.string(),
  generation: v.string(),
  sha256: v.string(),
});

export function storedCopies(folder: string): RecordFiles<StoredCopy> {
  return recordFiles(folder, '.copy.json', storedCopy);
}

export function copyId(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

/** By its path; a file that was moved is known by its content, unless several objects have that. */
export async function copyAt(
  copies: Pick<RecordStorage<StoredCopy>, 'get' | 'all'>,
  path: string,
  sha256: string,
): Promise<StoredCopy | undefined> {
  const own = await copies.get(copyId(path));
  if (own) return own;
  const [moved, ...others] = (await copies.all()).filter((copy) => copy.sha256 === sha256);
  if (moved === undefined || others.some(({ uri }) => uri !== moved.uri)) return undefined;
  return { ...moved, id: copyId(path), path };
}
