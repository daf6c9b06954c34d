// The problems of a block in columns: a file can have one on every line, hundreds of thousands that differ in their
// place only. As objects they would take longer than all reading.
import type { Problem, Severity } from '../checking/problem';
import { findRule } from '../rules/index';

interface What {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Plain data, for it comes from workers. */
export interface BlockProblems {
  readonly whats: readonly What[];
  /** Four numbers for each problem: its line in the block, the first column, the one behind the last, index of what. */
  readonly places: Uint32Array;
}

const COLUMNS = 4;

export class ProblemColumns {
  readonly #whats: What[] = [];
  readonly #byMessage = new Map<string, number[]>();
  #places = new Uint32Array(0);
  #length = 0;

  /** @param line in the block; start, end: UTF-16 units */
  add(line: number, rule: string, severity: Severity, message: string, start: number, end: number): void {
    if (this.#length === this.#places.length) {
      const places = new Uint32Array(Math.max(COLUMNS * 64, this.#length * 2));
      places.set(this.#places);
      this.#places = places;
    }
    const places = this.#places;
    places[this.#length++] = line;
    places[this.#length++] = start;
    places[this.#length++] = end;
    places[this.#length++] = this.#indexOf(rule, severity, message);
  }

  result(): BlockProblems {
    return { whats: this.#whats, places: this.#places.slice(0, this.#length) };
  }

  #indexOf(rule: string, severity: Severity, message: string): number {
    let indexes = this.#byMessage.get(message);
    if (!indexes) {
      indexes = [];
      this.#byMessage.set(message, indexes);
    }
    for (const index of indexes) {
      const what = this.#whats[index];
      if (what?.rule === rule && what.severity === severity) return index;
    }
    indexes.push(this.#whats.length);
    return this.#whats.push({ rule, severity, message }) - 1;
  }
}

export function countSeverities({ whats, places }: BlockProblems, counts: Record<Severity, number>): void {
  for (let at = COLUMNS - 1; at < places.length; at += COLUMNS) {
    const what = whats[places[at] as number];
    if (what) counts[what.severity]++;
  }
}

/** How many problems of each rule are told of a file, and how many there were. */
export class RuleLimit {
  readonly #found = new Map<string, { number: number }>();

  constructor(readonly most = Number.POSITIVE_INFINITY) {}

  /** Counts the problems of a rule; whoever finds one adds it. */
  counterOf(rule: string): { number: number } {
    const counter = this.#found.get(rule) ?? { number: 0 };
    this.#found.set(rule, counter);
    return counter;
  }

  /** Whether one more problem of a rule is told. */
  takes(rule: string): boolean {
    return ++this.counterOf(rule).number <= this.most;
  }

  /** The problems of each rule that were not told. */
  *rest(): Generator<{ readonly rule: string; readonly number: number }> {
    for (const [rule, { number }] of this.#found)
      if (number > this.most) yield { rule, number: number - this.most };
  }
}

/**
 * Problems beyond the limit are counted and never made.
 * @param first number of the block's first line in the file
 */
export function problemsOf({ whats, places }: BlockProblems, first: number, limit: RuleLimit): Problem[] {
  const known = whats.map((what) => ({
    ...what,
    kind: findRule(what.rule)?.kind ?? ('file' as const),
    counter: limit.counterOf(what.rule),
  }));
  const problems: Problem[] = [];
  for (let at = 0; at < places.length; at += COLUMNS) {
    const what = known[places[at + 3] as number];
    if (!what) continue;
    const { rule, kind, severity, message, counter } = what;
    if (++counter.number > limit.most) continue;
    const range = { start: places[at + 1] as number, end: places[at + 2] as number };
    problems.push({ rule, kind, severity, message, line: first + (places[at] as number), range });
  }
  return problems;
}
