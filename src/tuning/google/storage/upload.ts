import { createHash } from 'node:crypto';
import type { UploadProgress } from '../../contract/service';

/** Everything of ours in a bucket lies below it. */
export const uploadFolder = 'tunewright/';

export interface Upload {
  readonly bucket: string;
  /** Names the object's content: an object of this name has these bytes. */
  readonly name: string;
  readonly bytes: Uint8Array | StreamedBytes;
  onProgress(progress: UploadProgress): void;
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

/** The hash stands in the name, so that the same bytes are never sent twice. Vertex AI wants the ending. */
export function objectName(fileName: string, bytes: Uint8Array): string {
  return objectNameOf(fileName, createHash('sha256').update(bytes).digest('hex'));
}

/** @param sha256 of the bytes, in hexadecimal digits */
export function objectNameOf(fileName: string, sha256: string): string {
  return `${uploadFolder}${sha256.slice(0, 32)}/${fileName.replace(/(\.jsonl)?$/i, '.jsonl')}`;
}
