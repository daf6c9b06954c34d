// Two models right or wrong on the same rows: only rows on which they differ tell them apart.
import { lowerTail } from './binomial';
import { deviations, type Interval, zeroOf } from './interval';

/** How many rows one model had right and the other wrong. */
export interface Discordant {
  /** The other model right, the first wrong. */
  readonly wins: number;
  readonly losses: number;
  /** All rows, also those on which they agree. */
  readonly rows: number;
}

/** McNemar's test, its mid-p value on both sides (Fagerland, Lydersen and Laake 2013). Good however few rows differ. */
export function mcNemar({ wins, losses }: Pick<Discordant, 'wins' | 'losses'>): number {
  const differing = wins + losses;
  return Math.min(1, 2 * lowerTail(Math.min(wins, losses), differing, 0.5));
}

/** Of the difference of both shares, by Tango's score (Statistics in Medicine 17, 1998). Never a point. */
export function differenceInterval(counts: Discordant): Interval {
  const distance = (difference: number) => score(counts, difference);
  return {
    low: zeroOf((at) => deviations - distance(at), -1, 1),
    high: zeroOf((at) => -deviations - distance(at), -1, 1),
    method: 'score',
  };
}

/** How many standard deviations what was seen lies above `difference`. */
function score({ wins, losses, rows }: Discordant, difference: number): number {
  const away = wins - losses - rows * difference;
  // The likeliest share of losses if this were the difference: a root of its likelihood's derivative.
  const b = (2 * rows - wins + losses) * difference - wins - losses;
  const c = -losses * difference * (1 - difference);
  const share = (Math.sqrt(Math.max(0, b * b - 8 * rows * c)) - b) / (4 * rows);
  const variance = rows * (2 * share + difference * (1 - difference));
  return variance > 0 ? away / Math.sqrt(variance) : away === 0 ? 0 : Math.sign(away) * Infinity;
}
