// The only file that imports Google's storage library: it becomes a bundle of its own.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { ApiError, type File, type FileMetadata, Storage } from '@google-cloud/storage';
import { isCancellation, UserError } from '../../../base/userError';
import type { Connection } from '../../contract/connection';
import { GoogleApiError, readGoogleStatus } from '../errors/googleApiError';
import { asGoogleApiError } from '../rest';
import { userAgent } from '../userAgent';
import { ObjectChanged, storedContent } from './storedContent';
import type {
  AgentAccess,
  Bucket,
  ByteRange,
  Folder,
  Replacement,
  StoredFile,
  StreamedBytes,
} from './trainingStorage';
import { type Upload, uploadFolder } from './upload';

type OutgoingRequest = ReturnType<Storage['interceptors'][number]['request']>;

interface PageQuery {
  readonly autoPaginate: boolean;
  readonly pageToken?: string;
}

/** Bytes of one request of a resumable upload: Cloud Storage asks for a multiple of 256 KiB and advises 8 MiB or more. */
const chunkSize = 8 << 20;

const pieceSize = 1 << 16;

/** One level of a bucket is shown to be picked from: more than this nobody reads. */
const browseLimit = 1000;

export class GoogleCloudStorage {
  readonly #storage: Storage;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#storage = new Storage({
      projectId: connection.project,
      authClient: connection.authClient,
      apiEndpoint: connection.origin('storage.googleapis.com'),
      useAuthWithCustomEndpoint: true,
      userAgent,
    });
    // The library lets a variable of the environment, STORAGE_EMULATOR_HOST, choose where requests go.
    this.#storage.baseUrl = `${connection.origin('storage.googleapis.com')}/storage/v1`;
  }

  async buckets(): Promise<readonly Bucket[]> {
    const buckets = await this.#allPages((query) => this.#storage.getBuckets(query));
    return buckets.map(({ name, metadata }) => ({
      name,
      location: String(metadata.location ?? '').toLowerCase(),
    }));
  }

  async createBucket(name: string, location = this.#connection.region): Promise<void> {
    const [, reply] = await this.#call(() => this.#storage.createBucket(name, { location }), name);
    requireJson(reply);
  }

  async browse(bucket: string, folder: string): Promise<Folder> {
    const query = { prefix: folder, delimiter: '/', autoPaginate: false, maxResults: browseLimit };
    const [files, , reply] = await this.#call(() => this.#storage.bucket(bucket).getFiles(query), bucket);
    requireJson(reply);
    const prefixes =
      typeof reply === 'object' && reply !== null && 'prefixes' in reply ? reply.prefixes : undefined;
    return {
      folders: Array.isArray(prefixes) ? prefixes.map(String) : [],
      files: files.filter((file) => file.name !== folder).map((file) => toStoredFile(bucket, file)),
    };
  }

  async uploads(bucket: string, signal: AbortSignal): Promise<readonly StoredFile[]> {
    const files = await this.#allPages((query) => {
      signal.throwIfAborted();
      return this.#storage.bucket(bucket).getFiles({ ...query, prefix: uploadFolder });
    }, bucket);
    return files.map((file) => toStoredFile(bucket, file));
  }

  async object(uri: string): Promise<StoredFile> {
    const { bucket, name } = parts(uri);
    return toStoredFile(bucket, { name, metadata: await this.#metadata(uri) });
  }

  async stat(uri: string): Promise<StoredFile | undefined> {
    return foundOr(() => this.object(uri));
  }

  async #metadata(uri: string): Promise<FileMetadata> {
    const { bucket, name } = parts(uri);
    const file = this.#storage.bucket(bucket).file(name);
    const [metadata, reply] = await this.#call(() => file.getMetadata(), bucket);
    requireJson(reply);
    return metadata;
  }

  async *pages(bucket: string, folder: string, signal: AbortSignal): AsyncGenerator<readonly StoredFile[]> {
    const query = { prefix: folder, delimiter: '/' };
    const pages = this.#pages((page) => this.#storage.bucket(bucket).getFiles({ ...query, ...page }), bucket);
    for await (const files of pages) {
      signal.throwIfAborted();
      yield files.map((file) => toStoredFile(bucket, file));
    }
  }

  /** Buckets of the connection's project are read by right; of others their policy tells, if one may see it. */
  async agentAccess(
    buckets: readonly string[],
    account: string | undefined,
    signal: AbortSignal,
  ): Promise<AgentAccess> {
    const own = new Set((await this.#refusedOr(() => this.buckets()))?.map(({ name }) => name));
    const unread: string[] = [];
    const unknown: string[] = [];
    for (const bucket of buckets.filter((name) => !own.has(name))) {
      signal.throwIfAborted();
      const reads = account && (await this.#refusedOr(() => this.#reads(bucket, account)));
      if (reads === 'no') unread.push(bucket);
      else if (reads !== 'yes') unknown.push(bucket);
    }
    return { account, unread, unknown };
  }

  async #reads(bucket: string, account: string): Promise<'yes' | 'no' | 'unknown'> {
    const [policy, reply] = await this.#call(() => this.#storage.bucket(bucket).iam.getPolicy());
    requireJson(reply);
    return readsBy(policy.bindings ?? [], account);
  }

  /** Undefined when it may not be seen, or is not there. */
  async #refusedOr<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof GoogleApiError && [400, 403, 404].includes(error.google.code)) return undefined;
      throw error;
    }
  }

  async remove(uri: string): Promise<boolean> {
    const { bucket, name } = parts(uri);
    try {
      const [reply] = await this.#call(() => this.#storage.bucket(bucket).file(name).delete());
      requireEmpty(reply);
      return true;
    } catch (error) {
      if (error instanceof GoogleApiError && error.google.code === 404) return false;
      throw error;
    }
  }

  async read(uri: string, most: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { bucket, name } = parts(uri);
    const file = this.#storage.bucket(bucket).file(name);
    const size = await this.#size(file);
    signal.throwIfAborted();
    if (size === undefined || size > most) return undefined;
    const [bytes] = await this.#call(() => file.download(), bucket);
    return bytes;
  }

  content(object: StoredFile, range: ByteRange | undefined, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { bucket, name } = parts(object.uri);
    const file = this.#storage.bucket(bucket).file(name, { generation: object.generation });
    const refusal = async (error: unknown) => {
      // Of a download that is refused the library keeps no words: a look at the object tells.
      await this.#call(() => file.getMetadata(), bucket);
      throw this.#explain(error, bucket);
    };
    return storedContent({ file, object, range, checksum: this.#storage.crc32cGenerator(), refusal }, signal);
  }

  async replace(
    { uri, generation, bytes, onProgress }: Replacement,
    signal: AbortSignal,
  ): Promise<StoredFile> {
    const { bucket, name } = parts(uri);
    const before = await foundOr(() => this.#metadata(uri));
    signal.throwIfAborted();
    if ((before === undefined ? '0' : String(before.generation)) !== generation)
      throw new ObjectChanged(uri, before && toStoredFile(bucket, { name, metadata: before }));
    const crc32c = await this.#checksumOf(bytes, signal);
    await this.#authorizeUploads();
    const file = this.#storage.bucket(bucket).file(name);
    const target = file.createWriteStream({
      resumable: true,
      chunkSize,
      // Cloud Storage compares it before there is a new version. The library would compare afterwards, and delete that.
      validation: false,
      metadata: { ...keptOf(before), crc32c },
      preconditionOpts: { ifGenerationMatch: generation },
    });
    target.on('progress', (progress: { bytesWritten: number }) =>
      onProgress({ sentBytes: progress.bytesWritten, totalBytes: bytes.length }),
    );
    try {
      await this.#call(() => pipeline(Readable.from(piecesOf(bytes)), target, { signal }), bucket);
      return toStoredFile(bucket, { name, metadata: file.metadata });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GoogleApiError) || error.google.code !== 412) throw error;
      const now = await this.stat(uri);
      // It was ours, and its answer was lost; or somebody else has put the same bytes there.
      if (now && now.crc32c === crc32c && now.bytes === bytes.length) return now;
      if ((now?.generation ?? '0') === generation) throw error; // not our condition, but one of an organization's policies
      throw new ObjectChanged(uri, now);
    }
  }

  async #checksumOf(bytes: StreamedBytes, signal: AbortSignal): Promise<string> {
    const checksum = this.#storage.crc32cGenerator();
    for await (const piece of bytes.pieces()) {
      signal.throwIfAborted();
      checksum.update(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    }
    return checksum.toString();
  }

  async *lines(uri: string, signal: AbortSignal): AsyncGenerator<string> {
    const { bucket, name } = parts(uri);
    signal.throwIfAborted();
    const file = this.#storage.bucket(bucket).file(name);
    const stream = file.createReadStream({ validation: 'crc32c' });
    const stop = () => stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    const decoder = new StringDecoder('utf8');
    let rest = '';
    try {
      for await (const chunk of stream) {
        const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
    } catch (error) {
      signal.throwIfAborted();
      const explained = this.#explain(error, bucket);
      // Of a download that is refused the library keeps no words: a look at the object tells.
      if (explained instanceof GoogleApiError && explained.kind === 'proxy')
        await this.#call(() => file.getMetadata(), bucket);
      throw explained;
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
    signal.throwIfAborted();
    if (rest !== '') yield rest;
  }

  async upload({ bucket, name, bytes, onProgress }: Upload, signal: AbortSignal): Promise<string> {
    const uri = `gs://${bucket}/${name}`;
    const file = this.#storage.bucket(bucket).file(name);
    signal.throwIfAborted();
    if ((await this.#size(file)) === bytes.length) {
      onProgress({ sentBytes: bytes.length, totalBytes: bytes.length });
      return uri;
    }
    await this.#authorizeUploads();
    const target = file.createWriteStream({
      resumable: true,
      chunkSize,
      validation: 'crc32c',
      contentType: 'application/jsonl',
      preconditionOpts: { ifGenerationMatch: 0 }, // the library resumes only when a precondition guards the object
    });
    target.on('progress', (progress: { bytesWritten: number }) =>
      onProgress({ sentBytes: progress.bytesWritten, totalBytes: bytes.length }),
    );
    try {
      await this.#call(() => pipeline(Readable.from(piecesOf(bytes)), target, { signal }), bucket);
    } catch (error) {
      signal.throwIfAborted();
      // Somebody else has put the same bytes there meanwhile.
      const isThere = error instanceof GoogleApiError && error.google.code === 412;
      if (!isThere || (await this.#size(file)) !== bytes.length) throw error;
    }
    return uri;
  }

  /** The library's own paging goes round for ever when a page token comes back again. */
  async *#pages<Item>(
    ask: (query: PageQuery) => Promise<[Item[], object | null, unknown]>,
    bucket?: string,
  ): AsyncGenerator<readonly Item[]> {
    const seen = new Set<string>();
    for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
      const query = { autoPaginate: false, ...(pageToken && { pageToken }) };
      const [page, next, reply] = await this.#call(() => ask(query), bucket);
      requireJson(reply);
      yield page;
      const token: unknown = next && 'pageToken' in next ? next.pageToken : undefined;
      pageToken = typeof token === 'string' && !seen.has(token) ? token : undefined;
      if (pageToken !== undefined) seen.add(pageToken);
    }
  }

  async #allPages<Item extends { readonly name: string }>(
    ask: (query: PageQuery) => Promise<[Item[], object | null, unknown]>,
    bucket?: string,
  ): Promise<readonly Item[]> {
    const items = new Map<string, Item>();
    for await (const page of this.#pages(ask, bucket)) for (const item of page) items.set(item.name, item);
    return [...items.values()];
  }

  /** Undefined when there is no such object. */
  async #size(file: File): Promise<number | undefined> {
    try {
      const [metadata] = await this.#call(() => file.getMetadata());
      return Number(metadata.size);
    } catch (error) {
      if (error instanceof GoogleApiError && error.google.code === 404) return undefined;
      // Who may only add objects cannot look at them: the upload itself will tell.
      if (error instanceof GoogleApiError && error.google.code === 403) return undefined;
      throw error;
    }
  }

  /** With an endpoint other than Google's the library sends resumable uploads without credentials and our name. */
  async #authorizeUploads(): Promise<void> {
    const headers = Object.fromEntries(await this.#connection.authClient.getRequestHeaders());
    this.#storage.interceptors.push({
      request: (options: OutgoingRequest) => ({
        ...options,
        headers: { ...options.headers, ...headers },
        adapter: sendNamed,
      }),
    });
  }

  /** @param bucket the one that was asked for, which Google's own sentence rarely names */
  #explain(error: unknown, bucket?: string): unknown {
    const explained = this.#explained(error);
    if (bucket === undefined || !(explained instanceof GoogleApiError)) return explained;
    const { google, cause } = explained;
    return new GoogleApiError({ ...google, metadata: { ...google.metadata, bucket } }, cause);
  }

  #explained(error: unknown): unknown {
    // Of an upload whose last request is refused, the library throws what Google said, and no error.
    if (isRefusal(error)) return new GoogleApiError(readGoogleStatus(error.code, { error }));
    if (!(error instanceof ApiError)) {
      const explained = asGoogleApiError(error, this.#connection.origin('storage.googleapis.com'));
      if (explained instanceof UserError || isCancellation(explained)) return explained;
      // The library works with replies without a look at what they are: it stumbles over the page of a proxy.
      return new GoogleApiError(readGoogleStatus(200, undefined), error);
    }
    const { response, code = 0 } = error;
    const body: unknown = response && 'body' in response ? response.body : undefined;
    if (body !== undefined) return new GoogleApiError(readGoogleStatus(code, body), error);
    const status = error.errors?.[0]?.reason ?? 'STORAGE';
    return new GoogleApiError(
      { ...readGoogleStatus(code, undefined), status, message: error.message },
      error,
    );
  }

  async #call<Result>(run: () => Promise<Result>, bucket?: string): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      throw this.#explain(error, bucket);
    }
  }
}

