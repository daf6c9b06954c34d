// The only file that imports Google's storage library: it becomes a bundle of its own.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError, Storage } from '@google-cloud/storage';
import type { Upload } from './cloudStorage';
import type { Connection } from './connection';
import { GoogleApiError, readGoogleStatus } from './googleApiError';

type OutgoingRequest = ReturnType<Storage['interceptors'][number]['request']>;

/** Bytes of one request of a resumable upload; a multiple of 256 KiB, as Cloud Storage asks. */
const chunkSize = 1 << 20;

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
    });
  }

  async buckets(): Promise<readonly string[]> {
    const [buckets] = await this.#call(() => this.#storage.getBuckets());
    return buckets.map((bucket) => bucket.name);
  }

  async createBucket(name: string): Promise<void> {
    await this.#call(() => this.#storage.createBucket(name, { location: this.#connection.region }));
  }

  async upload({ bucket, name, bytes, onProgress }: Upload, signal: AbortSignal): Promise<string> {
    await this.#authorizeUploads();
    const target = this.#storage
      .bucket(bucket)
      .file(name)
      .createWriteStream({
        resumable: true,
        chunkSize,
        validation: 'crc32c',
        contentType: 'application/jsonl',
        preconditionOpts: { ifGenerationMatch: 0 }, // the library resumes only when a precondition guards the object
      });
    target.on('progress', (progress: { bytesWritten: number }) =>
      onProgress(progress.bytesWritten, bytes.length),
    );
    await this.#call(() => pipeline(Readable.from([bytes]), target, { signal }));
    return `gs://${bucket}/${name}`;
  }

  /** With an endpoint other than Google's the library sends resumable uploads without credentials. */
  async #authorizeUploads(): Promise<void> {
    const headers = Object.fromEntries(await this.#connection.authClient.getRequestHeaders());
    this.#storage.interceptors.push({
      request: (options: OutgoingRequest) => ({ ...options, headers: { ...options.headers, ...headers } }),
    });
  }

  async #call<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new GoogleApiError(
        {
          ...readGoogleStatus(error.code ?? 0, undefined),
          status: error.errors?.[0]?.reason ?? 'STORAGE',
          message: error.message,
        },
        error,
      );
    }
  }
}
