import type { DataStats, Distribution } from '../../contract/job';
import { int64 } from '../../google/wire';
import type { WireTuningJob } from './mapping';

type Stats = NonNullable<WireTuningJob['tuningDataStats']>;
type WireDistribution =
  | NonNullable<Stats['supervisedTuningDataStats']>['userInputTokenDistribution']
  | NonNullable<Stats['preferenceOptimizationDataStats']>['userInputTokenDistribution'];

/** `SupervisedTuningDataStats`, `PreferenceOptimizationDataStats` or, of reinforcement tuning, `DatasetStats`, whichever the job has. */
export function toDataStats(stats: Stats | undefined): DataStats | undefined {
  const supervised = stats?.supervisedTuningDataStats;
  const reinforcement = stats?.reinforcementTuningDataStats;
  const other = stats?.preferenceOptimizationDataStats ?? reinforcement;
  const found = supervised ?? other;
  if (found === undefined) return undefined;
  const indices = supervised?.truncatedExampleIndices ?? other?.droppedExampleIndices;
  const dropped = (indices ?? []).flatMap((index, at) => {
    const number = int64(index);
    return number === undefined ? [] : [{ index: number, reason: found.droppedExampleReasons?.[at] }];
  });
  return {
    examples: int64(found.tuningDatasetExampleCount),
    billableTokens: int64(found.totalBillableTokenCount),
    billableCharacters: int64((supervised ?? reinforcement)?.totalBillableCharacterCount),
    steps: int64(found.tuningStepCount),
    droppedCount: int64(supervised?.totalTruncatedExampleCount) ?? dropped.length,
    dropped,
    inputTokens: toDistribution(found.userInputTokenDistribution),
    outputTokens: toDistribution(found.userOutputTokenDistribution),
    messages: toDistribution((supervised ?? reinforcement)?.userMessagePerExampleDistribution),
  };
}

function toDistribution(told: WireDistribution): Distribution | undefined {
  if (told === undefined) return undefined;
  return {
    sum: int64(told.sum),
    minimum: told.min,
    maximum: told.max,
    mean: told.mean,
    median: told.median,
    p5: told.p5,
    p95: told.p95,
    buckets: (told.buckets ?? []).map(({ left, right, count }) => ({
      left: left ?? 0,
      right: right ?? 0,
      count: int64(count) ?? 0,
    })),
  };
}