/** The library writes its own name over ours at the last moment. An `adapter` of gaxios. */
function sendNamed<Options extends { readonly headers: Headers }, Reply>(
  options: Options,
  send: (options: Options) => Reply,
): Reply {
  const library = options.headers.get('user-agent') ?? '';
  if (!library.includes(userAgent)) options.headers.set('user-agent', `${userAgent} ${library}`.trim());
  return send(options);
}

/** In pieces, for what the library has taken in it sends, also when it was cancelled meanwhile. */
async function* piecesOf(bytes: Upload['bytes']): AsyncGenerator<Uint8Array> {
  if (!(bytes instanceof Uint8Array)) {
    for await (const piece of bytes.pieces()) yield* piecesOf(piece);
    return;
  }
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}

function isRefusal(error: unknown): error is { readonly code: number } {
  if (typeof error !== 'object' || error === null || error instanceof Error) return false;
  return 'code' in error && typeof error.code === 'number';
}

/** The library takes the page of a proxy's sign-in for an empty answer. @throws GoogleApiError */
function requireJson(reply: unknown): void {
  if (typeof reply !== 'object' || reply === null) throw new GoogleApiError(readGoogleStatus(200, undefined));
}

/** A deletion is answered with nothing; the page of a proxy's sign-in deletes nothing. @throws GoogleApiError */
function requireEmpty({ statusCode }: { readonly statusCode: number }): void {
  if (statusCode !== 204) throw new GoogleApiError(readGoogleStatus(statusCode, undefined));
}

