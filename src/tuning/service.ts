import type { TunedModel, TuningJob } from './job';
import type { Hyperparameter, TuningSpec } from './spec';

/** The key of a service in `services/index.ts`, in settings and in stored records. */
export type ServiceId = string;

/** A place that tunes. Each call rejects with a `UserError` when a person can act, and stops when `signal` aborts. */
export interface TuningService {
  readonly id: ServiceId;
  readonly label: string;
  /** What this service can do; ask this, never the id. */
  readonly can: ServiceAbilities;
  /** Id of the dataset format that a training file must have. */
  readonly datasetFormat: string;
  readonly hyperparameters: readonly Hyperparameter[];
  /** Characters in the name of a tuned model. */
  readonly displayNameLimit: number;
  /** Where training files are put first; undefined when they travel inside the request. */
  readonly storage: TrainingStorage | undefined;

  /** The base models that can be tuned now, as the service or its documentation lists them. */
  baseModels(signal: AbortSignal): Promise<readonly BaseModel[]>;
  /** All jobs, newest first. */
  list(signal: AbortSignal): Promise<readonly TuningJob[]>;
  launch(launch: Launch, signal: AbortSignal): Promise<TuningJob>;
  /** Only when `can.cancel`. */
  cancel(job: TuningJob, signal: AbortSignal): Promise<void>;
  /** Only when `can.deleteModel`. */
  deleteModel(model: TunedModel, signal: AbortSignal): Promise<void>;
  /** Streams the answer; ends when the service ends it. */
  generate(model: string, prompt: Prompt, signal: AbortSignal): AsyncIterable<GenerateChunk>;
}

export interface ServiceAbilities {
  readonly cancel: boolean;
  readonly deleteModel: boolean;
  /** Tuned models take a conversation, not only a single prompt. */
  readonly multiTurn: boolean;
}

/** Cloud Storage, as far as a launch needs it. */
export interface TrainingStorage {
  buckets(signal: AbortSignal): Promise<readonly string[]>;
  /** Creates the bucket in the region where tuning runs. */
  createBucket(name: string, signal: AbortSignal): Promise<void>;
}

export interface BaseModel {
  readonly name: string;
  readonly displayName: string;
}

/** A spec that the user has confirmed, with its data. */
export interface Launch {
  readonly spec: TuningSpec;
  /** Made once per confirmed launch and sent along, so that a launch whose answer was lost can be found again. */
  readonly id: string;
  readonly dataset: TrainingFile;
  onProgress(progress: LaunchProgress): void;
}

export interface TrainingFile {
  /** File name without folder. */
  readonly name: string;
  readonly text: string;
}

export type LaunchProgress =
  | { readonly stage: 'upload'; readonly sentBytes: number; readonly totalBytes: number }
  | { readonly stage: 'create' };

export interface Prompt {
  readonly systemInstruction: string | undefined;
  readonly turns: readonly Turn[];
  readonly parameters: GenerationParameters;
}

export interface Turn {
  readonly role: 'user' | 'model';
  readonly text: string;
}

/** `GenerationConfig` of both services; undefined leaves the choice to the service. */
export interface GenerationParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly maxOutputTokens?: number;
  readonly stopSequences?: readonly string[];
  readonly seed?: number;
}

export type GenerateChunk =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end'; readonly finishReason: string; readonly usage: TokenUsage | undefined };

export interface TokenUsage {
  readonly promptTokens: number | undefined;
  readonly outputTokens: number | undefined;
}
