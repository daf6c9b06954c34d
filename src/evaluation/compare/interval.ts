/** Of 95 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly method: IntervalMethod;
}

/**
 * `midP`: of a share, Clopper and Pearson's with half the weight for what was seen (Lancaster 1961).
 * `score`: of the difference of two shares of the same rows (Tango 1998).
 * `bootstrap`: of a mean, percentiles over the rows (Efron and Tibshirani 1993, 13.3); `normal`: the same of thousands of rows.
 */
export type IntervalMethod = 'midP' | 'score' | 'bootstrap' | 'normal';

/** What lies beyond each end. */
export const beyond = 0.025;
/** The normal distribution has as much beyond this many standard deviations. */
export const deviations = 1.959963984540054;

/** Where a rising function passes zero between `low` and `high`, to 1e-15 of their distance. */
export function zeroOf(rising: (at: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (from + to) / 2;
    if (rising(middle) < 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
