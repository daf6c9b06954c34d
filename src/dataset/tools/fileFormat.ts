import type { DatasetFormat } from '../formats/format';
import { findFormat } from '../formats/index';
import type { ScanPool } from '../scan/blocks';
import { type FileReading, readFile } from '../scan/fileScan';
import { ONLY_SCHEMA } from '../scan/onlySchema';

/** A file of rows, read once. */
export interface RowFile {
  readonly reading: FileReading;
  /** Of most of its lines, also one that no service tunes on; undefined when it is no training data. */
  readonly format: DatasetFormat | undefined;
}

/** Why a file can't be worked on; the message is a sentence for the person. */
export class RowFileError extends Error {
  override readonly name = 'RowFileError';
}

/**
 * Reads a file for its format and the keys of its lines.
 * @param chosen id of the format, where a person knows it
 * @throws RowFileError when it is something else than JSON Lines, such as a table
 */
export async function readRowFile(pool: ScanPool, path: string, chosen?: string): Promise<RowFile> {
  const reading = await readFile(pool, path, {
    severities: ONLY_SCHEMA,
    ...(chosen === undefined ? {} : { format: chosen }),
  });
  if (reading.asWhole) throw new RowFileError(reading.asWhole.message);
  const format = chosen === undefined ? reading.pass.votes.winner() : findFormat(chosen);
  return { reading, format };
}
