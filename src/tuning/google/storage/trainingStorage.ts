import type { UploadProgress } from '../../contract/service';

/** Cloud Storage, as far as launches and the files of a person need it. */
export interface TrainingStorage {
  buckets(signal: AbortSignal): Promise<readonly Bucket[]>;
  /** @param region absent: the connection's */
  createBucket(name: string, signal: AbortSignal, region?: string): Promise<void>;
  /** What lies in a folder of a bucket; `folder` is empty or ends with `/`. */
  browse(bucket: string, folder: string, signal: AbortSignal): Promise<Folder>;
  /** The training files that launches of ours have put into a bucket. */
  uploads(bucket: string, signal: AbortSignal): Promise<readonly StoredFile[]>;
  /** What an object holds, `gs://…`; undefined when it is not there, or has more bytes than `most`. */
  read(uri: string, most: number, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** What is known of an object, `gs://…`. Rejects when it is not there. */
  object(uri: string, signal: AbortSignal): Promise<StoredFile>;
  /** The same; undefined when it is not there. */
  stat(uri: string, signal: AbortSignal): Promise<StoredFile | undefined>;
  /**
   * What this version of an object holds, as it arrives, or a range of it; goes on where a connection broke. What is read
   * whole is checked against its checksum. Rejects where it was replaced or deleted meanwhile, and where it is compressed.
   */
  content(file: StoredFile, range: ByteRange | undefined, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Uploads a new version of an object. @throws ObjectChanged when another version is there than the one to be replaced
   * @returns the new one
   */
  replace(replacement: Replacement, signal: AbortSignal): Promise<StoredFile>;
  /** What lies directly in a folder of a bucket, page by page; `folder` is empty or ends with `/`. */
  pages(bucket: string, folder: string, signal: AbortSignal): AsyncIterable<readonly StoredFile[]>;
  /** Which of these buckets the account may not read that reads the files of a tuning, as far as can be known. */
  agentAccess(buckets: readonly string[], signal: AbortSignal): Promise<AgentAccess>;
  /** Deletes an object, `gs://…`. @returns false when it was gone already */
  remove(uri: string, signal: AbortSignal): Promise<boolean>;
}

export interface Bucket {
  readonly name: string;
  /** In lower case: a region such as `us-central1`, or a multi-region such as `us`. */
  readonly location: string;
}

/**
 * Whether a job in a region or multi-region reads from a bucket without leaving that continent's multi-region, which holds
 * its regions. https://cloud.google.com/storage/docs/locations
 */
export function isNear({ location }: Bucket, place: string): boolean {
  return place === 'global' || location === place || holds(location, place) || holds(place, location);
}

/** Whether the bucket of a launch is near; undefined when there is none, or it can't be told. */
export async function isBucketNear(
  { storage }: { readonly storage?: TrainingStorage | undefined },
  bucket: string | undefined,
  place: string,
): Promise<boolean | undefined> {
  if (storage === undefined || bucket === undefined) return undefined;
  const found = (await storage.buckets(AbortSignal.timeout(60_000))).find(({ name }) => name === bucket);
  return found && isNear(found, place);
}

function holds(multiRegion: string, region: string): boolean {
  if (multiRegion === 'us') return region.startsWith('us-');
  return multiRegion === 'eu' && region.startsWith('europe-');
}

export interface Folder {
  /** Full names, each with `/` at its end. */
  readonly folders: readonly string[];
  readonly files: readonly StoredFile[];
}

export interface AgentAccess {
  /** The service agent's address; undefined when the project's number is not known. */
  readonly account: string | undefined;
  /** Buckets of other projects whose policy names it in no role. */
  readonly unread: readonly string[];
  /** Buckets whose policy does not tell, or may not be seen. */
  readonly unknown: readonly string[];
}

export interface StoredFile {
  readonly uri: string;
  readonly name: string;
  readonly bytes: number;
  readonly contentType?: string | undefined;
  readonly updated: string | undefined;
  /** Names this version: a number that grows with each. */
  readonly generation: string;
  /** Of what is stored, as Cloud Storage writes it; absent for some composed objects. */
  readonly crc32c?: string | undefined;
  /** Such as `gzip`; absent when it is stored as it is. */
  readonly contentEncoding?: string | undefined;
}

/** From byte `from` to the one before `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The next version of an object. */
export interface Replacement {
  /** `gs://…` */
  readonly uri: string;
  /** The version that it replaces; `0`: there must be none. */
  readonly generation: string;
  readonly bytes: StreamedBytes;
  onProgress(progress: UploadProgress): void;
}

/** Bytes that are read when they are sent. */
export interface StreamedBytes {
  readonly length: number;
  pieces(): AsyncIterable<Uint8Array>;
}
