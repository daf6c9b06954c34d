import { mean } from '../metrics/metric';
import { seededRandom } from '../seededRandom';
import { beyond, type Interval } from './interval';

export interface Resampled {
  readonly interval: Interval;
  /** How unlikely a mean of zero is, on both sides. */
  readonly p: number;
}

const resamples = 10_000;
/** Numbers drawn in all, so that a file of a hundred thousand rows takes a second and not minutes. */
const mostDraws = 20_000_000;
const fewestResamples = 1000;

/**
 * The mean of resampled rows; the same for the same values and seed. Undefined when the values say nothing of how they
 * vary: fewer than two, or all the same.
 */
export function bootstrap(values: readonly number[], seed = 1): Resampled | undefined {
  const count = values.length;
  if (values.every((value) => value === values[0])) return undefined;
  const random = seededRandom(seed);
  const times = Math.max(fewestResamples, Math.min(resamples, Math.floor(mostDraws / count)));
  const means = new Float64Array(times);
  for (let time = 0; time < times; time++) {
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
