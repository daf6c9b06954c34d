import PQueue from 'p-queue';
import type { ObjectFacts } from '../../../dataset/media/storedFiles';
import { GoogleApiError } from '../errors/googleApiError';
import type { StoredFile, TrainingStorage } from './trainingStorage';

const requestsAtOnce = 8;

/** From so many objects of one folder on its list is asked for, as long as it takes fewer requests than the objects. */
const listedFrom = 50;
const fewestAPage = 20;

export interface LookUp {
  /** By address. */
  readonly facts: ReadonlyMap<string, ObjectFacts>;
  /** Buckets of which it cannot be known whether the service agent reads them. */
  readonly unknownBuckets: readonly string[];
}

/**
 * What is known of objects, `gs://…`: each is asked for once, or found in the list of its folder where many lie. Rejects
 * when Cloud Storage cannot be asked at all; what it refuses is among the facts.
 * @param onProgress how many are known by now
 */
export async function lookUpObjects(
  storage: Pick<TrainingStorage, 'stat' | 'pages' | 'agentAccess'>,
  uris: Iterable<string>,
  onProgress: (known: number) => void,
  signal: AbortSignal,
): Promise<LookUp> {
  const folders = new Map<string, string[]>();
  for (const uri of new Set(uris)) {
    const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
    const own = folders.get(folder) ?? [];
    own.push(uri);
    folders.set(folder, own);
  }
  const buckets = [...new Set([...folders.keys()].map(bucketOf))];
  const { account, unread, unknown } = await storage.agentAccess(buckets, signal);
  const facts = new Map<string, ObjectFacts>();
  const add = (uri: string, found: ObjectFacts) => {
    const isUnread = found.kind === 'found' && unread.includes(bucketOf(uri));
    onProgress(facts.set(uri, isUnread ? { ...found, withoutRole: account } : found).size);
  };
  await forEach(folders, signal, async ([folder, own], stop) => {
    if (own.length < listedFrom || !(await isListed(storage, folder, own, add, stop))) return;
    for (const uri of own) if (!facts.has(uri)) add(uri, { kind: 'missing' });
  });
  const rest = [...folders.values()].flat().filter((uri) => !facts.has(uri));
  await forEach(rest, signal, async (uri, stop) => {
    stop.throwIfAborted();
    add(uri, await refusedOr(async () => factsOf(await storage.stat(uri, stop))));
  });
  return { facts, unknownBuckets: unknown };
}

/** Adds what the list of a folder tells. @returns whether it was read to its end: what it does not name is not there */
async function isListed(
  storage: Pick<TrainingStorage, 'stat' | 'pages'>,
  folder: string,
  wanted: readonly string[],
  add: (uri: string, found: ObjectFacts) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const names = new Set(wanted);
  // Who may list a bucket may be forbidden to read it: one object tells for all.
  const [first = ''] = wanted;
  const one = await refusedOr(async () => factsOf(await storage.stat(first, signal)));
  add(first, one);
  if (one.kind === 'denied' || one.kind === 'failed') return false;
  let pages = Math.ceil(wanted.length / fewestAPage);
  const bucket = bucketOf(folder);
  try {
    for await (const page of storage.pages(bucket, folder.slice(`gs://${bucket}/`.length), signal)) {
      for (const file of page) if (names.has(file.uri) && file.uri !== first) add(file.uri, factsOf(file));
      if (--pages === 0) return false;
    }
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function factsOf(file: StoredFile | undefined): ObjectFacts {
  if (file === undefined) return { kind: 'missing' };
  return { kind: 'found', bytes: file.bytes, contentType: file.contentType || undefined };
}

async function refusedOr(ask: () => Promise<ObjectFacts>): Promise<ObjectFacts> {
  try {
    return await ask();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, message } = error.google;
    return { kind: code === 400 ? 'failed' : 'denied', reason: message };
  }
}

/** Of this object; what else goes wrong, such as that billing is off, would go wrong with all. */
function isRefusal(error: unknown): error is GoogleApiError {
  if (!(error instanceof GoogleApiError)) return false;
  return error.google.code === 400 || error.kind === 'noPermission';
}

function bucketOf(uri: string): string {
  return /^gs:\/\/([^/]+)/.exec(uri)?.[1] ?? '';
}

/** A few at once; the first error ends it. */
async function forEach<Item>(
  items: Iterable<Item>,
  signal: AbortSignal,
  run: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const queue = new PQueue({ concurrency: requestsAtOnce });
  try {
    await Promise.all([...items].map((item) => queue.add(() => run(item, either))));
    signal.throwIfAborted();
  } finally {
    stop.abort();
    queue.clear();
  }
}
