// Two files, or two versions of one, compared by what their rows say.
import { canonicalJson, type JsonObject } from '../../json/value';
import type { ScanPool } from '../../scan/blocks';
import { countTokensOf, type TokenStatistics } from '../../scan/tokenStatistics';
import { defaultTarget } from '../../targets/target';
import { countExactly } from '../../tokens/countExactly';
import { indexRows, type RowIndex } from '../rowIndex';
import { type PairedRows, pairRows } from './pairRows';
import { RowReader, type RowTexts } from './rowTexts';
import { type Piece, wordChanges } from './wordChanges';

export interface FileFacts {
  readonly format: string | undefined;
  /** Blank lines aside. */
  readonly rows: number;
  /** Undefined when it is no training data. */
  readonly tokens: TokenStatistics | undefined;
  readonly labels: RowIndex['labels'];
}

export type ChangeKind = 'changed' | 'added' | 'removed';

/** Lines from 0. */
export type RowChange =
  | { readonly kind: 'added' | 'removed'; readonly line: number; readonly texts: RowTexts }
  | {
      readonly kind: 'changed';
      readonly before: number;
      readonly after: number;
      readonly texts: RowTexts;
      /** Empty where the texts are the same. */
      readonly prompt: readonly Piece[];
      readonly answer: readonly Piece[];
      /** Top-level keys whose values differ, when the texts don't. */
      readonly keys: readonly string[];
    };

export class Comparison {
  constructor(
    readonly before: FileFacts,
    readonly after: FileFacts,
    readonly rows: PairedRows,
    private readonly indexes: readonly [RowIndex, RowIndex],
  ) {}

  get isSame(): boolean {
    const { changed, added, removed } = this.rows;
    return changed.length + added.length + removed.length === 0;
  }

  /**
   * Changed rows, then added ones, then removed ones, read as they are asked for.
   * @param only of one kind, from the `start`th, at most `count`
   */
  async *changes(only?: ChangeKind, start = 0, count = Number.POSITIVE_INFINITY): AsyncGenerator<RowChange> {
    const own = <List extends { slice(from: number, to: number): List }>(kind: ChangeKind, list: List) =>
      only === undefined || only === kind ? list.slice(start, start + count) : list.slice(0, 0);
    const [before, after] = [new RowReader(this.indexes[0]), new RowReader(this.indexes[1])];
    try {
      for (const pair of own('changed', this.rows.changed))
        yield changeOf(pair, await before.read(pair.before), await after.read(pair.after));
      for (const line of own('added', this.rows.added))
        yield { kind: 'added', line, texts: await after.read(line) };
      for (const line of own('removed', this.rows.removed))
        yield { kind: 'removed', line, texts: await before.read(line) };
    } finally {
      await before.close();
      await after.close();
    }
  }
}

export interface CompareOptions {
  /** Path in the rows by which they are known; without one, their prompts tell. */
  readonly keyPath?: string | undefined;
  /** Counts the tokens of a text. */
  readonly count?: (text: string) => number;
  readonly signal?: AbortSignal;
}

export async function compareFiles(
  pool: ScanPool,
  [before, after]: readonly [string, string],
  { keyPath, count = countExactly, signal }: CompareOptions = {},
): Promise<Comparison> {
  const options = { keyPath, ...(signal ? { signal } : {}) };
  const old = await indexRows(pool, before, options);
  const now = await indexRows(pool, after, options);
  const rows = await pairRows(old, now, signal);
  return new Comparison(await factsOf(old, count), await factsOf(now, count), rows, [old, now]);
}

async function factsOf(
  { path, size, format, lines, blank, labels }: RowIndex,
  count: (text: string) => number,
): Promise<FileFacts> {
  const tokens = format && (await countTokensOf({ path, size }, format, defaultTarget(format.id), { count }));
  return { format: format?.id, rows: lines - blank, tokens, labels };
}

function changeOf(
  { before, after }: { readonly before: number; readonly after: number },
  old: RowTexts,
  texts: RowTexts,
): RowChange {
  const differs = (side: 'prompt' | 'answer') =>
    old[side] === texts[side] ? [] : wordChanges(old[side], texts[side]);
  const [prompt, answer] = [differs('prompt'), differs('answer')];
  const keys = prompt.length + answer.length > 0 ? [] : differingKeys(old.value, texts.value);
  return { kind: 'changed', before, after, texts, prompt, answer, keys };
}

function differingKeys(before: JsonObject = {}, after: JsonObject = {}): string[] {
  const text = (value: JsonObject, key: string) =>
    Object.hasOwn(value, key) ? canonicalJson(value[key] ?? null) : undefined;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => text(before, key) !== text(after, key));
}
