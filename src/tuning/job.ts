import type { ServiceId } from './service';

/** `google.cloud.aiplatform.v1.JobState` without its prefix; the Gemini API's states are mapped to it. */
export type JobState =
  | 'QUEUED'
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLING'
  | 'CANCELLED'
  | 'PAUSED'
  | 'EXPIRED'
  | 'UPDATING'
  | 'PARTIALLY_SUCCEEDED'
  | 'UNKNOWN';

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
  readonly createTime: number | undefined;
  readonly endTime: number | undefined;
  readonly progress: JobProgress | undefined;
  /** Why it failed, in the service's words. */
  readonly error: string | undefined;
  /** Set from the moment that the model can be prompted. */
  readonly tunedModel: TunedModel | undefined;
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
}

export interface TunedModel {
  readonly service: ServiceId;
  /** Resource name of what is prompted: `tunedModels/…` or `projects/…/endpoints/…`. */
  readonly name: string;
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
