// Which rows have which problems, in columns: a file of a million rows can have one on each.
import type { Severity } from '../checking/problem';
import type { RowRun } from './editedRows';
import type { ProblemFilter, RuleRows } from './rowTypes';

export interface RowProblem {
  readonly rule: string;
  readonly severity: Severity;
}

/** Problems in the order of rows. Plain data, for it comes from workers. */
export interface ProblemBatch {
  readonly lines: Uint32Array;
  /** Index in `kinds`. */
  readonly kinds: Uint16Array;
  /** Kinds that are new in this batch. */
  readonly added: readonly RowProblem[];
}

/** Bits that count the problems of a row, below those that say how bad the worst is. */
const WORST_AT = 20;
const MOST_COUNTED = (1 << WORST_AT) - 1;

export class ProblemTable {
  readonly #kinds: (RowProblem & { rows: number; last: number })[] = [];
  #lines = new Uint32Array(1024);
  #kindOf = new Uint16Array(1024);
  #length = 0;
  #rows = 0;

  /** Rows with any problem. */
  get rows(): number {
    return this.#rows;
  }

  add({ lines, kinds, added }: ProblemBatch): void {
    for (const kind of added) this.#kinds.push({ ...kind, rows: 0, last: -1 });
    if (this.#length + lines.length > this.#lines.length) this.#grow(this.#length + lines.length);
    let before = this.#length === 0 ? -1 : this.#lines[this.#length - 1];
    for (const line of lines) {
      if (line !== before) this.#rows++;
      before = line;
    }
    this.#lines.set(lines, this.#length);
    this.#kindOf.set(kinds, this.#length);
    this.#length += lines.length;
    for (const [at, line] of lines.entries()) {
      const kind = this.#kinds[kinds[at] as number];
      if (kind === undefined || kind.last === line) continue;
      kind.rows++;
      kind.last = line;
    }
  }

  /**
   * The same problems of rows that stand elsewhere now.
   * @param edited the runs of rows, whose origins are those of this table
   * @param ofText the problems of a row that is not in the file
   */
  rearranged(
    { rows, runs }: { readonly rows: number; readonly runs: readonly RowRun[] },
    ofText: (origin: number) => readonly RowProblem[],
  ): ProblemTable {
    const table = new ProblemTable();
    const batches = new ProblemBatches(this.#kinds);
    for (const { line, origin, count } of runs) {
      if (origin < rows) {
        for (let at = this.#firstOf(origin); at < this.#length; at++) {
          const row = this.#lines[at] as number;
          if (row >= origin + count) break;
          batches.addKind(line + row - origin, this.#kindOf[at] as number);
        }
        continue;
      }
      for (let at = 0; at < count; at++)
        for (const { rule, severity } of ofText(origin + at)) batches.add(line + at, rule, severity);
    }
    table.add(batches.take());
    return table;
  }

  /** Where the problems of a row, or of those after it, begin. */
  #firstOf(row: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#lines[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Errors first, then what most rows have. @param among the rows to count, in order; without, all */
  rules(among?: Uint32Array): RuleRows[] {
    const counts = among && this.#countsAmong(among);
    return [...this.#kinds.entries()]
      .filter(([, { rows }]) => rows > 0)
      .sort(([, a], [, b]) => rank(a.severity) - rank(b.severity) || b.rows - a.rows)
      .map(([at, { rule, severity, rows }]) => ({ rule, severity, rows: counts ? (counts[at] ?? 0) : rows }));
  }

  #countsAmong(among: Uint32Array): Uint32Array {
    const counts = new Uint32Array(this.#kinds.length);
    const last = this.#kinds.map(() => -1);
    for (let at = 0, next = 0; at < this.#length; at++) {
      const line = this.#lines[at] as number;
      while ((among[next] ?? Number.POSITIVE_INFINITY) < line) next++;
      const kind = this.#kindOf[at] as number;
      if (among[next] !== line || last[kind] === line) continue;
      counts[kind] = (counts[kind] as number) + 1;
      last[kind] = line;
    }
    return counts;
  }

  severityOf(rule: string): Severity | undefined {
    return this.#kinds.find((kind) => kind.rule === rule)?.severity;
  }

  /** The rows that have such a problem, in order. */
  rowsWith({ rule, severity }: ProblemFilter): Uint32Array {
    const isWanted = this.#kinds.map(
      (kind) =>
        (rule === undefined || kind.rule === rule) && (severity === undefined || kind.severity === severity),
    );
    const found = new Uint32Array(this.#length);
    let count = 0;
    for (let at = 0; at < this.#length; at++) {
      const line = this.#lines[at] as number;
      if (!isWanted[this.#kindOf[at] as number] || (count > 0 && found[count - 1] === line)) continue;
      found[count++] = line;
    }
    return found.slice(0, count);
  }

  /** What rows are sorted by: how bad the worst of their problems is, then how many they have. */
  weights(rows: number): Uint32Array {
    const found = new Uint32Array(rows);
    for (let at = 0; at < this.#length; at++) {
      const line = this.#lines[at] as number;
      if (line >= rows) continue;
      const { severity } = this.#kinds[this.#kindOf[at] as number] ?? {};
      const worst = severity === undefined ? 0 : severities.length - rank(severity);
      const before = found[line] as number;
      found[line] = Math.max(before >>> WORST_AT, worst) * (1 << WORST_AT) + (before & MOST_COUNTED) + 1;
    }
    return found;
  }

  #grow(wanted: number): void {
    const size = Math.max(wanted, this.#lines.length * 2);
    const lines = new Uint32Array(size);
    const kinds = new Uint16Array(size);
    lines.set(this.#lines.subarray(0, this.#length));
    kinds.set(this.#kindOf.subarray(0, this.#length));
    this.#lines = lines;
    this.#kindOf = kinds;
  }
}

/** Gathers problems for a table. */
export class ProblemBatches {
  readonly #kinds = new Map<string, number>();
  #added: RowProblem[] = [];
  #lines: number[] = [];
  #kindOf: number[] = [];

  /** @param known kinds that come first, in this order */
  constructor(known: readonly RowProblem[] = []) {
    for (const { rule, severity } of known) this.#numberOf(rule, severity);
  }

  get length(): number {
    return this.#lines.length;
  }

  add(line: number, rule: string, severity: Severity): void {
    this.addKind(line, this.#numberOf(rule, severity));
  }

  /** @param kind in the order in which kinds came */
  addKind(line: number, kind: number): void {
    this.#lines.push(line);
    this.#kindOf.push(kind);
  }

  #numberOf(rule: string, severity: Severity): number {
    const key = `${severity} ${rule}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.#kinds.size;
    this.#kinds.set(key, kind);
    this.#added.push({ rule, severity });
    return kind;
  }

  take(): ProblemBatch {
    const batch = {
      lines: Uint32Array.from(this.#lines),
      kinds: Uint16Array.from(this.#kindOf),
      added: this.#added,
    };
    this.#lines = [];
    this.#kindOf = [];
    this.#added = [];
    return batch;
  }
}

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}
