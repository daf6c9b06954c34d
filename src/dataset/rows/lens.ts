// How rows are spread over tokens, turns, labels, scripts and problems. What is told apart goes by the whole file, so that
// bars stay where they are while filters come and go; what is counted are the rows that are shown.
import { type FactTable, type LabelRows, NONE } from './factTable';
import type { NumberRange } from './numberRange';
import { type Script, scripts } from './scripts';

export const lensColumns = ['inputTokens', 'outputTokens', 'turns'] as const;
export type LensColumn = (typeof lensColumns)[number];

/** Without `to`: and more. */
export interface NumberBar extends NumberRange {
  readonly from: number;
  readonly rows: number;
}

export interface Lens {
  readonly numbers: Readonly<Record<LensColumn, readonly NumberBar[]>>;
  /** Those first that most rows of the file have. */
  readonly labels: readonly LabelRows[];
  readonly scripts: readonly { readonly script: Script; readonly rows: number }[];
}

/** @param among the rows to count; without, all */
export function lensOf(facts: FactTable, among?: Uint32Array): Lens {
  const bars = (column: LensColumn) => barsOf(facts.column(column), among);
  return {
    numbers: {
      inputTokens: bars('inputTokens'),
      outputTokens: bars('outputTokens'),
      turns: bars('turns'),
    },
    labels: facts.labels(among),
    scripts: scriptsOf(facts, among),
  };
}

function scriptsOf(facts: FactTable, among: Uint32Array | undefined): Lens['scripts'] {
  const inFile = facts.countsOf('script', scripts.length);
  const counts = facts.countsOf('script', scripts.length, among);
  return [...scripts.entries()]
    .filter(([at]) => inFile[at] !== 0)
    .sort(([a], [b]) => (inFile[b] ?? 0) - (inFile[a] ?? 0))
    .map(([at, script]) => ({ script, rows: counts[at] ?? 0 }));
}

function barsOf(values: Uint32Array, among: Uint32Array | undefined): NumberBar[] {
  const scale = scaleOf(values);
  if (scale === undefined) return [];
  const { first, step, count } = scale;
  const rows = new Uint32Array(count);
  const add = (value = NONE) => {
    if (value === NONE) return;
    const bar = Math.min(count - 1, Math.floor((value - first) / step));
    rows[bar] = (rows[bar] ?? 0) + 1;
  };
  if (among) for (const row of among) add(values[row]);
  else for (const value of values) add(value);
  return Array.from(rows, (counted, at) => {
    const from = first + at * step;
    return at === count - 1 && scale.isOpen
      ? { from, rows: counted }
      : { from, to: from + step - 1, rows: counted };
  });
}

interface Scale {
  readonly first: number;
  /** Whole numbers in a bar. */
  readonly step: number;
  readonly count: number;
  /** The last bar has all that is more. */
  readonly isOpen: boolean;
}

/** Bars of one width for nearly all rows, for one row of a million tokens would leave a single bar for the rest. */
const mostBars = 8;
const share = 0.95;
const mostSampled = 10_000;

function scaleOf(values: Uint32Array): Scale | undefined {
  let least = NONE;
  let most = 0;
  for (const value of values) {
    if (value === NONE) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least === NONE) return undefined;
  const every = Math.ceil(values.length / mostSampled);
  const sample = values.filter((value, at) => at % every === 0 && value !== NONE).sort();
  const usual = sample[Math.floor((sample.length - 1) * share)] ?? least;
  const step = roundStep((usual - least + 1) / mostBars);
  const first = Math.floor(least / step) * step;
  const full = Math.floor((usual - first) / step) + 1;
  const isOpen = most >= first + full * step;
  return { first, step, count: full + (isOpen ? 1 : 0), isOpen };
}

/** The next of 1, 2, 5, 10, 20, … */
function roundStep(wanted: number): number {
  for (let step = 1; ; step *= 10) {
    for (const factor of [1, 2, 5]) if (step * factor >= wanted) return step * factor;
  }
}
