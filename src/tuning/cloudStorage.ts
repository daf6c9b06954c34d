import type { Connect } from './connection';
import type { TrainingStorage } from './service';

export interface Upload {
  readonly bucket: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  onProgress(sentBytes: number, totalBytes: number): void;
}

export interface CloudStorage extends TrainingStorage {
  /** Uploads, resumably and with a checksum; resolves to the `gs://` address. */
  upload(upload: Upload, signal: AbortSignal): Promise<string>;
}

/** Cloud Storage through Google's own library, which is loaded on first use (0.7 MB). */
export function cloudStorage(connect: Connect): CloudStorage {
  const client = async (signal: AbortSignal) => {
    const [connection, { GoogleCloudStorage }] = await Promise.all([
      connect(signal),
      import('./googleCloudStorage'),
    ]);
    return new GoogleCloudStorage(connection);
  };
  return {
    buckets: async (signal) => (await client(signal)).buckets(),
    createBucket: async (name, signal) => (await client(signal)).createBucket(name),
    upload: async (upload, signal) => (await client(signal)).upload(upload, signal),
  };
}
