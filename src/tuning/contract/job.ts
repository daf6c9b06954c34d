import type { ServiceId } from './service';
import type { TuningSpec } from './spec';

/**
 * `google.cloud.aiplatform.v1.JobState` without its prefix, in the order in which a job goes through them; the Gemini
 * API's states are mapped to it.
 */
export const jobStates = [
  'QUEUED',
  'PENDING',
  'RUNNING',
  'UPDATING',
  'PAUSED',
  'CANCELLING',
  'CANCELLED',
  'FAILED',
  'EXPIRED',
  'PARTIALLY_SUCCEEDED',
  'SUCCEEDED',
  'UNKNOWN',
] as const;
export type JobState = (typeof jobStates)[number];

const endedStates: ReadonlySet<JobState> = new Set<JobState>([
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
  'PARTIALLY_SUCCEEDED',
]);

/** True when the service will not change the job any more. A state that we do not know counts as ended: it must not be polled for ever. */
export function hasEnded(state: JobState): boolean {
  return endedStates.has(state) || state === 'UNKNOWN';
}

/** One job, in one shape for both services. Times are milliseconds since 1970. */
export interface TuningJob {
  readonly service: ServiceId;
  /** Resource name: `tunedModels/…` or `projects/…/locations/…/tuningJobs/…`. */
  readonly name: string;
  readonly displayName: string;
  readonly baseModel: string;
  readonly state: JobState;
  /** What it does within its state, in the service's words without prefix, such as `WAITING_FOR_QUOTA`. */
  readonly detail: string | undefined;
  readonly createTime: number | undefined;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly progress: JobProgress | undefined;
  /** Why it failed, in the service's words. */
  readonly error: string | undefined;
  /** The same as a `google.rpc.Code`, such as `RESOURCE_EXHAUSTED`, when its words may say too little. */
  readonly errorStatus?: 'RESOURCE_EXHAUSTED' | 'INTERNAL' | undefined;
  /** Set from the moment that the model can be prompted. */
  readonly tunedModel: TunedModel | undefined;
  /** What can be prompted before the job ends, and after a cancellation: checkpoints only, while `tunedModel` is undefined. */
  readonly interimModel?: TunedModel | undefined;
  /** What it was launched with, as far as the service tells: enough for a plan that repeats it. */
  readonly spec: TuningSpec;
  /** Id of the launch of ours that made it (`LaunchRecord.id`). */
  readonly launchId: string | undefined;
  /** What the service found in the training file. */
  readonly dataStats: DataStats | undefined;
  /** Where the service keeps the curves, when that is not the job itself. */
  readonly experiment: string | undefined;
  /** Set when it was tuned by a method that no launch from here has: `spec` then tells less than the whole. */
  readonly otherMethod?: OtherMethod | undefined;
  /** `gs://…`, where the service writes the curves as files too. */
  readonly metricsFolder?: string | undefined;
  /** What the service itself measured of the answers of checkpoints. */
  readonly evaluations?: readonly JobEvaluation[];
}

/** In words, for people. */
export interface OtherMethod {
  readonly label: string;
  readonly settings: readonly { readonly label: string; readonly value: string }[];
}

export interface JobEvaluation {
  /** Resource name of the run; empty when the service does not tell. */
  readonly name: string;
  /** `Checkpoint.id`; undefined: the tuned model. */
  readonly checkpoint: string | undefined;
  readonly error: string | undefined;
  /** `gs://…`, where the answers and their scores were written. */
  readonly output: string | undefined;
  readonly results: readonly { readonly metric: string; readonly value: number }[];
}

/** What can be prompted of a job: its tuned model, or its checkpoints so far. */
export function modelOf({ tunedModel, interimModel }: TuningJob): TunedModel | undefined {
  return tunedModel ?? interimModel;
}

/** How far a job is. Each figure is the service's own, and undefined when it does not tell. */
export interface JobProgress {
  /** 0 to 1. */
  readonly fraction: number | undefined;
  readonly step: number | undefined;
  readonly totalSteps: number | undefined;
  readonly epoch: number | undefined;
  readonly epochCount: number | undefined;
  /** Mean training loss of the latest step. */
  readonly loss: number | undefined;
  /** Mean reward of the latest step, of a method that has no loss. */
  readonly reward?: number | undefined;
  /** When the first and the latest step were measured. Absent: the service does not tell. */
  readonly pace?: Pace;
}

export interface Pace {
  readonly first: MeasuredStep;
  readonly latest: MeasuredStep;
}

export interface MeasuredStep {
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface TunedModel {
  readonly service: ServiceId;
  /** Resource name of what is prompted: `tunedModels/…` or `projects/…/endpoints/…`, which is that of the default checkpoint. */
  readonly name: string;
  /** Resource name of the model itself, which tuning can go on from: `tunedModels/…` or `projects/…/models/ID@VERSION`. */
  readonly model: string;
  readonly displayName: string;
  readonly baseModel: string;
  readonly checkpoints: readonly Checkpoint[];
}

/** `google.cloud.aiplatform.v1.TunedModelCheckpoint`. */
export interface Checkpoint {
  readonly id: string;
  readonly epoch: number | undefined;
  readonly step: number | undefined;
  readonly endpoint: string;
}

/** `SupervisedTuningDataStats`, or its like of preference tuning. Undefined: the service does not tell. */
export interface DataStats {
  readonly examples: number | undefined;
  readonly billableTokens: number | undefined;
  readonly billableCharacters: number | undefined;
  readonly steps: number | undefined;
  /** Examples that were cut or left out: how many, and which ones of those the service names. */
  readonly droppedCount: number;
  readonly dropped: readonly DroppedExample[];
  readonly inputTokens: Distribution | undefined;
  readonly outputTokens: Distribution | undefined;
  readonly messages: Distribution | undefined;
}

export interface DroppedExample {
  /** Which example of the file, from 1. */
  readonly index: number;
  readonly reason: string | undefined;
}

/** `SupervisedTuningDatasetDistribution`. */
export interface Distribution {
  readonly sum: number | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly mean: number | undefined;
  readonly median: number | undefined;
  readonly p5: number | undefined;
  readonly p95: number | undefined;
  readonly buckets: readonly { readonly left: number; readonly right: number; readonly count: number }[];
}
