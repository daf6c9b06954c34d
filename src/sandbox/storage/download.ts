import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { StorageError } from './errors';
import { etagOf } from './resources';
import type { ObjectRecord } from './storage';

/** Sends an object's content, or the range of it that `Range` asks for. */
export async function sendContent(
  object: ObjectRecord,
  file: string,
  rangeHeader: string | undefined,
  response: ServerResponse,
): Promise<void> {
  const range = readRange(rangeHeader, object.size);
  const { first, last } = range ?? { first: 0, last: object.size - 1 };
  response.writeHead(range ? 206 : 200, {
    'content-type': object.contentType ?? 'application/octet-stream',
    'content-length': last - first + 1,
    'accept-ranges': 'bytes',
    etag: etagOf(object),
    'x-goog-hash': `crc32c=${object.crc32c},md5=${object.md5Hash}`,
    'x-goog-generation': object.generation,
    'x-goog-metageneration': '1',
    'x-goog-storage-class': 'STANDARD',
    'x-goog-stored-content-encoding': object.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': object.size,
    ...(range ? { 'content-range': `bytes ${first}-${last}/${object.size}` } : {}),
  });
  if (last < first) response.end();
  else await pipeline(createReadStream(file, { start: first, end: last }), response);
}

function readRange(header: string | undefined, size: number): { first: number; last: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || last < first) {
    throw new StorageError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
  }
  return { first, last };
}