function toStoredFile(bucket: string, { name, metadata }: Pick<File, 'name' | 'metadata'>): StoredFile {
  const { size, updated, contentType, generation, crc32c, contentEncoding } = metadata;
  const uri = `gs://${bucket}/${name}`;
  const version = { generation: String(generation ?? ''), crc32c, contentEncoding };
  return { uri, name, bytes: Number(size ?? 0), contentType, updated, ...version };
}

/** Undefined when what is asked for is not there. */
async function foundOr<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GoogleApiError && error.google.code === 404) return undefined;
    throw error;
  }
}

function parts(uri: string): { readonly bucket: string; readonly name: string } {
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  return { bucket, name };
}

/** What people have set on an object, which its next version has, too. */
function keptOf(before: FileMetadata | undefined): FileMetadata {
  if (before === undefined) return { contentType: 'application/jsonl' };
  const { contentType, cacheControl, contentDisposition, contentLanguage, metadata } = before;
  return {
    ...(contentType && { contentType }),
    ...(cacheControl && { cacheControl }),
    ...(contentDisposition && { contentDisposition }),
    ...(contentLanguage && { contentLanguage }),
    ...(metadata && { metadata }),
  };
}

/** Roles with `storage.objects.get`: https://cloud.google.com/storage/docs/access-control/iam-roles */
const READERS = /^roles\/storage\.(?:admin|object(?:Viewer|User|Admin)|legacyObject(?:Reader|Owner))$/;

interface Binding {
  readonly role: string;
  readonly members: readonly string[];
}

/** Who is in a group, and what a role of one's own has, a policy does not tell. */
function readsBy(bindings: readonly Binding[], account: string): 'yes' | 'no' | 'unknown' {
  const isIt = (member: string) => member.startsWith('all') || member === `serviceAccount:${account}`;
  if (bindings.some(({ role, members }) => READERS.test(role) && members.some(isIt))) return 'yes';
  const mayBe = (member: string) => /^(?:group|domain|principalSet):/.test(member) || isIt(member);
  return bindings.some(({ members }) => members.some(mayBe)) ? 'unknown' : 'no';
}
