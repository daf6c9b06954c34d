import type { TuningDataStats, TuningJob as TuningJobOfGenai } from '@google/genai';
import type { protos } from '@google-cloud/aiplatform';
import * as l10n from '@vscode/l10n';
import {
  type JobProgress,
  type JobState,
  jobStates,
  type TunedModel,
  type TuningJob,
} from '../../contract/job';
import { paceOf } from '../../contract/metrics';
import type { TuningSpec } from '../../contract/spec';
import { int64, timestamp, type Wire } from '../../google/wire';
import { readSettings } from '../settingValues';
import { toDataStats } from './dataStats';
import { toEvaluations } from './evaluations';
import { locationOf } from './locations';
import { firstMetrics, type Metrics } from './metrics';
import { otherMethodOf } from './otherMethod';
import { launchLabel } from './request';
import { hyperparameters, options, vertexAiId } from './settings';

/**
 * v1beta1 has all fields of v1. What @google/genai's types have besides is read when it is there: preference and
 * reinforcement tuning, where the curves are written, and the detailed state with the epochs that are over.
 */
export type WireTuningJob = Omit<
  Wire<protos.google.cloud.aiplatform.v1beta1.ITuningJob>,
  'tuningDataStats'
> & {
  tuningDataStats?:
    | (Wire<protos.google.cloud.aiplatform.v1beta1.ITuningDataStats> &
        Pick<TuningDataStats, 'preferenceOptimizationDataStats' | 'reinforcementTuningDataStats'>)
    | undefined;
} & Pick<
    TuningJobOfGenai,
    'preferenceOptimizationSpec' | 'reinforcementTuningSpec' | 'tuningJobMetadata' | 'gcsMetricsUri'
  > & {
    tuningJobState?: string;
  };

/** @param metrics the job's curves, when they were read */
export function toJob(job: WireTuningJob, metrics?: Metrics): TuningJob {
  const name = job.name ?? '';
  const displayName = job.tunedModelDisplayName || l10n.t('Job {0}', String(name.split('/').at(-1)));
  const baseModel = job.baseModel ?? job.preTunedModel?.baseModel ?? '';
  const state = toState(job.state);
  return {
    service: vertexAiId,
    name,
    displayName,
    baseModel,
    state,
    detail: detail(job.tuningJobState),
    createTime: timestamp(job.createTime),
    startTime: timestamp(job.startTime),
    endTime: timestamp(job.endTime),
    progress: progress(job, metrics),
    error: job.error?.message,
    errorStatus: errorStatuses[job.error?.code ?? 0],
    ...models(job, state, displayName, baseModel),
    spec: toSpec(job, displayName, baseModel),
    launchId: job.labels?.[launchLabel],
    dataStats: toDataStats(job.tuningDataStats),
    experiment: job.experiment || undefined,
    otherMethod: otherMethodOf(job),
    metricsFolder: job.gcsMetricsUri || undefined,
    evaluations: toEvaluations(job.evaluateDatasetRuns),
  };
}

/** `google.rpc.Code`, of which a job's error has the number. */
const errorStatuses: Readonly<Record<number, TuningJob['errorStatus']>> = {
  8: 'RESOURCE_EXHAUSTED',
  13: 'INTERNAL',
};

function toSpec(job: WireTuningJob, displayName: string, baseModel: string): TuningSpec {
  const { supervisedTuningSpec, preferenceOptimizationSpec, reinforcementTuningSpec } = job;
  const spec = supervisedTuningSpec ?? preferenceOptimizationSpec;
  const files = spec ?? reinforcementTuningSpec;
  const { [launchLabel]: _, ...labels } = job.labels ?? {};
  const { preTunedModel: from } = job;
  const region = locationOf(job.name ?? '');
  return {
    service: vertexAiId,
    baseModel,
    ...(region === undefined ? {} : { region }),
    displayName,
    ...(job.preferenceOptimizationSpec ? { method: 'preference' as const } : {}),
    ...(files?.trainingDatasetUri ? { dataset: files.trainingDatasetUri } : {}),
    ...(files?.validationDatasetUri ? { validation: files.validationDatasetUri } : {}),
    ...(from?.tunedModelName
      ? {
          startFrom: {
            model: from.tunedModelName,
            ...(from.checkpointId ? { checkpoint: from.checkpointId } : {}),
          },
        }
      : {}),
    hyperparameters: readSettings(hyperparameters, { ...spec?.hyperParameters }),
    options: readSettings(options, {
      ...job,
      ...spec,
      ...job.encryptionSpec,
      evaluationConfig:
        supervisedTuningSpec?.evaluationConfig?.metrics?.[0]?.computationBasedMetricSpec?.type ?? undefined,
    }),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
  };
}

