import type { JsonObject } from '../../google/protoJson/json';
import { lastStepOfEpoch } from '../../learner/learning';
import type { TrainingPlan } from '../../learner/types';
import type { MeasuredStep } from '../../training/trainingRuns';
import { tunedLocation } from '../baseModels';
import type { JobState, TunedModel, TuningJobSpec, TuningJobState } from '../messages';
import { type Place, placeName } from '../names';
import type { EvaluateDatasetRun } from './checkpointEvaluations';
import { withRowsLearnedInPart } from './dataStats';

/** A tuning job as it is kept; its id is also the name of its training run. */
export interface TuningJobRecord extends Place {
  readonly id: string;
  readonly createTime: string;
  readonly updateTime: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly state: JobState;
  /** While it runs; absent before it has begun. */
  readonly detail?: TuningJobState;
  readonly error?: { readonly code: number; readonly message: string };
  /** As the caller set it. */
  readonly spec: TuningJobSpec;
  /** A continuous tuning whose caller gave no new name: its model becomes a version of the one that it began with. */
  readonly addsVersion?: true;
  readonly dataStats?: JsonObject;
  /** The step that ends each epoch. */
  readonly epochEnds?: readonly number[];
  /** Id of the metadata context and of the TensorBoard experiment with the metrics. */
  readonly experiment: string;
  /** A continuous tuning adds a version to the model that it began with. */
  readonly model?: ModelRecord;
  /** Checkpoints that the training is to leave, in their order; none when only the last model is kept. */
  readonly planned?: readonly CheckpointRecord[];
  /** What has been deployed so far, in the order of steps. */
  readonly endpoints?: readonly EndpointRecord[];
  /** What the evaluation that the caller asked for has made of the checkpoints so far. */
  readonly evaluations?: readonly EvaluateDatasetRun[];
  /** Which checkpoint the model is; absent: the last. */
  readonly defaultCheckpointId?: string;
}

export interface ModelRecord {
  readonly id: string;
  readonly version: number;
  readonly deleted?: true;
  /** What was set on it later. */
  readonly changes?: JsonObject;
}

export interface CheckpointRecord {
  /** From 1. */
  readonly id: string;
  readonly epoch: number;
  readonly step: number;
}

/** Where a model can be prompted. */
export interface EndpointRecord {
  readonly id: string;
  readonly createTime: string;
  /** Absent: the model that training ended with, when that is all that is kept. */
  readonly checkpoint?: CheckpointRecord;
  /** Of the model on it; absent after it was undeployed. */
  readonly deployedModelId?: string;
  /** What was set on it later. */
  readonly changes?: JsonObject;
  readonly deleted?: true;
}

export function epochEnds(plan: TrainingPlan): number[] {
  return Array.from({ length: plan.epochs }, (_, i) => lastStepOfEpoch(plan, i + 1));
}

export function plannedCheckpoints(plan: TrainingPlan): CheckpointRecord[] {
  return (plan.checkpointEpochs ?? []).map((epoch, i) => ({
    id: String(i + 1),
    epoch,
    step: lastStepOfEpoch(plan, epoch),
  }));
}

/** The endpoint that is the model itself: that of its default checkpoint. */
export function defaultEndpoint({ endpoints = [], defaultCheckpointId }: TuningJobRecord) {
  return endpoints.find(({ checkpoint }) => checkpoint?.id === defaultCheckpointId) ?? endpoints.at(-1);
}

export function isEnded({ state }: TuningJobRecord): boolean {
  return state === 'JOB_STATE_SUCCEEDED' || state === 'JOB_STATE_FAILED' || state === 'JOB_STATE_CANCELLED';
}

/** Within JOB_STATE_RUNNING, as @google/genai describes TuningJob.tuningJobState. */
export function waitsForQuota({ state, detail }: TuningJobRecord): boolean {
  return state === 'JOB_STATE_RUNNING' && detail === 'TUNING_JOB_STATE_WAITING_FOR_QUOTA';
}

export function usesQuota(record: TuningJobRecord): boolean {
  const { detail } = record;
  return detail !== undefined && detail !== 'TUNING_JOB_STATE_WAITING_FOR_QUOTA' && !isEnded(record);
}

export function jobName(record: TuningJobRecord): string {
  return `${placeName(record)}/tuningJobs/${record.id}`;
}

/**
 * google.cloud.aiplatform.TuningJob
 * @param measured the steps that were taken so far
 */
export function toTuningJob(record: TuningJobRecord, measured: readonly MeasuredStep[]): object {
  const steps = measured.at(-1)?.step ?? 0;
  const { spec, state, createTime, updateTime, startTime, endTime, error, dataStats, experiment } = record;
  const { detail, epochEnds: ends, evaluations } = record;
  const tunedModel = toTunedModel(record);
  return {
    name: jobName(record),
    ...spec,
    state,
    createTime,
    updateTime,
    ...(detail && state === 'JOB_STATE_RUNNING' ? { tuningJobState: detail } : {}),
    ...(ends
      ? { tuningJobMetadata: { completedEpochCount: String(ends.filter((end) => end <= steps).length) } }
      : {}),
    ...(startTime ? { startTime } : {}),
    ...(endTime ? { endTime } : {}),
    ...(error ? { error } : {}),
    ...(startTime
      ? { experiment: `${placeName(record)}/metadataStores/default/contexts/${experiment}` }
      : {}),
    ...(dataStats ? { tuningDataStats: withRowsLearnedInPart(dataStats, rowsLearnedInPart(measured)) } : {}),
    ...(tunedModel ? { tunedModel } : {}),
    ...(evaluations ? { evaluateDatasetRuns: evaluations } : {}),
  };
}

function rowsLearnedInPart(measured: readonly MeasuredStep[]): number[] {
  const rows = new Set(measured.flatMap(({ rowsLearnedInPart = [] }) => rowsLearnedInPart));
  return [...rows].sort((one, other) => one - other);
}

/** Where its model and endpoints are: not always where it ran. */
export function servingPlace({ project, location, spec }: TuningJobRecord): Place {
  const baseModel = spec.baseModel ?? spec.preTunedModel?.baseModel ?? '';
  return { project, location: tunedLocation(baseModel, location) };
}

export function modelName(record: TuningJobRecord): string | undefined {
  const { model } = record;
  return model && `${placeName(servingPlace(record))}/models/${model.id}@${model.version}`;
}

function toTunedModel(record: TuningJobRecord): TunedModel | undefined {
  const model = modelName(record);
  const itself = defaultEndpoint(record);
  if (!model || !itself) return undefined;
  const endpoint = (id: string) => `${placeName(servingPlace(record))}/endpoints/${id}`;
  const checkpoints = (record.endpoints ?? []).flatMap(({ id, checkpoint }) =>
    checkpoint
      ? [
          {
            checkpointId: checkpoint.id,
            epoch: String(checkpoint.epoch),
            step: String(checkpoint.step),
            endpoint: endpoint(id),
          },
        ]
      : [],
  );
  return {
    model,
    // Before the end only checkpoints can be prompted.
    ...(record.state === 'JOB_STATE_SUCCEEDED' ? { endpoint: endpoint(itself.id) } : {}),
    ...(checkpoints.length > 0 ? { checkpoints } : {}),
  };
}
