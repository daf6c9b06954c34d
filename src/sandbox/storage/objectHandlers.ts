import { copyFileSync } from 'node:fs';
import { sendJson } from '../http/reply';
import { generationOf, pageOf, readObject, type StorageCall } from './call';
import { sendContent } from './download';
import { StorageError } from './errors';
import { toObjectResource } from './resources';
import { readSettings } from './uploadHandlers';

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
  return sendContent(object, storage.contentFile(object), request, response);
}

export function deleteObject(call: StorageCall, bucket = '', name = ''): void {
  call.storage.deleteObject(findObject(call, bucket, name));
  call.response.writeHead(204).end();
}

/** A copy at once: Cloud Storage may take several calls for large objects, and says so by `done`. */
export async function rewriteObject(call: StorageCall, bucket = '', name = '', toBucket = '', toName = '') {
  const { storage, base, request, response, target } = call;
  const source = storage.object(bucket, name);
  const sourceGeneration =
    target.query.get('ifSourceGenerationMatch') ?? target.query.get('sourceGeneration');
  storage.checkGeneration(source, sourceGeneration ?? undefined);
  const wanted = generationOf(call);
  storage.checkUpload(toBucket, toName, wanted);
  const settings = { ...source, ...readSettings(await readObject(request), undefined) };
  const content = storage.newTemporaryFile();
  copyFileSync(storage.contentFile(source), content);
  const object = await storage.addObject(toBucket, toName, content, settings, wanted);
  const size = String(object.size);
  const resource = toObjectResource(object, base);
  sendJson(response, 200, {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: size,
    objectSize: size,
    done: true,
    resource,
  });
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
