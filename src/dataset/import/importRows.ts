import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import { convert, errorIn } from '../editing/convert';
import type { DatasetFormat } from '../formats/format';
import { stringifyExactly } from '../json/exactNumbers';
import type { JsonObject } from '../json/value';
import { type ColumnMap, guessReading, mapColumns, mappedFormat, type Reading } from './columns';
import { type ForeignRow, type ForeignSource, ImportError } from './record';

/** A row that was not imported, or not with all that it has. */
export interface ImportNote {
  /** As in `ForeignRow`. */
  readonly number: number;
  readonly reason: string;
  readonly isImported: boolean;
}

export interface Imported {
  readonly rows: number;
  /** Rows that became examples. */
  readonly imported: number;
  readonly leftOut: number;
  /** Imported rows that lost something. */
  readonly partly: number;
  /** Examples: a row with several answers becomes several. */
  readonly written: number;
  readonly reading: Reading;
  /** Columns, or keys of the rows, that no example has anything of. */
  readonly unused: readonly string[];
}

/** Rows by which columns are guessed, and their characters: the rest of a file of long rows isn't needed for it. */
const SAMPLE = 100;
const SAMPLE_CHARACTERS = 10_000_000;
/** Columns that are told to be unused. Rows of JSON can have other keys each. */
const MOST_UNUSED = 1_000;
const PIECE = 1 << 18;

/**
 * Imports foreign rows as examples, none of which our own checks call an error.
 * @param map columns that a person named; without it, names tell
 * @throws ImportError when nobody can tell how the rows are to be read
 */
export async function importRows(
  source: ForeignSource,
  path: string,
  {
    to,
    map,
    signal,
  }: { readonly to: DatasetFormat; readonly map: ColumnMap | undefined; readonly signal?: AbortSignal },
  write: (bytes: Uint8Array) => Promise<void>,
  onNote: (note: ImportNote) => void,
): Promise<Imported> {
  const counts = { rows: 0, imported: 0, leftOut: 0, partly: 0, written: 0 };
  const unused = new Set<string>();
  let reading: Reading | undefined = map && { kind: 'columns', map };
  const waiting = new Sample();
  let pieces: string[] = [];
  let length = 0;
  const flush = async () => {
    if (pieces.length > 0) await write(Buffer.from(pieces.join('')));
    pieces = [];
    length = 0;
  };
  const take = (row: ForeignRow, how: Reading) => {
    counts.rows++;
    const { examples, reason } = examplesOf(row, how, to);
    if ('value' in row) {
      const used = usedKeys(how);
      for (const key of Object.keys(row.value))
        if (unused.size < MOST_UNUSED && !used.includes(key)) unused.add(key);
    }
    const isImported = examples.length > 0;
    if (reason !== undefined) onNote({ number: row.number, reason, isImported });
    counts[isImported ? 'imported' : 'leftOut']++;
    if (isImported && reason !== undefined) counts.partly++;
    counts.written += examples.length;
    for (const text of examples) {
      pieces.push(text, '\n');
      length += text.length;
    }
  };
  const begin = () => {
    const { rows } = waiting;
    const how = reading ?? guessReading(rows.flatMap((row) => ('value' in row ? [row.value] : [])));
    for (const row of rows.splice(0)) take(row, how);
    return how;
  };
  for await (const row of source.rows(path, signal)) {
    signal?.throwIfAborted();
    if (reading) take(row, reading);
    else if (waiting.add(row)) reading = begin();
    if (length >= PIECE) await flush();
  }
  reading ??= begin();
  await flush();
  return { ...counts, reading, unused: [...unused] };
}

/** The first rows of a file. */
export class Sample {
  readonly rows: ForeignRow[] = [];
  #characters = 0;

  /** Returns whether that is enough. @throws ImportError for a row that no text could hold */
  add(row: ForeignRow): boolean {
    this.rows.push(row);
    this.#characters += charactersOf(row);
    return this.rows.length === SAMPLE || this.#characters >= SAMPLE_CHARACTERS;
  }
}

function charactersOf(row: ForeignRow): number {
  try {
    return JSON.stringify(row).length;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ImportError(l10n.t('Row {0} is too long.', grouped(row.number)), { cause: error });
  }
}

/** The examples that a row becomes, and what is wrong with it. */
export function examplesOf(
  row: ForeignRow,
  reading: Reading,
  to: DatasetFormat,
): { readonly examples: readonly string[]; readonly reason?: string } {
  if ('reason' in row) return { examples: [], reason: row.reason };
  try {
    const [text, from] =
      reading.kind === 'format'
        ? [stringifyExactly(pick(row.value, usedKeys(reading))), reading.format]
        : [mapColumns(row.value, reading.map), mappedFormat];
    const doubt = row.doubt === undefined ? {} : { reason: row.doubt };
    if (from === to) {
      const reason = errorIn(text, to);
      return reason === undefined ? { examples: [text], ...doubt } : { examples: [], reason };
    }
    const { examples, notes } = convert([text], from, to);
    const [note] = notes;
    return { examples: examples.map((one) => one.text), ...(note ? { reason: note.reason } : doubt) };
  } catch (error) {
    if (error instanceof ImportError) return { examples: [], reason: error.message };
    throw error;
  }
}

function usedKeys(reading: Reading): readonly string[] {
  return reading.kind === 'format' ? reading.format.conversationKeys : Object.values(reading.map).flat();
}

/** What foreign rows have besides, such as an id, is told once and not for each row. */
function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}
