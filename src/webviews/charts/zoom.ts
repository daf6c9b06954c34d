import type { Zoom } from '../../workbench/jobs/charts/charts.protocol';

/** All that there is; undefined with less than two places. */
export function full(xs: readonly number[]): Zoom | undefined {
  const min = xs[0];
  const max = xs.at(-1);
  return min !== undefined && max !== undefined && min < max ? { min, max } : undefined;
}

/** Half the range, around `at` where that lies in it. */
export function narrowed(range: Zoom, at: number | undefined, all: Zoom): Zoom {
  const width = Math.max((range.max - range.min) / 2, (all.max - all.min) / 1000);
  return around(range, at, width);
}

/** Twice the range; undefined when that is all. */
export function widened(range: Zoom, at: number | undefined, all: Zoom): Zoom | undefined {
  const width = (range.max - range.min) * 2;
  return width >= all.max - all.min ? undefined : around(range, at, width);
}

/** The same width, with `x` in the middle. */
export function panned(range: Zoom, x: number): Zoom {
  return around(range, undefined, range.max - range.min, x);
}

/** Moved into what there is; undefined when it covers all of it. */
export function clamped(range: Zoom, all: Zoom): Zoom | undefined {
  const width = range.max - range.min;
  if (!(width > 0) || width >= all.max - all.min) return undefined;
  const min = Math.min(Math.max(range.min, all.min), all.max - width);
  return { min, max: min + width };
}

function around(
  { min, max }: Zoom,
  at: number | undefined,
  width: number,
  middle = at !== undefined && at >= min && at <= max ? at : (min + max) / 2,
): Zoom {
  return { min: middle - width / 2, max: middle + width / 2 };
}
