// Which rows of a file are equal, or nearly so. Runs in workers.
import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { isObject } from '../json/value';
import { isReadable } from '../line/checkLine';
import { wholeKeyOf } from '../line/rowKeys';
import { LineGroups } from '../similar/lineGroups';
import { LikeLines } from '../similar/nearDuplicateGroups';
import { textOfExample } from '../tools/compare/rowTexts';
import { NONE } from './factTable';

export class RowGroups {
  #rows = 0;
  /** The first row of each key. */
  readonly #firsts = new Map<number, number>();
  readonly #equal: (readonly [first: number, row: number])[] = [];
  readonly #like: LikeLines | undefined;

  /** @param isNear rows that are nearly the same are together, too */
  constructor(
    private readonly format: DatasetFormat | undefined,
    isNear: boolean,
  ) {
    this.#like = isNear ? new LikeLines() : undefined;
  }

  /** Adds the next row. */
  add(text: string): void {
    const row = this.#rows++;
    const key = wholeKeyOf(text, this.format);
    if (key === undefined) return;
    const first = this.#firsts.get(key);
    if (first !== undefined) {
      this.#equal.push([first, row]);
      return;
    }
    this.#firsts.set(key, row);
    if (!this.#like || !isReadable(text)) return;
    const value = parse(text);
    if (isObject(value)) this.#like.add(row, textOfExample(value, this.format));
  }

  /** Of each row the first one of its group; of most rows that is the row itself. */
  firsts(): Uint32Array {
    const groups = new LineGroups(this.#rows);
    for (const [first, row] of this.#equal) groups.join(first, row);
    this.#like?.join(groups);
    return Uint32Array.from({ length: this.#rows }, (_, row) => groups.firstOf(row));
  }
}

/** The rows of groups that have two rows or more, in order. */
export function groupedRows(firsts: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(firsts.length);
  for (const first of firsts) sizes[first] = (sizes[first] ?? 0) + 1;
  return rowsWhere(firsts, (first) => (sizes[first] ?? 0) > 1);
}

/** The rows of the group that a row is in, in order. */
export function groupOf(firsts: Uint32Array, row: number): Uint32Array {
  return rowsWhere(firsts, (first) => first === firsts[row]);
}

export const staying = ['first', 'last', 'longest'] as const;
/** Which row of a group stays when the others go: `longest` has the longest answer, the first of several. */
export type Staying = (typeof staying)[number];

/** Those of some rows that go when one of each group of the whole file stays. @param lengths of all answers */
export function rowsToRemove(
  firsts: Uint32Array,
  rows: readonly number[],
  stays: Staying,
  lengths: Uint32Array,
): number[] {
  const kept = firsts.slice();
  const lengthOf = (row = 0) => (lengths[row] === NONE ? 0 : (lengths[row] ?? 0));
  for (const [row, first] of firsts.entries()) {
    const isBetter = stays === 'last' || (stays === 'longest' && lengthOf(row) > lengthOf(kept[first]));
    if (isBetter) kept[first] = row;
  }
  return rows.filter((row) => kept[firsts[row] ?? row] !== row);
}

function rowsWhere(firsts: Uint32Array, holds: (first: number) => boolean): Uint32Array {
  const found = new Uint32Array(firsts.length);
  let count = 0;
  for (const [row, first] of firsts.entries()) if (holds(first)) found[count++] = row;
  return found.slice(0, count);
}
