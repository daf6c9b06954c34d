import { compared, type Metric, mean } from '../metrics/metric';
import { estimateMean } from './estimateMean';
import type { Interval } from './interval';
import { shareInterval } from './shareInterval';

/** What is said of a target by a metric, over some rows. */
export interface Figure {
  readonly value: number;
  /** Undefined when nothing can be told, as from one answer. */
  readonly interval: Interval | undefined;
  readonly rows: number;
}

/** Undefined without scores. */
export function figureOf(
  metric: Pick<Metric, 'better' | 'unit'>,
  scores: readonly number[],
): Figure | undefined {
  const values = scores.map((score) => compared(metric, score));
  const value = mean(values);
  if (value === undefined) return undefined;
  return { value, interval: intervalOf(metric, values, value), rows: values.length };
}

function intervalOf(
  { unit }: Pick<Metric, 'unit'>,
  values: readonly number[],
  average: number,
): Interval | undefined {
  if (unit === 'rightOrWrong') return shareInterval(average * values.length, values.length);
  const most = highest[unit];
  const resampled = estimateMean(values)?.interval;
  if (resampled || most === undefined) return resampled;
  // All the same: resampling would say that nothing else can be. A share says more than what lies between its ends.
  const { low, high, method } = shareInterval((average / most) * values.length, values.length);
  return { low: low * most, high: high * most, method };
}

/** Where a unit ends. */
const highest: Readonly<Partial<Record<Metric['unit'], number>>> = { share: 1, points: 100 };
