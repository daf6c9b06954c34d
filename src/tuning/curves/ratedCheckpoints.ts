import type { Checkpoint } from '../contract/job';
import type { MetricPoint, MetricSeries } from '../contract/metrics';

export interface RatedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** On the validation file: the latest evaluation up to its step. */
  readonly loss: number;
}

/** The checkpoints that were evaluated, the best one first. @param evaluations the validation loss, in the order of steps */
export function ratedCheckpoints(
  checkpoints: readonly Checkpoint[],
  evaluations: readonly MetricPoint[],
): readonly RatedCheckpoint[] {
  const rated = checkpoints.flatMap((checkpoint) => {
    const { step } = checkpoint;
    const at = step === undefined ? undefined : evaluations.findLast((point) => point.step <= step);
    return at && Number.isFinite(at.value) ? [{ checkpoint, loss: at.value }] : [];
  });
  return rated.sort((a, b) => a.loss - b.loss);
}

/** The loss on the validation file; empty when none was measured. */
export function validationLoss(series: readonly MetricSeries[]): readonly MetricPoint[] {
  return series.find(({ side, kind }) => side === 'validation' && kind === 'loss')?.points ?? [];
}
