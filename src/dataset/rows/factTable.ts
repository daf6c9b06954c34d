// What rows are in numbers, in columns: so that a million of them are filtered and sorted in a moment.
import type { RowRun } from './editedRows';
import { type FactColumn, type FactTest, factColumns, type SortColumn } from './rowTypes';
import { scripts } from './scripts';

/** Of a row that has no such number. */
export const NONE = 0xffff_ffff;
/** Answers of which there are more are no labels. */
export const MOST_LABELS = 1_000;
/** So many rows must share a label, unless there are few labels. */
const ROWS_PER_LABEL = 5;
const FEW_LABELS = 10;

/** Rows that follow those before. Plain data, for it comes from workers. */
export interface FactBatch {
  readonly columns: Readonly<Record<FactColumn, Uint32Array>>;
  /** That are new in this batch: a row has the number of its label, from 0. */
  readonly labels: readonly string[];
}

export interface LabelRows {
  readonly label: string;
  readonly rows: number;
}

export class FactTable {
  readonly #batches: FactBatch[] = [];
  readonly #labels: string[] = [];
  #columns: Readonly<Record<FactColumn, Uint32Array>> | undefined;

  add(batch: FactBatch): void {
    this.#batches.push(batch);
    this.#labels.push(...batch.labels);
    this.#columns = undefined;
  }

  /**
   * The same numbers of rows that stand elsewhere now.
   * @param edited the runs of rows, whose origins are those of this table
   * @param texts of rows that are not in the file, by the order of their origins
   */
  rearranged(
    { rows, runs }: { readonly rows: number; readonly runs: readonly RowRun[] },
    texts: FactTable,
  ): FactTable {
    const last = runs.at(-1);
    const columns = newColumns(last ? last.line + last.count : 0);
    const labels = [...this.#labels];
    const numberOf = new Map(labels.map((label, number) => [label, number]));
    const added = texts.#labels.map((label) => {
      const number = numberOf.get(label) ?? labels.push(label) - 1;
      numberOf.set(label, number);
      return number;
    });
    for (const name of factColumns) {
      const own = this.column(name);
      const others = texts.column(name);
      const placed = name === 'label' ? others.map((label) => added[label] ?? NONE) : others;
      for (const { line, origin, count } of runs) {
        const [from, start] = origin < rows ? [own, origin] : [placed, origin - rows];
        columns[name].set(from.subarray(start, start + count), line);
      }
    }
    const table = new FactTable();
    table.add({ columns, labels });
    return table;
  }

  /** Of each row; `NONE` where there is none. */
  column(name: FactColumn): Uint32Array {
    this.#columns ??= this.#joined();
    return this.#columns[name];
  }

  /**
   * Answers that look like the names of classes, those first that most rows have; none when they do not.
   * @param among the rows to count; without, all
   */
  labels(among?: Uint32Array): LabelRows[] {
    const rows = this.countsOf('label', this.#labels.length);
    const labelled = rows.reduce((sum, count) => sum + count, 0);
    const count = this.#labels.length;
    if (count < 2 || count >= MOST_LABELS) return [];
    if (labelled < count * ROWS_PER_LABEL && (count > FEW_LABELS || labelled < count * 2)) return [];
    const counted = among ? this.countsOf('label', count, among) : rows;
    return [...this.#labels.entries()]
      .sort(([a, label], [b, other]) => (rows[b] ?? 0) - (rows[a] ?? 0) || compare(label, other))
      .map(([at, label]) => ({ label, rows: counted[at] ?? 0 }));
  }

  /** How many rows have each of so many numbers, from 0. @param among the rows to count; without, all */
  countsOf(name: 'label' | 'script', numbers: number, among?: Uint32Array): Uint32Array {
    const column = this.column(name);
    const counts = new Uint32Array(numbers);
    const count = (value = NONE) => {
      if (value < numbers) counts[value] = (counts[value] ?? 0) + 1;
    };
    if (among) for (const row of among) count(column[row]);
    else for (const value of column) count(value);
    return counts;
  }

  /** What rows are sorted by: numbers as they are, labels by their letters. */
  keys(name: Exclude<SortColumn, 'line' | 'problems'>): Uint32Array {
    if (name !== 'answer' || this.labels().length === 0) return this.column(name);
    const order = [...this.#labels.keys()].sort((a, b) =>
      compare(this.#labels[a] ?? '', this.#labels[b] ?? ''),
    );
    const ranks = new Uint32Array(order.length);
    for (const [rank, label] of order.entries()) ranks[label] = rank;
    return this.column('label').map((label) => (label === NONE ? NONE : (ranks[label] ?? NONE)));
  }

  /** The rows for which all tests hold, in order. */
  rowsWith(tests: readonly FactTest[]): Uint32Array {
    const wanted = tests.map((test) => this.#rangeOf(test));
    const count = this.column('tokens').length;
    const found = new Uint32Array(count);
    let length = 0;
    for (let row = 0; row < count; row++) {
      const holds = ({ values, from, to }: ColumnRange) => {
        const value = values[row] ?? NONE;
        return value !== NONE && value >= from && value <= to;
      };
      if (wanted.every(holds)) found[length++] = row;
    }
    return found.slice(0, length);
  }

  #rangeOf(test: FactTest): ColumnRange {
    const values = this.column(test.column);
    if (!('is' in test)) return { values, from: test.from ?? 0, to: test.to ?? NONE };
    const number = test.column === 'label' ? this.#labels.indexOf(test.is) : scripts.indexOf(test.is);
    return { values, from: number === -1 ? NONE : number, to: number };
  }

  #joined(): Readonly<Record<FactColumn, Uint32Array>> {
    const count = this.#batches.reduce((sum, { columns }) => sum + columns.tokens.length, 0);
    const joined = newColumns(count);
    let row = 0;
    for (const { columns } of this.#batches) {
      for (const name of factColumns) joined[name].set(columns[name], row);
      row += columns.tokens.length;
    }
    this.#batches.splice(0, Number.POSITIVE_INFINITY, { columns: joined, labels: [] }); // not held twice
    return joined;
  }
}

interface ColumnRange {
  readonly values: Uint32Array;
  readonly from: number;
  readonly to: number;
}

export function newColumns(rows: number): Record<FactColumn, Uint32Array<ArrayBuffer>> {
  const column = () => new Uint32Array(rows).fill(NONE);
  return {
    tokens: column(),
    inputTokens: column(),
    outputTokens: column(),
    prompt: column(),
    answer: column(),
    turns: column(),
    tools: column(),
    files: column(),
    label: column(),
    script: column(),
  };
}

const { compare } = new Intl.Collator('en', { numeric: true });
