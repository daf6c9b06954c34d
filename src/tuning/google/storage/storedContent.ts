// Reading one version of an object in Cloud Storage, and what goes wrong with versions.
import type { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { File } from '@google-cloud/storage';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { GoogleApiError, readGoogleStatus } from '../errors/googleApiError';
import type { ByteRange, StoredFile } from './trainingStorage';

/** So often in a row a connection may break without a byte in between. */
const mostBreaks = 3;
/** Milliseconds before a broken connection is made again. */
const pause = 1_000;
/** Milliseconds without a byte after which a connection counts as broken. */
const longestSilence = 60_000;

/** Google's checksum of bytes as they come. */
export interface Checksum {
  update(bytes: Buffer): void;
  /** @param sum as Cloud Storage writes it */
  validate(sum: string): boolean;
}

export interface StoredContent {
  /** Of this version. */
  readonly file: File;
  readonly object: StoredFile;
  readonly range: ByteRange | undefined;
  readonly checksum: Checksum;
  /** Says in Google's words why a request was refused. Rejects always. */
  refusal(error: unknown): Promise<never>;
}

/** @see TrainingStorage.content */
export async function* storedContent(content: StoredContent, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { object, range, checksum } = content;
  requireUncompressed(object);
  const { from, to } = range ?? { from: 0, to: object.bytes };
  let breaks = 0;
  for (let at = from; at < to; ) {
    const start = at;
    try {
      for await (const piece of piecesOf(content, { from: at, to }, signal)) {
        at += piece.length;
        if (at > to) throw damaged(object);
        if (!range) checksum.update(piece);
        yield piece;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof UserError) throw error;
      if (!(error instanceof Break)) return content.refusal(error);
      breaks = at > start ? 1 : breaks + 1;
      if (breaks > mostBreaks) return content.refusal(error.cause);
      await wait(pause, undefined, { signal });
    }
  }
  if (!range && object.crc32c !== undefined && !checksum.validate(object.crc32c)) throw damaged(object);
}

/** What one connection gives. @throws Break when it ends early */
async function* piecesOf(
  { file, object, range }: StoredContent,
  { from, to }: ByteRange,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  const isPart = range !== undefined || from > 0;
  const stream = file.createReadStream({
    decompress: false,
    ...(isPart ? { start: from, end: to - 1 } : { validation: false }),
  });
  let isAnswered = false;
  let wrong: UserError | undefined;
  stream.on('response', (answer: Answer) => {
    const { statusCode, headers } = answer;
    answer.setMaxListeners(0); // the library adds so many that Node warns of a leak, which there isn't
    isAnswered = statusCode === 200 || statusCode === 206;
    if (isAnswered) wrong = notTheObject(headers, object, isPart ? from : undefined);
    if (wrong) stop();
  });
  const stop = () => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const watch = setTimeout(stop, longestSilence);
  let at = from;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      at += piece.length;
      yield piece;
      watch.refresh(); // who reads may take its time
    }
  } catch (error) {
    throw wrong ?? (isAnswered ? new Break('', { cause: error }) : error);
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', stop);
    stop();
  }
  if (at < to) throw new Break('', { cause: new Error('The connection ended early') });
}

/** The connection ended before the content did. */
class Break extends Error {}

interface Answer extends EventEmitter {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Such as the page of a proxy. @param from where a part was to start */
function notTheObject(
  headers: Answer['headers'],
  { generation, bytes }: StoredFile,
  from: number | undefined,
): UserError | undefined {
  const isIt = headers['x-goog-generation'] === generation;
  const starts = from === undefined || headers['content-range']?.startsWith(`bytes ${from}-`);
  const isWhole = from === undefined || headers['content-range']?.endsWith(`/${bytes}`);
  return isIt && starts && isWhole ? undefined : new GoogleApiError(readGoogleStatus(200, undefined));
}

/** Ranges, lines and checksums are those of what is stored; nobody else reads these as training data, either. */
function requireUncompressed({ uri, contentEncoding }: StoredFile): void {
  if (contentEncoding === undefined || contentEncoding === '' || contentEncoding === 'identity') return;
  throw new UserError(
    l10n.t(
      '{0} is stored compressed (Content-Encoding: {1}). Tunewright reads only uncompressed files. Download it with gcloud storage cp, and upload it uncompressed.',
      uri,
      contentEncoding,
    ),
    'COMPRESSED',
  );
}

function damaged({ uri }: StoredFile): UserError {
  return new UserError(
    l10n.t(
      "What arrived of {0} isn't what Cloud Storage has: the checksums (CRC32C) differ. Try again.",
      uri,
    ),
    'DAMAGED',
  );
}

/** Another version is there than the one that was to be replaced. Nothing was uploaded. */
export class ObjectChanged extends UserError {
  override readonly name = 'ObjectChanged';

  constructor(
    uri: string,
    /** Undefined: it was deleted. */
    readonly now: StoredFile | undefined,
  ) {
    super(
      now
        ? l10n.t('{0} was changed in Cloud Storage in the meantime. Nothing was uploaded.', uri)
        : l10n.t('{0} was deleted in Cloud Storage in the meantime. Nothing was uploaded.', uri),
      'OBJECT_CHANGED',
    );
  }
}
