// Where files on this machine came from: which version of which object in Cloud Storage.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type RecordFiles, type RecordStorage, recordFiles } from '../../../base/files/records';

export interface StoredCopy {
  /** Of realm and path. */
  readonly id: string;
  /** Google or a sandbox: each has buckets of its own. */
  readonly realm: string;
  readonly path: string;
  /** `gs://…` */
  readonly uri: string;
  readonly generation: string;
  /** Of the content as it was downloaded, or uploaded last. */
  readonly sha256: string;
}

const storedCopy = v.looseObject({
  id: v.string(),
  realm: v.string(),
  path: v.string(),
  uri: v.string(),
  generation: v.string(),
  sha256: v.string(),
});

export function storedCopies(folder: string): RecordFiles<StoredCopy> {
  return recordFiles(folder, '.copy.json', storedCopy);
}

export function copyId(realm: string, path: string): string {
  return createHash('sha256')
    .update(JSON.stringify([realm, path]))
    .digest('hex')
    .slice(0, 32);
}

/** By its path; a file that was moved is known by its content, unless several objects have that. */
export async function copyAt(
  copies: Pick<RecordStorage<StoredCopy>, 'get' | 'all'>,
  realm: string,
  path: string,
  sha256: string,
): Promise<StoredCopy | undefined> {
  const own = await copies.get(copyId(realm, path));
  if (own) return own;
  const [moved, ...others] = (await copies.all()).filter(
    (copy) => copy.realm === realm && copy.sha256 === sha256,
  );
  if (moved === undefined || others.some(({ uri }) => uri !== moved.uri)) return undefined;
  return { ...moved, id: copyId(realm, path), path };
}
