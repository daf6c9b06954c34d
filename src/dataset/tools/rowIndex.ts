// Where the rows of a file are and by what they are compared: some numbers for each line, so that files of any size can be
// compared, shuffled and sampled without their texts in memory.
import type { ExampleKeys } from '../example/exampleKeys';
import { Hash } from '../example/hash';
import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { canonicalJson, isObject, valueAt } from '../json/value';
import { keysOfRow } from '../line/rowKeys';
import type { ScanPool } from '../scan/blocks';
import { byteLines } from '../scan/byteLines';
import { classes } from '../scan/classes';
import type { FileStatistics } from '../scan/fileScan';
import { readRowFile } from './fileFormat';
import { isBlankRow, wholeRow } from './rowsOf';

export interface RowIndex {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of most rows; undefined when the file is no training data. */
  readonly format: DatasetFormat | undefined;
  readonly lines: number;
  readonly blank: number;
  /** Where each line starts, in bytes, and where the last one ends. */
  readonly starts: Float64Array;
  /** For each line a key that equal rows share, whatever their format; `BLANK` for blank lines. */
  readonly whole: Float64Array;
  /** For each line a key that rows with the same prompt share; `NO_KEY` for lines that are no valid example. */
  readonly input: Float64Array;
  /** The same of the answer. */
  readonly output: Float64Array;
  /** The value at the path that rows are known by; `NO_KEY` where there is none. Absent without such a path. */
  readonly named?: Float64Array;
  /** The classes of a file that classifies, the most frequent first. */
  readonly labels: FileStatistics['classes'];
}

export const NO_KEY = -1;
export const BLANK = -2;

/** @param keyPath path in the rows, such as `labels.id`, by which they are known */
export async function indexRows(
  pool: ScanPool,
  path: string,
  { keyPath, signal }: { readonly keyPath?: string | undefined; readonly signal?: AbortSignal } = {},
): Promise<RowIndex> {
  const { reading, format } = await readRowFile(pool, path);
  signal?.throwIfAborted();
  const { pass, file } = reading;
  const { lines } = pass;
  const [whole, input, output] = [0, 1, 2].map(() => new Float64Array(lines)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let line = 0;
  for (const keys of pass.groups.keys()) {
    for (let i = 0; i < keys.length; i += 3, line++) {
      whole[line] = keys[i] as number;
      input[line] = keys[i + 1] as number;
      output[line] = keys[i + 2] as number;
    }
  }
  const starts = new Float64Array(lines + 1);
  const named = keyPath === undefined ? undefined : new Float64Array(lines).fill(NO_KEY);
  const steps = keyPath?.split('.');
  line = 0;
  let at = 0;
  let blank = 0;
  for await (const batch of byteLines(path)) {
    signal?.throwIfAborted();
    for (const bytes of batch) {
      starts[line] = at;
      at += bytes.length;
      if (whole[line] === NO_KEY) {
        const row = wholeRow(bytes, line === 0);
        const own = isBlankRow(row) ? undefined : keysOfOther(row);
        whole[line] = own?.whole ?? BLANK;
        input[line] = own?.input ?? NO_KEY;
        output[line] = own?.output ?? NO_KEY;
        if (!own) blank++;
      }
      if (named && steps) named[line] = keyAt(bytes, steps);
      line++;
    }
  }
  starts[lines] = at;
  return {
    path,
    size: file.size,
    format,
    lines,
    blank,
    starts,
    whole,
    input,
    output,
    ...(named ? { named } : {}),
    labels: classes(pass).classes,
  };
}

/** Of a line that isn't in the format of its file: its own tells, or else its text, white space around it aside. */
function keysOfOther(bytes: Buffer): ExampleKeys {
  const keys = keysOfRow(bytes.toString('utf8').trim());
  return keys ?? { whole: new Hash().mark(0).text(bytes.toString('latin1').trim()).key };
}

function keyAt(bytes: Buffer, steps: readonly string[]): number {
  const value = parse(bytes.toString('utf8'));
  const own = isObject(value) ? valueAt(value, steps) : undefined;
  return own === undefined ? NO_KEY : new Hash().text(canonicalJson(own)).key;
}

/** Numbers of lines in the order of their keys, those of equal keys in their own order; without `NO_KEY` and `BLANK`. */
export function linesByKey(keys: Float64Array, among?: Uint32Array): Uint32Array {
  const lines = among ?? Uint32Array.from(keys.keys());
  const own = lines.filter((line) => (keys[line] as number) !== NO_KEY && keys[line] !== BLANK);
  return own.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
}
