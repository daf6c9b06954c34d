import type { Noun } from '../../base/numbers';
import type { JsonObject } from '../json/value';

/** A row of foreign data, or why it can't be read. Numbers from 1, as the program counts that made it: a table's rows after its names. */
export type ForeignRow =
  | {
      readonly number: number;
      readonly value: JsonObject;
      /** Why it may not be whole, although it can be read. */
      readonly doubt?: string;
    }
  | { readonly number: number; readonly reason: string };

/** How a file holds its rows. One file each, listed in sources.ts. */
export interface ForeignSource {
  readonly id: 'csv' | 'tsv' | 'xlsx' | 'parquet' | 'jsonArray' | 'jsonl';
  /** What one of its rows is called. */
  readonly rowName: Noun;
  /** Rows in order, read as they are asked for. Rejects when the file can't be read at all. */
  rows(path: string, signal?: AbortSignal): AsyncGenerator<ForeignRow>;
}

/** Why a file can't be imported; the message is a sentence for the person. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** A workbook has several sheets with rows, and nobody said which one is meant. */
export class SheetsError extends ImportError {
  constructor(
    message: string,
    readonly sheets: readonly string[],
  ) {
    super(message);
  }
}
