// What must be known of a file before its lines are dealt to two sides: which are examples, which belong together,
// which label each has. Read as a stream, with some numbers kept for each line.

import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { Hash } from '../example/hash';
import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { canonicalJson, isObject, valueAt } from '../json/value';
import type { ScanPool } from '../scan/blocks';
import { byteLines } from '../scan/byteLines';
import { classes } from '../scan/classes';
import { type FileReading, readFile } from '../scan/fileScan';
import { ONLY_SCHEMA } from '../scan/onlySchema';
import { LineGroups } from '../similar/lineGroups';
import { LikeLines } from '../similar/nearDuplicateGroups';
import { groupsOf, SplitError, type SplitSource, textsOf } from './splitSource';

export interface ReadOptions {
  /** Id of the format, chosen by hand; without one, the majority's. */
  readonly format?: string;
  /** Examples that are nearly the same stay on one side. */
  readonly nearDuplicates: boolean;
  /** Path in the example, such as `labels.customer`: examples with the same value there stay on one side. */
  readonly groupBy?: string;
  readonly signal?: AbortSignal;
}

export interface SplitFile extends SplitSource {
  readonly path: string;
  /** By which a change of the file is noticed. */
  readonly version: string;
}

/** Rejects with a `SplitError` when the file is no training data, and when it cannot be read. */
export async function readForSplit(pool: ScanPool, path: string, options: ReadOptions): Promise<SplitFile> {
  const version = await versionOf(path);
  const { format: chosen, signal } = options;
  const reading = await readFile(pool, path, {
    severities: ONLY_SCHEMA,
    ...(chosen ? { format: chosen } : {}),
  });
  signal?.throwIfAborted();
  const { pass, format } = reading;
  if (!format || pass.validExamples === 0) throw new SplitError(l10n.t('No lines match a supported format.'));
  const labels = classes(pass).classes;
  const { keyOf, labelOf } = numbersOf(reading, labels ?? []);
  const groups = new LineGroups(pass.lines);
  for (const [first, ...repeats] of pass.groups.repeated())
    for (const line of repeats) groups.join(first ?? line, line);
  if (options.nearDuplicates || options.groupBy !== undefined)
    await joinByText(path, format, keyOf, groups, options);
  return {
    path,
    version,
    lines: pass.lines,
    format,
    examples: pass.validExamples,
    blank: pass.blankLines,
    broken: pass.brokenLines,
    invalid: pass.lines - pass.blankLines - pass.brokenLines - pass.validExamples,
    labels,
    ...groupsOf(keyOf, groups),
    labelOf,
    keyOf,
  };
}

export async function versionOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
}

function numbersOf(
  { pass }: FileReading,
  labels: readonly { readonly answer: string }[],
): { keyOf: Float64Array; labelOf: Uint8Array } {
  const indexOf = new Map(labels.map(({ answer }, index) => [answer, index]));
  const labelOfKey = new Map(Array.from(pass.answers ?? [], ([key, { text }]) => [key, indexOf.get(text)]));
  const keyOf = new Float64Array(pass.lines);
  const labelOf = new Uint8Array(pass.lines);
  let line = 0;
  for (const keys of pass.groups.keys()) {
    for (let i = 0; i < keys.length; i += 3, line++) {
      keyOf[line] = keys[i + 1] as number;
      labelOf[line] = labelOfKey.get(keys[i + 2] as number) ?? labels.length;
    }
  }
  return { keyOf, labelOf };
}

/** Reads the texts once more, for what the keys do not tell. */
async function joinByText(
  path: string,
  format: DatasetFormat,
  keyOf: Float64Array,
  groups: LineGroups,
  { nearDuplicates, groupBy, signal }: ReadOptions,
): Promise<void> {
  const like = nearDuplicates ? new LikeLines() : undefined;
  const steps = groupBy?.split('.');
  const firstWith = new Map<number, number>();
  let line = -1;
  for await (const batch of byteLines(path)) {
    signal?.throwIfAborted();
    for (const bytes of batch) {
      line++;
      if (keyOf[line] === -1) continue;
      const value = parse(bytes.toString('utf8'));
      if (!isObject(value)) continue;
      like?.add(line, textsOf(format, value));
      const own = steps && valueAt(value, steps);
      if (own === undefined) continue;
      const key = new Hash().text(canonicalJson(own)).key;
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, line);
      else groups.join(first, line);
    }
  }
  if (groupBy !== undefined && firstWith.size === 0)
    throw new SplitError(l10n.t('No examples have a value at "{0}".', groupBy));
  like?.join(groups);
}
