// The Cloud Storage JSON API: https://cloud.google.com/storage/docs/json_api/v1
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../auth/callers';
import { GoogleError } from '../google/errors';
import { sendJson } from '../http/reply';
import { isEncrypted, type Target } from '../http/request';
import {
  createBucket,
  deleteBucket,
  getBucket,
  getBucketPolicy,
  getStorageLayout,
  listBuckets,
  patchBucket,
} from './bucketHandlers';
import type { StorageCall, StorageServices } from './call';
import { invalid, StorageError } from './errors';
import { deleteObject, getObject, listObjects, rewriteObject } from './objectHandlers';
import { cancelUpload, putChunk, upload } from './uploadHandlers';

type Route = readonly [
  method: string,
  path: RegExp,
  handle: (call: StorageCall, ...names: string[]) => unknown,
];

const ROUTES: readonly Route[] = [
  ['GET', /^\/storage\/v1\/b$/, listBuckets],
  ['POST', /^\/storage\/v1\/b$/, createBucket],
  ['GET', /^\/storage\/v1\/b\/([^/]+)$/, getBucket],
  ['PATCH', /^\/storage\/v1\/b\/([^/]+)$/, patchBucket],
  ['DELETE', /^\/storage\/v1\/b\/([^/]+)$/, deleteBucket],
  ['GET', /^\/storage\/v1\/b\/([^/]+)\/storageLayout$/, getStorageLayout],
  ['GET', /^\/storage\/v1\/b\/([^/]+)\/iam$/, getBucketPolicy],
  ['GET', /^\/storage\/v1\/b\/([^/]+)\/o$/, listObjects],
  ['GET', /^(?:\/download)?\/storage\/v1\/b\/([^/]+)\/o\/(.+)$/, getObject],
  ['DELETE', /^\/storage\/v1\/b\/([^/]+)\/o\/(.+)$/, deleteObject],
  ['POST', /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)\/rewriteTo\/b\/([^/]+)\/o\/(.+)$/, rewriteObject],
  ['POST', /^(?:\/resumable)?\/upload\/storage\/v1\/b\/([^/]+)\/o$/, upload],
  ['PUT', /^(?:\/resumable)?\/upload\/storage\/v1\/b\/([^/]+)\/o$/, putChunk],
  ['DELETE', /^(?:\/resumable)?\/upload\/storage\/v1\/b\/([^/]+)\/o$/, cancelUpload],
];

export function isStoragePath(path: string): boolean {
  return /^(?:\/download|\/upload|\/resumable\/upload)?\/storage\/v1\//.test(path);
}

export async function handleStorage(
  target: Target,
  caller: Caller | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  services: StorageServices,
): Promise<void> {
  const call = {
    ...services,
    target,
    request,
    response,
    base: `${isEncrypted(request.socket) ? 'https' : 'http'}://${request.headers.host}`,
  };
  try {
    const isSession = /\/upload\//.test(target.path) && ['PUT', 'DELETE'].includes(target.method);
    if (caller?.kind !== 'principal' && !isSession) throw unauthorized(caller);
    for (const [method, pattern, handle] of ROUTES) {
      const match = method === target.method ? pattern.exec(target.path) : null;
      if (match) return await (handle(call, ...match.slice(1).map(decode)) as Promise<void> | undefined);
    }
    throw new StorageError(404, 'notFound', 'Not Found');
  } catch (error) {
    const known = error instanceof GoogleError ? invalid(error.message) : error;
    if (!(known instanceof StorageError) || response.headersSent) throw error;
    sendJson(response, known.http, known.toBody());
  }
}

function unauthorized(caller: Caller | undefined): StorageError {
  const message = caller
    ? 'API keys are not supported by this API.'
    : 'Anonymous caller does not have access. Login Required.';
  return new StorageError(401, 'required', message, { locationType: 'header', location: 'Authorization' });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('Invalid URL encoding.');
  }
}
