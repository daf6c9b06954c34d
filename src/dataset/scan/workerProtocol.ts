import type { ScanSettings } from '../line/scanSettings';
import type { BlockResult } from './blockResult';

/** One pass over one file. */
export interface ScanJob {
  readonly kind: 'file';
  /** Tells the results of a pass from late ones of the pass before. */
  readonly pass: number;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly blockSize: number;
  readonly settings: ScanSettings;
  /** Shared by all workers of the pass: `TAKEN` and `CONSUMED`. */
  readonly counters: Int32Array;
}

/** One block that is in memory. */
export interface BytesJob {
  readonly kind: 'bytes';
  /** Blocks of the same pass have the same settings. */
  readonly pass: number;
  readonly block: number;
  /** Whole lines. */
  readonly bytes: Uint8Array;
  readonly settings: ScanSettings;
}

/** Index of the number of blocks that workers have taken. */
export const TAKEN = 0;
/** Index of the number of blocks whose results have been read. */
export const CONSUMED = 1;
/** How many blocks workers may be ahead of the reader. */
export const MOST_AHEAD = 64;

export type ScanMessage =
  | { readonly kind: 'block'; readonly pass: number; readonly result: BlockResult }
  | { readonly kind: 'failed'; readonly pass: number; readonly reason: string };
