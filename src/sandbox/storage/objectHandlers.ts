import { sendJson } from '../http/reply';
import { header } from '../http/request';
import { generationOf, pageOf, projectOf, readObject, type StorageCall } from './call';
import { sendContent } from './download';
import { invalid, StorageError } from './errors';
import { toBucketResource, toObjectResource } from './resources';

export function listBuckets(call: StorageCall): void {
  const { target, storage, base, response } = call;
  const project = projectOf(call);
  const prefix = target.query.get('prefix') ?? '';
  const buckets = storage.listBuckets(project).filter(({ id }) => id.startsWith(prefix));
  const { items, ...rest } = pageOf(
    buckets.sort((a, b) => (a.id < b.id ? -1 : 1)),
    ({ id }) => id,
    target.query,
  );
  sendJson(response, 200, {
    kind: 'storage#buckets',
    items: items.map((bucket) => toBucketResource(bucket, base)),
    ...rest,
  });
}

export async function createBucket(call: StorageCall): Promise<void> {
  const { request, storage, base, response } = call;
  const project = projectOf(call);
  const { name, location = 'US', storageClass = 'STANDARD' } = await readObject(request);
  if (typeof name !== 'string') throw new StorageError(400, 'required', 'Required');
  if (typeof location !== 'string' || typeof storageClass !== 'string') throw invalid('Invalid argument.');
  sendJson(
    response,
    200,
    toBucketResource(storage.createBucket(project, name, location, storageClass), base),
  );
}

export function getBucket({ storage, base, response }: StorageCall, bucket = ''): void {
  sendJson(response, 200, toBucketResource(storage.bucket(bucket), base));
}

export function listObjects({ target, storage, base, response }: StorageCall, bucket = ''): void {
  const { query } = target;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const folderOf = (name: string) => {
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    return end < 0 ? undefined : name.slice(0, end + delimiter.length);
  };
  const objects = storage.listObjects(bucket, prefix);
  // A folder counts once, where its first object stands.
  const entries = [...new Map(objects.map((object) => [folderOf(object.name) ?? object.name, object]))];
  const { items, ...rest } = pageOf(entries, ([name]) => name, query);
  const prefixes = items.filter(([name, object]) => name !== object.name).map(([name]) => name);
  sendJson(response, 200, {
    kind: 'storage#objects',
    ...(prefixes.length > 0 ? { prefixes } : {}),
    items: items.flatMap(([name, object]) => (name === object.name ? [toObjectResource(object, base)] : [])),
    ...rest,
  });
}

export async function getObject(call: StorageCall, bucket = '', name = ''): Promise<void> {
  const { target, request, response, storage, base } = call;
  const object = findObject(call, bucket, name);
  const wantsContent = target.query.get('alt') === 'media';
  if (!wantsContent) return sendJson(response, 200, toObjectResource(object, base));
  return sendContent(object, storage.contentFile(object), header(request, 'range'), response);
}

export function deleteObject(call: StorageCall, bucket = '', name = ''): void {
  call.storage.deleteObject(findObject(call, bucket, name));
  call.response.writeHead(204).end();
}

function findObject(call: StorageCall, bucket: string, name: string) {
  const { target, storage } = call;
  const object = storage.object(bucket, name);
  const generation = target.query.get('generation');
  if (generation !== null && generation !== object.generation) {
    throw new StorageError(404, 'notFound', `No such object: ${bucket}/${name}#${generation}`);
  }
  storage.checkGeneration(object, generationOf(call));
  return object;
}
