import type { MetricPoint, MetricSeries } from '../contract/metrics';

/** What a curve came to. */
export interface MetricSummary {
  readonly final: MetricPoint;
  /** Undefined where more is not better or worse, such as for a count. */
  readonly best: MetricPoint | undefined;
}

const more = (a: number, b: number) => a > b;
const less = (a: number, b: number) => a < b;

const betterBy: Readonly<Record<MetricSeries['kind'], ((a: number, b: number) => boolean) | undefined>> = {
  loss: less,
  accuracy: more,
  reward: more,
  count: undefined,
  other: undefined,
};

/** Undefined without a point that is a number. */
export function summaryOf({
  kind,
  points,
}: Pick<MetricSeries, 'kind' | 'points'>): MetricSummary | undefined {
  const numbers = points.filter(({ value }) => Number.isFinite(value));
  const final = numbers.at(-1);
  if (final === undefined) return undefined;
  const isBetter = betterBy[kind];
  if (isBetter === undefined) return { final, best: undefined };
  const best = numbers.reduce((so, point) => (isBetter(point.value, so.value) ? point : so));
  return { final, best };
}
