import type { TuningJob } from '../contract/job';
import type { MetricSeries } from '../contract/metrics';

/** Steps that one pass through the examples takes: from the job's own figures, else from its checkpoints, else from points that name their epoch. */
export function stepsPerEpochOf(
  series: readonly MetricSeries[],
  job: Pick<TuningJob, 'progress' | 'tunedModel'> | undefined,
): number | undefined {
  const { totalSteps, epochCount } = job?.progress ?? {};
  if (totalSteps && epochCount) return totalSteps / epochCount;
  const end = job?.tunedModel?.checkpoints.find(({ epoch, step }) => epoch && step);
  if (end?.epoch && end.step) return end.step / end.epoch;
  const points = series.flatMap((one) => one.points);
  const latest = points.findLast(({ epoch }) => epoch !== undefined && epoch > 1);
  const finished = latest?.epoch === undefined ? undefined : latest.epoch - 1;
  const lastStep = points.findLast(({ epoch }) => epoch === finished)?.step;
  return lastStep && finished ? lastStep / finished : undefined;
}
