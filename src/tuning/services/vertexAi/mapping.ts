import type { protos } from '@google-cloud/aiplatform';
import type { JobProgress, JobState, TunedModel, TuningJob } from '../../job';
import type { TuningSpec } from '../../spec';
import { int64, timestamp, type Wire } from '../../wire';
import { vertexAiId } from './hyperparameters';
import type { Metrics } from './metrics';

export type WireTuningJob = Wire<protos.google.cloud.aiplatform.v1.ITuningJob>;

/** Marks a job with the launch that made it; ≤ 63 characters of `[a-z0-9_-]`. */
export const launchLabel = 'tunewright-launch';

export function createRequestBody(
  spec: TuningSpec,
  launchId: string,
  trainingDatasetUri: string,
): WireTuningJob {
  return {
    baseModel: spec.baseModel,
    tunedModelDisplayName: spec.displayName,
    labels: { [launchLabel]: launchId },
    supervisedTuningSpec: { trainingDatasetUri, hyperParameters: { ...spec.hyperparameters } },
  };
}

/** @param metrics the job's curves, when they were read */
export function toJob(job: WireTuningJob, metrics?: Metrics): TuningJob {
  const name = job.name ?? '';
  const displayName = job.tunedModelDisplayName || `Job ${name.split('/').at(-1)}`;
  const baseModel = job.baseModel ?? job.preTunedModel?.baseModel ?? '';
  const state = toState(job.state);
  return {
    service: vertexAiId,
    name,
    displayName,
    baseModel,
    state,
    createTime: timestamp(job.createTime),
    endTime: timestamp(job.endTime),
    progress: progress(job, metrics),
    error: job.error?.message,
    tunedModel: state === 'SUCCEEDED' ? tunedModel(job, displayName, baseModel) : undefined,
  };
}

function toState(state: WireTuningJob['state']): JobState {
  const name = String(state ?? '').replace(/^JOB_STATE_/, '');
  return isJobState(name) ? name : 'UNKNOWN';
}

function isJobState(name: string): name is JobState {
  return Object.hasOwn(jobStates, name);
}

/** A record rather than a list, so that the compiler misses no state. */
const jobStates: Record<JobState, true> = {
  QUEUED: true,
  PENDING: true,
  RUNNING: true,
  SUCCEEDED: true,
  FAILED: true,
  CANCELLING: true,
  CANCELLED: true,
  PAUSED: true,
  EXPIRED: true,
  UPDATING: true,
  PARTIALLY_SUCCEEDED: true,
  UNKNOWN: true,
};

function tunedModel(job: WireTuningJob, displayName: string, baseModel: string): TunedModel | undefined {
  const endpoint = job.tunedModel?.endpoint;
  if (!endpoint) return undefined;
  const checkpoints = (job.tunedModel?.checkpoints ?? []).map((checkpoint) => ({
    id: checkpoint.checkpointId ?? '',
    epoch: int64(checkpoint.epoch),
    step: int64(checkpoint.step),
    endpoint: checkpoint.endpoint ?? '',
  }));
  return { service: vertexAiId, name: endpoint, displayName, baseModel, checkpoints };
}

/** The job tells how many steps and epochs there will be; how far it is stands in its curves. */
function progress(job: WireTuningJob, metrics: Metrics | undefined): JobProgress | undefined {
  const epochCount = int64(job.supervisedTuningSpec?.hyperParameters?.epochCount);
  const totalSteps = int64(job.tuningDataStats?.supervisedTuningDataStats?.tuningStepCount);
  const latest = metrics?.get('/train_total_loss')?.at(-1);
  if (epochCount === undefined && totalSteps === undefined && latest === undefined) return undefined;
  const fraction = latest && totalSteps ? Math.min(1, latest.step / totalSteps) : undefined;
  return {
    fraction,
    step: latest?.step,
    totalSteps,
    epoch: fraction !== undefined && epochCount ? Math.max(1, Math.ceil(fraction * epochCount)) : undefined,
    epochCount,
    loss: latest?.value,
  };
}
