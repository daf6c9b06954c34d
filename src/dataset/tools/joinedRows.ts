// The rows of one or more files as one list, by numbers: those of the lines of the first file, then of the second.

import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { RowFileError } from './fileFormat';
import { BLANK, type RowIndex } from './rowIndex';
import { rowsOf, wholeRow } from './rowsOf';

export interface JoinedRows {
  readonly files: readonly RowIndex[];
  /** The number of the first line of each file; at the end, the number of all lines. */
  readonly firsts: readonly number[];
  /** Blank lines aside. */
  readonly rows: number;
  readonly blank: number;
  /** Of all lines, as in `RowIndex`. */
  readonly whole: Float64Array;
  readonly output: Float64Array;
}

export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** @throws RowFileError when the files have different formats */
export function joinRows(files: readonly RowIndex[]): JoinedRows {
  const firsts = [0];
  for (const { lines } of files) firsts.push((firsts.at(-1) ?? 0) + lines);
  const [one, ...others] = files;
  const other = others.find(({ format }) => format !== one?.format);
  if (one && other)
    throw new RowFileError(
      l10n.t(
        '{0} is in {1}, but {2} is in {3}. Convert one of them first.',
        one.path,
        labelOf(one),
        other.path,
        labelOf(other),
      ),
    );
  const joined = (keys: 'whole' | 'output') => {
    const all = new Float64Array(firsts.at(-1) ?? 0);
    for (const [index, file] of files.entries()) all.set(file[keys], firsts[index]);
    return all;
  };
  const blank = files.reduce((sum, file) => sum + file.blank, 0);
  return {
    files,
    firsts,
    rows: (firsts.at(-1) ?? 0) - blank,
    blank,
    whole: joined('whole'),
    output: joined('output'),
  };
}

function labelOf({ format }: RowIndex): string {
  return format ? l10n.t('{0} format', format.label) : l10n.t('no known format');
}

/** The numbers of all rows. */
export function allRows({ whole }: JoinedRows): Uint32Array {
  return Uint32Array.from(whole.keys()).filter((line) => whole[line] !== BLANK);
}

/** Which line of which file has a number. */
export function placeOf({ files, firsts }: JoinedRows, number: number): { file: RowIndex; line: number } {
  let index = 0;
  while (number >= (firsts[index + 1] ?? 0)) index++;
  const file = files[index];
  if (!file) throw new RangeError(l10n.t('There is no row {0}.', number));
  return { file, line: number - (firsts[index] ?? 0) };
}

/** Writes some rows in their own order. @param numbers from low to high. @returns how many were written */
export async function writeRowsOf(
  { files, firsts }: JoinedRows,
  numbers: Uint32Array,
  write: WriteBytes,
  signal?: AbortSignal,
): Promise<number> {
  let written = 0;
  for (const [index, { path }] of files.entries()) {
    const first = firsts[index] ?? 0;
    for await (const batch of rowsOf(path, signal)) {
      const kept: Buffer[] = [];
      for (const { line, bytes } of batch) {
        if (numbers[written] !== first + line) continue;
        kept.push(bytes);
        written++;
      }
      if (kept.length > 0) await write(Buffer.concat(kept));
    }
  }
  return written;
}

/** So many bytes are put in order at once. */
const PIECE = 16 << 20;

/** Writes rows in any order: some megabytes at a time are read, in the order of the files, and written in the one wanted. */
export async function writeInOrder(
  joined: JoinedRows,
  order: Uint32Array,
  write: WriteBytes,
  signal?: AbortSignal,
): Promise<number> {
  const opened = new Map<RowIndex, number>();
  try {
    for (const file of joined.files) opened.set(file, openSync(file.path, 'r'));
    let piece: { readonly file: RowIndex; readonly line: number }[] = [];
    let bytes = 0;
    const flush = async () => {
      await setImmediate();
      signal?.throwIfAborted();
      const rows: Buffer[] = new Array(piece.length);
      const inFile = [...piece.keys()].sort((a, b) => startOf(piece[a]) - startOf(piece[b]));
      for (const at of inFile) {
        const place = piece[at];
        if (place) rows[at] = readRow(opened.get(place.file) ?? -1, place.file, place.line);
      }
      await write(Buffer.concat(rows));
      piece = [];
      bytes = 0;
    };
    for (const number of order) {
      const place = placeOf(joined, number);
      piece.push(place);
      bytes += lengthOf(place.file, place.line);
      if (bytes >= PIECE) await flush();
    }
    if (piece.length > 0) await flush();
  } finally {
    for (const fd of opened.values()) closeSync(fd);
  }
  return order.length;
}

function startOf(place: { readonly file: RowIndex; readonly line: number } | undefined): number {
  return place?.file.starts[place.line] ?? 0;
}

function lengthOf({ starts }: RowIndex, line: number): number {
  return (starts[line + 1] as number) - (starts[line] as number);
}

function readRow(fd: number, file: RowIndex, line: number): Buffer {
  const bytes = Buffer.allocUnsafe(lengthOf(file, line));
  const start = file.starts[line] as number;
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(fd, bytes, done, bytes.length - done, start + done);
    if (read === 0) throw new Error(l10n.t('{0} became shorter while it was read.', file.path));
    done += read;
  }
  return wholeRow(bytes, line === 0);
}
