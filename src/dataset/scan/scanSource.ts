import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { ScanSettings } from '../line/scanSettings';
import type { BlockResult } from './blockResult';
import type { ScanPool } from './blocks';
import { byteLines } from './byteLines';

/** What is scanned, as often as it takes: it gives the same bytes each time. */
export interface ScanSource {
  /** How people know it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The first bytes, or all when there are fewer. */
  head(most: number): Promise<Buffer>;
  /** In order. */
  blocks(settings: ScanSettings): AsyncIterable<BlockResult>;
  /** With their line ends, some at a time. Each batch is only good until the next. */
  lines(): AsyncIterable<readonly Buffer[]>;
}

/** Throws when there is no file. */
export function fileSource(pool: ScanPool, path: string, name = path): ScanSource {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error('not a file');
  const { size } = stats;
  return {
    name,
    size,
    head: async (most) => headOf(path, most),
    blocks: (settings) => pool.blocks({ path, size }, settings),
    lines: () => byteLines(path),
  };
}

function headOf(path: string, most: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(most);
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read)
      read = readSync(fd, bytes, length, most - length, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}
