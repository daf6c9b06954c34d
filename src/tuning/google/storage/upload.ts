import { createHash } from 'node:crypto';
import type { UploadProgress } from '../../contract/service';
import type { StreamedBytes } from './trainingStorage';

/** Everything of ours in a bucket lies below it. */
export const uploadFolder = 'tunewright/';

export interface Upload {
  readonly bucket: string;
  /** Names the object's content: an object of this name has these bytes. */
  readonly name: string;
  readonly bytes: Uint8Array | StreamedBytes;
  onProgress(progress: UploadProgress): void;
}

/** The hash stands in the name, so that the same bytes are never sent twice. Vertex AI wants the ending. */
export function objectName(fileName: string, bytes: Uint8Array): string {
  return objectNameOf(fileName, createHash('sha256').update(bytes).digest('hex'));
}

/** @param sha256 of the bytes, in hexadecimal digits */
export function objectNameOf(fileName: string, sha256: string): string {
  return `${uploadFolder}${sha256.slice(0, 32)}/${fileName.replace(/(\.jsonl)?$/i, '.jsonl')}`;
}
