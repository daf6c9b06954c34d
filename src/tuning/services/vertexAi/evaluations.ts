import * as l10n from '@vscode/l10n';
import type { JobEvaluation } from '../../contract/job';
import { float } from '../../google/wire';
import type { WireTuningJob } from './mapping';

type Run = NonNullable<WireTuningJob['evaluateDatasetRuns']>[number];
type Result = NonNullable<
  NonNullable<NonNullable<Run['evaluateDatasetResponse']>['aggregationOutput']>['aggregationResults']
>[number];

/** What Google's evaluation service made of a job's checkpoints (`TuningJob.evaluate_dataset_runs`). */
export function toEvaluations(runs: readonly Run[] | null | undefined): readonly JobEvaluation[] {
  return (runs ?? []).map(
    ({ evaluationRun, operationName, checkpointId, error, evaluateDatasetResponse }) => ({
      name: evaluationRun || operationName || '',
      checkpoint: checkpointId || undefined,
      error: error?.message || undefined,
      output: evaluateDatasetResponse?.outputInfo?.gcsOutputDirectory || undefined,
      results: (evaluateDatasetResponse?.aggregationOutput?.aggregationResults ?? []).flatMap(toResult),
    }),
  );
}

function toResult(result: Result): JobEvaluation['results'] {
  const scores = {
    [l10n.t('Rated answers')]: result.pointwiseMetricResult?.score,
    [l10n.t('Exact match')]: result.exactMatchMetricValue?.score,
    BLEU: result.bleuMetricValue?.score,
    ROUGE: result.rougeMetricValue?.score,
  };
  const aggregation = String(result.aggregationMetric ?? '')
    .toLowerCase()
    .replaceAll('_', ' ');
  return Object.entries(scores).flatMap(([metric, score]) => {
    const value = float(score);
    return value === undefined ? [] : [{ metric: aggregation ? `${metric}, ${aggregation}` : metric, value }];
  });
}
