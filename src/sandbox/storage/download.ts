// The content of objects, whole or in part: https://cloud.google.com/storage/docs/json_api/v1/objects/get, and of those that
// are stored compressed https://cloud.google.com/storage/docs/transcoding
import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { disturbanceOf } from '../faults/disturbance';
import { header } from '../http/request';
import { StorageError } from './errors';
import { etagOf } from './resources';
import type { ObjectRecord } from './storage';

/** Sends an object's content, or the range of it that `Range` asks for. */
export async function sendContent(
  object: ObjectRecord,
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (object.contentEncoding === 'gzip' && !/\bgzip\b/.test(header(request, 'accept-encoding') ?? ''))
    return sendUncompressed(object, file, response);
  const range = readRange(header(request, 'range'), object.size, response);
  const { first, last } = range ?? { first: 0, last: object.size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headersOf(object),
    'content-length': last - first + 1,
    'accept-ranges': 'bytes',
    ...(object.contentEncoding === undefined ? {} : { 'content-encoding': object.contentEncoding }),
    ...(range ? { 'content-range': `bytes ${first}-${last}/${object.size}` } : {}),
  });
  response.flushHeaders();
  if (last < first) response.end();
  else await pipeline(createReadStream(file, { start: first, end: last }), cutter(response), response);
}

/** Where the fault `cutStream` is set, the connection breaks after so many pieces of the content. */
function cutter(response: ServerResponse) {
  const faults = disturbanceOf(response)?.faults ?? [];
  const [most = Number.POSITIVE_INFINITY] = faults.flatMap((fault) =>
    fault.kind === 'cutStream' ? fault.after : [],
  );
  let left = most;
  return async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      if (left-- === 0) {
        response.socket?.destroy();
        return;
      }
      yield piece;
    }
  };
}

/** To who takes no gzip, Cloud Storage sends the whole, without its length: ranges of it are not known. */
async function sendUncompressed(object: ObjectRecord, file: string, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    ...headersOf(object),
    'accept-ranges': 'none',
    warning: '214 UploadServer gunzipped',
  });
  await pipeline(createReadStream(file), createGunzip(), response);
}

/** Checksums and length are those of what is stored. */
function headersOf(object: ObjectRecord): Record<string, string | number> {
  return {
    'content-type': object.contentType ?? 'application/octet-stream',
    etag: etagOf(object),
    'x-goog-hash': `crc32c=${object.crc32c},md5=${object.md5Hash}`,
    'x-goog-generation': object.generation,
    'x-goog-metageneration': '1',
    'x-goog-storage-class': 'STANDARD',
    'x-goog-stored-content-encoding': object.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': object.size,
  };
}

/** What is no range of bytes is passed over; one that starts behind the end is refused, and the size told. */
function readRange(
  asked: string | undefined,
  size: number,
  response: ServerResponse,
): { first: number; last: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(asked ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size) {
    response.setHeader('content-range', `bytes */${size}`);
    throw new StorageError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
  }
  return { first, last };
}
