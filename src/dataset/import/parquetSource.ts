// Parquet files, as the Hugging Face Hub has them, some rows at a time.
import { open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { FileMetaData } from 'hyparquet';
import type { JsonObject, JsonValue } from '../json/value';
import { type ForeignSource, ImportError } from './record';

/** Rows that are decoded at once: at least so many, and so large a share of their group, all of which is read for each batch. */
const BATCH = 1_000;
const BATCHES_OF_GROUP = 32;

export const parquetSource: ForeignSource = {
  id: 'parquet',
  rowName: 'row',
  async *rows(path, signal) {
    const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
    const { compressors } = await import('hyparquet-compressors');
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const file = {
        byteLength: size,
        /** A file can claim to hold more than it does. */
        async slice(start: number, end = size) {
          const bytes = new Uint8Array(Math.min(end, size) - start);
          const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
          return bytes.buffer.slice(0, bytesRead);
        },
      };
      const metadata = await parquetMetadataAsync(file).catch(unreadable);
      for (const [rowStart, rowEnd] of batchesOf(metadata)) {
        signal?.throwIfAborted();
        const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }).catch(
          unreadable,
        );
        for (const [index, row] of rows.entries())
          yield { number: rowStart + index + 1, value: objectOf(row) };
      }
    } finally {
      await handle.close();
    }
  },
};

/** None reaches over the end of a row group: it would be decoded twice. */
function* batchesOf({ row_groups }: FileMetaData): Generator<readonly [start: number, end: number]> {
  let start = 0;
  for (const group of row_groups) {
    const rows = Number(group.num_rows);
    const end = start + rows;
    const step = Math.max(BATCH, Math.ceil(rows / BATCHES_OF_GROUP));
    for (; start < end; start = Math.min(end, start + step)) yield [start, Math.min(end, start + step)];
  }
}

function unreadable(error: unknown): never {
  throw new ImportError(
    l10n.t("The Parquet file can't be read: {0}", error instanceof Error ? error.message : String(error)),
    { cause: error },
  );
}

function objectOf(row: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, jsonOf(value)]));
}

/** Bytes, such as those of pictures, become an object: they are no text, and say so where one is asked for. */
function jsonOf(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return { bytes: value.byteLength };
  if (Array.isArray(value)) return value.map(jsonOf);
  return typeof value === 'object' ? objectOf({ ...value }) : String(value);
}
