import { mean } from '../metrics/metric';
import { seededRandom } from '../seededRandom';
import { beyond, deviations, type Interval } from './interval';
import { twoSided } from './normal';

export interface MeanEstimate {
  readonly interval: Interval;
  /** How unlikely a mean of zero is, on both sides. */
  readonly p: number;
}

const resamples = 10_000;
/** From here on the means of resamples are normal to three digits, and drawing them only takes its time. */
const manyRows = 2000;

/**
 * How sure the mean of some values is; the same for the same values and seed. Undefined when they say nothing of how they
 * vary: fewer than two, or all the same.
 */
export function estimateMean(values: readonly number[], seed = 1): MeanEstimate | undefined {
  if (values.every((value) => value === values[0])) return undefined;
  return values.length < manyRows ? bootstrap(values, seed) : normal(values);
}

/** The means of resampled rows. */
function bootstrap(values: readonly number[], seed: number): MeanEstimate {
  const count = values.length;
  const random = seededRandom(seed);
  const means = new Float64Array(resamples);
  for (let time = 0; time < resamples; time++) {
    let sum = 0;
    for (let draw = 0; draw < count; draw++) sum += values[Math.floor(random() * count)] ?? 0;
    means[time] = sum / count;
  }
  means.sort();
  const interval: Interval = {
    low: quantile(means, beyond),
    high: quantile(means, 1 - beyond),
    method: 'bootstrap',
  };
  return { interval, p: pOfZero(means, mean(values) ?? 0) };
}

/** By the central limit theorem. */
function normal(values: readonly number[]): MeanEstimate {
  const average = mean(values) ?? 0;
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  const half = deviations * error;
  return {
    interval: { low: average - half, high: average + half, method: 'normal' },
    p: twoSided(average / error),
  };
}

/** Twice the share of means that lie beyond zero; at least what so many resamples can tell. */
function pOfZero(means: Float64Array, average: number): number {
  const across = means.reduce((count, one) => ((average > 0 ? one <= 0 : one >= 0) ? count + 1 : count), 0);
  return Math.min(1, (2 * (across + 1)) / (means.length + 1));
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
