import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isObject, type JsonObject } from '../google/protoJson/json';
import { sendJson } from '../http/reply';
import { header, readBytes } from '../http/request';
import { generationOf, parseObject, readObject, type StorageCall } from './call';
import { invalid } from './errors';
import { readMultipart } from './multipart';
import { toObjectResource } from './resources';
import type { ObjectSettings } from './storage';

/** Bytes. Larger objects go in by a resumable upload. */
const MULTIPART_LIMIT = 256 * 1024 * 1024;

/** The three kinds of upload, by `uploadType`. */
export async function upload(call: StorageCall, bucket = ''): Promise<void> {
  switch (call.target.query.get('uploadType')) {
    case 'resumable':
      return beginUpload(call, bucket);
    case 'multipart':
      return uploadMultipart(call, bucket);
    case 'media':
      return uploadMedia(call, bucket);
    default:
      throw invalid('Invalid upload type.');
  }
}

export async function putChunk({ target, request, response, uploads, base }: StorageCall): Promise<void> {
  const id = target.query.get('upload_id') ?? '';
  const state = await uploads.put(id, header(request, 'content-range'), request);
  if (state.done) return sendJson(response, 200, toObjectResource(state.object, base));
  // Nothing received yet: no Range header, as Cloud Storage does it.
  const range = state.received > 0 ? { range: `bytes=0-${state.received - 1}` } : {};
  response.writeHead(308, { ...range, 'content-length': 0 }).end();
}

export function cancelUpload({ target, response, uploads }: StorageCall): void {
  uploads.cancel(target.query.get('upload_id') ?? '');
  response.writeHead(499, { 'content-length': 0 }).end();
}

async function uploadMultipart(call: StorageCall, bucket: string): Promise<void> {
  const body = await readBytes(call.request, MULTIPART_LIMIT);
  const { metadata, content, contentType } = readMultipart(header(call.request, 'content-type') ?? '', body);
  const resource = parseObject(metadata);
  const name = nameOf(call, resource);
  const settings = readSettings(resource, contentType);
  await withTemporaryFile(call, (file) => {
    call.storage.checkUpload(bucket, name, generationOf(call));
    writeFileSync(file, content);
    return addAndAnswer(call, bucket, name, file, settings);
  });
}

async function uploadMedia(call: StorageCall, bucket: string): Promise<void> {
  const name = nameOf(call, {});
  const settings = readSettings({}, header(call.request, 'content-type'));
  await withTemporaryFile(call, async (file) => {
    call.storage.checkUpload(bucket, name, generationOf(call));
    await pipeline(call.request, createWriteStream(file));
    return addAndAnswer(call, bucket, name, file, settings);
  });
}

async function beginUpload(call: StorageCall, bucket: string): Promise<void> {
  const { request, response, uploads, base, target } = call;
  const resource = await readObject(request);
  const name = nameOf(call, resource);
  const settings = readSettings(resource, header(request, 'x-upload-content-type'));
  const ifGenerationMatch = generationOf(call);
  const id = uploads.begin({ bucket, name, settings, ...(ifGenerationMatch ? { ifGenerationMatch } : {}) });
  const query = new URLSearchParams({ uploadType: 'resumable', name, upload_id: id });
  response.writeHead(200, {
    location: `${base}${target.path}?${query}`,
    'x-guploader-uploadid': id,
    'content-length': 0,
  });
  response.end();
}

async function addAndAnswer(
  call: StorageCall,
  bucket: string,
  name: string,
  file: string,
  settings: ObjectSettings,
) {
  const object = await call.storage.addObject(bucket, name, file, settings, generationOf(call));
  sendJson(call.response, 200, toObjectResource(object, call.base));
}

async function withTemporaryFile(
  { storage }: StorageCall,
  use: (file: string) => Promise<void>,
): Promise<void> {
  const file = storage.newTemporaryFile();
  try {
    await use(file);
  } finally {
    rmSync(file, { force: true });
  }
}

function nameOf({ target }: StorageCall, resource: JsonObject): string {
  const name = target.query.get('name') ?? resource.name;
  return typeof name === 'string' ? name : '';
}

export function readSettings(resource: JsonObject, contentType: string | undefined): ObjectSettings {
  const settings: Record<string, unknown> = contentType === undefined ? {} : { contentType };
  for (const key of ['contentType', 'cacheControl', 'contentEncoding', 'crc32c', 'md5Hash']) {
    const value = resource[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw invalid(`Invalid value for: ${key}`);
    settings[key] = value;
  }
  const { metadata } = resource;
  if (metadata !== undefined && metadata !== null) {
    if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
      throw invalid('Invalid value for: metadata');
    }
    settings.metadata = metadata;
  }
  return settings;
}
