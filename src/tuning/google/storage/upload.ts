import { createHash } from 'node:crypto';
import type { UploadProgress } from '../../contract/service';

/** Everything of ours in a bucket lies below it. */
export const uploadFolder = 'tunewright/';

export interface Upload {
  readonly bucket: string;
  /** Names the object's content: an object of this name has these bytes. */
  readonly name: string;
  readonly bytes: Uint8Array;
  onProgress(progress: UploadProgress): void;
}

/** The hash stands in the name, so that the same bytes are never sent twice. Vertex AI wants the ending. */
export function objectName(fileName: string, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return `${uploadFolder}${hash}/${fileName.replace(/(\.jsonl)?$/i, '.jsonl')}`;
}
