import { goodness, type Metric, mean } from '../metrics/metric';
import { estimateMean } from './estimateMean';
import { holm } from './holm';
import type { Interval } from './interval';
import { differenceInterval, mcNemar } from './pairedShares';

/** How much better one target is than the first, on the rows that both have answered. */
export interface Difference {
  readonly rows: number;
  /** Mean of the differences, in the metric's unit; above 0 is better, also where less is better. */
  readonly gain: number;
  readonly interval: Interval | undefined;
  /** How unlikely that is if there is no difference. McNemar's mid-p for right and wrong, else of the mean. */
  readonly p: number;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

export interface Comparison extends Difference {
  readonly verdict: Verdict;
}

/**
 * `few`: too few rows to tell anything. `none`: no difference is shown. `many`: there would be one, were it not one of many
 * comparisons.
 */
export type Verdict = 'better' | 'worse' | 'none' | 'many' | 'few';

const fewestRows = 10;
const unlikely = 0.05;

/** How much better the other target is than the first on one row, in the metric's unit. */
export function gainOf(metric: Pick<Metric, 'better'>, [first, other]: readonly [number, number]): number {
  return goodness(metric, other) - goodness(metric, first);
}

/** @param gains of each row that both have answered */
export function differenceOf(metric: Pick<Metric, 'unit'>, gains: readonly number[]): Difference | undefined {
  const gain = mean(gains);
  if (gain === undefined) return undefined;
  const wins = gains.filter((one) => one > 0).length;
  const losses = gains.filter((one) => one < 0).length;
  const counts = { rows: gains.length, gain, wins, losses, ties: gains.length - wins - losses };
  if (metric.unit !== 'rightOrWrong') {
    const { interval, p } = estimateMean(gains) ?? { interval: undefined, p: mcNemar(counts) };
    return { ...counts, interval, p };
  }
  const p = mcNemar(counts);
  return { ...counts, p, interval: agreeing(differenceInterval(counts), p) };
}

/** With a handful of rows that differ the score is bolder than the test: the interval then reaches zero, as the test says. */
function agreeing(interval: Interval, p: number): Interval {
  if (p < unlikely) return interval;
  return { ...interval, low: Math.min(0, interval.low), high: Math.max(0, interval.high) };
}

/** Says of each what it shows, with all that are looked at together. */
export function judgeDifferences(differences: readonly Difference[]): readonly Comparison[] {
  const adjusted = holm(differences.map(({ p }) => p));
  return differences.map((one, index) => ({ ...one, verdict: verdictOf(one, adjusted[index] ?? 1) }));
}

function verdictOf({ rows, p, interval, gain }: Difference, adjusted: number): Verdict {
  if (rows < fewestRows) return 'few';
  const holdsZero = interval !== undefined && interval.low <= 0 && interval.high >= 0;
  if (p >= unlikely || holdsZero) return 'none';
  if (adjusted >= unlikely) return 'many';
  return gain > 0 ? 'better' : 'worse';
}
