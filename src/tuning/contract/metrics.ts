import type { MeasuredStep, Pace } from './job';

/** One curve of a job, in one shape for every service. */
export interface MetricSeries {
  /** As the service names it, such as `/train_total_loss`. */
  readonly name: string;
  /** Whether it was measured on the training or on the validation file. */
  readonly side: 'train' | 'validation';
  readonly kind: 'loss' | 'accuracy' | 'reward' | 'count' | 'other';
  /** In the order of steps. */
  readonly points: readonly MetricPoint[];
}

export interface MetricPoint {
  readonly step: number;
  readonly value: number;
  /** From 1; undefined when the service does not tell. */
  readonly epoch?: number;
  /** When it was measured, in milliseconds since 1970. */
  readonly time?: number;
}

/** The first and the latest of the points that have a time. @param points in the order of steps */
export function paceOf(points: readonly MeasuredPoint[]): Pace | undefined {
  const isTimed = (point: MeasuredPoint): point is MeasuredStep => point.time !== undefined;
  const first = points.find(isTimed);
  const latest = points.findLast(isTimed);
  if (first === undefined || latest === undefined) return undefined;
  const measured = ({ step, time }: MeasuredStep) => ({ step, time });
  return { first: measured(first), latest: measured(latest) };
}

type MeasuredPoint = Pick<MetricPoint, 'step' | 'time'>;
