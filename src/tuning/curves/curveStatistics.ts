// Plain statistics of one curve, made so that a single outlier and ordinary noise decide nothing.

/** A few neighbouring points of a curve, taken together. */
export interface Stretch {
  readonly mean: number;
  /** Index of its first point, and of the one after its last. */
  readonly from: number;
  readonly to: number;
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/**
 * Standard deviation of the noise around a curve's course: from second differences, which a straight course leaves at
 * zero, by their median, which a few jumps do not move. 0 for fewer than three values.
 */
export function noiseOf(values: readonly number[]): number {
  const bends = values
    .slice(2)
    .map((value, i) => Math.abs((values[i] ?? 0) - 2 * (values[i + 1] ?? 0) + value));
  // 1.4826: from a median deviation to a standard deviation; √6: of x − 2y + z.
  return bends.length === 0 ? 0 : (1.4826 * median(bends)) / Math.sqrt(6);
}

export function firstStretch(values: readonly number[], width: number): Stretch {
  return { mean: mean(values.slice(0, width)), from: 0, to: width };
}

export function lastStretch(values: readonly number[], width: number): Stretch {
  const from = values.length - width;
  return { mean: mean(values.slice(from)), from, to: values.length };
}

/** The lowest of all stretches of that width; the first one of equals. */
export function lowestStretch(values: readonly number[], width: number): Stretch {
  let sum = values.slice(0, width).reduce((total, value) => total + value, 0);
  let lowest = { mean: sum / width, from: 0, to: width };
  for (let to = width + 1; to <= values.length; to++) {
    sum += (values[to - 1] ?? 0) - (values[to - 1 - width] ?? 0);
    if (sum / width < lowest.mean) lowest = { mean: sum / width, from: to - width, to };
  }
  return lowest;
}

/** Of all pairs of values, the part whose later value is the higher one: 1 for a rise without a step back. */
export function risingPart(values: readonly number[]): number {
  let pairs = 0;
  let rising = 0;
  for (const [i, value] of values.entries()) {
    for (const later of values.slice(i + 1)) {
      pairs++;
      if (later > value) rising++;
    }
  }
  return pairs === 0 ? 0 : rising / pairs;
}