/** `TUNING_JOB_STATE_PROCESSING_DATASET` → `PROCESSING_DATASET`. */
function detail(state: string | undefined): string | undefined {
  const name = state?.replace(/^TUNING_JOB_STATE_/, '');
  return name === undefined || name === 'UNSPECIFIED' ? undefined : name;
}

export function toState(state: WireTuningJob['state']): JobState {
  const name = String(state ?? '').replace(/^JOB_STATE_/, '');
  return isJobState(name) ? name : 'UNKNOWN';
}

function isJobState(name: string): name is JobState {
  return jobStates.some((state) => state === name);
}

/** Checkpoints are deployed while the tuning runs, and stay when it is cancelled (Google's page on checkpoints, 2026). */
function models(
  job: WireTuningJob,
  state: JobState,
  displayName: string,
  baseModel: string,
): Pick<TuningJob, 'tunedModel' | 'interimModel'> {
  const model = readModel(job, displayName, baseModel);
  if (state === 'SUCCEEDED') return { tunedModel: model };
  const hasCheckpoints = model?.checkpoints.some(({ endpoint }) => endpoint !== '');
  return { tunedModel: undefined, ...(hasCheckpoints ? { interimModel: model } : {}) };
}

function readModel(job: WireTuningJob, displayName: string, baseModel: string): TunedModel | undefined {
  const checkpoints = (job.tunedModel?.checkpoints ?? []).map((checkpoint) => ({
    id: checkpoint.checkpointId ?? '',
    epoch: int64(checkpoint.epoch),
    step: int64(checkpoint.step),
    endpoint: checkpoint.endpoint ?? '',
  }));
  const endpoint = job.tunedModel?.endpoint || checkpoints.at(-1)?.endpoint;
  if (!endpoint) return undefined;
  const model = job.tunedModel?.model ?? '';
  return { service: vertexAiId, name: endpoint, model, displayName, baseModel, checkpoints };
}

/** The job tells how many steps and epochs there will be; how far it is stands in its curves, and since 2026 in its metadata. */
function progress(job: WireTuningJob, metrics: Metrics | undefined): JobProgress | undefined {
  const { supervisedTuningSpec, preferenceOptimizationSpec, reinforcementTuningSpec: reinforcement } = job;
  const spec = supervisedTuningSpec ?? preferenceOptimizationSpec ?? reinforcement;
  const epochCount = int64(spec?.hyperParameters?.epochCount);
  const totalSteps =
    toDataStats(job.tuningDataStats)?.steps ?? int64(reinforcement?.hyperParameters?.stepCount);
  const completedEpochs = int64(job.tuningJobMetadata?.completedEpochCount);
  const method = reinforcement ? 'reinforcement' : preferenceOptimizationSpec ? 'preference' : 'supervised';
  const points = metrics?.get(firstMetrics[method]) ?? [];
  const latest = points.at(-1);
  const pace = paceOf(points);
  if ([epochCount, totalSteps, completedEpochs, latest].every((fact) => fact === undefined)) return undefined;
  const ofSteps = latest && totalSteps ? Math.min(1, latest.step / totalSteps) : undefined;
  const ofEpochs =
    completedEpochs !== undefined && epochCount ? Math.min(1, completedEpochs / epochCount) : undefined;
  const fraction = ofSteps ?? ofEpochs;
  return {
    fraction,
    step: latest?.step ?? int64(job.tuningJobMetadata?.completedStepCount),
    totalSteps,
    epoch: epochCount ? currentEpoch(ofSteps, completedEpochs, epochCount) : undefined,
    epochCount,
    ...(reinforcement ? { loss: undefined, reward: latest?.value } : { loss: latest?.value }),
    ...(pace ? { pace } : {}),
  };
}

/** The epoch that is under way, from 1. */
function currentEpoch(
  ofSteps: number | undefined,
  completed: number | undefined,
  epochCount: number,
): number | undefined {
  if (ofSteps !== undefined) return Math.max(1, Math.ceil(ofSteps * epochCount));
  return completed === undefined ? undefined : Math.min(epochCount, completed + 1);
}
