import type { JsonObject, JsonValue } from '../../dataset/json/value';
import type { Target } from '../../dataset/targets/target';
import type { TrainingStorage } from '../google/storage/trainingStorage';
import type { TuningRegion } from '../models/regions';
import type { BatchPrediction } from './batch';
import type { FunctionCall, FunctionPart } from './functions';
import type { Checkpoint, TunedModel, TuningJob } from './job';
import type { Leftovers } from './leftovers';
import type { MetricSeries } from './metrics';
import type { PromptedModel, PromptFeatures } from './prompting';
import type { Setting, TuningMethod, TuningSpec } from './spec';

/** The key of a service in `services/index.ts`, in settings and in stored records. */
export type ServiceId = string;

/** A place that tunes. Each call rejects with a `UserError` when a person can act, and stops when `signal` aborts. */
export interface TuningService {
  readonly id: ServiceId;
  readonly label: string;
  /** What Google's console calls it, where that is another name. */
  readonly consoleName?: string;
  /** What this service can do; ask this, never the id. */
  readonly can: ServiceAbilities;
  /** How it tunes, and the id of the dataset format that a training file must then have. The usual method first. */
  readonly methods: readonly MethodFormat[];
  readonly hyperparameters: readonly Setting[];
  readonly options: readonly Setting[];
  /** Jobs that every project may have running at the same time at the least; absent: nobody says. */
  readonly jobsAtOnce?: JobsAtOnce;
  /** Characters in the name of a tuned model. */
  readonly displayNameLimit: number;
  /** Where training files are put first; undefined when they travel inside the request. */
  readonly storage: TrainingStorage | undefined;
  /** Who may use a tuned model; undefined when the service keeps no such list. */
  readonly sharing: ModelSharing | undefined;
  /** Many prompts as one job; undefined when the service takes none. */
  readonly batch: BatchPrediction | undefined;
  /** What launches leave behind; undefined when they leave nothing that can be listed. */
  readonly leftovers: Leftovers | undefined;

  /** The base models that can be tuned now, as the service or its documentation lists them. */
  baseModels(signal: AbortSignal): Promise<readonly BaseModel[]>;
  /** Where a base model can be tuned; undefined for a service without regions. @param own the connection's region */
  readonly tuningRegions:
    | ((baseModel: Target | undefined, own: string) => readonly TuningRegion[])
    | undefined;
  /** Jobs, page by page as they arrive; newest first within the order that the service has. */
  list(query: JobQuery, signal: AbortSignal): AsyncIterable<readonly TuningJob[]>;
  /** A job with everything that a list leaves out. */
  get(job: Pick<TuningJob, 'name'>, signal: AbortSignal): Promise<TuningJob>;
  /** All curves of a job; none while there are none yet. */
  metrics(job: TuningJob, signal: AbortSignal): Promise<readonly MetricSeries[]>;

  /** Puts the data where the service reads it and makes the request. Costs nothing and can be done again. */
  prepare(launch: Launch, signal: AbortSignal): Promise<PreparedLaunch>;
  /** Sends one request that creates one job and costs money. See `launches.ts`: nobody else calls it. */
  create(launch: PreparedLaunch, signal: AbortSignal): Promise<TuningJob>;
  /** The jobs that a launch has made, the oldest first. None: the service knows none, or none yet, for its lists may lag. */
  find(launch: PreparedLaunch, signal: AbortSignal): Promise<readonly TuningJob[]>;

  /** Only when `can.cancel`. */
  cancel(job: TuningJob, signal: AbortSignal): Promise<void>;
  /** Only when `can.deleteModel`. Yields each step when it is over; a step that fails ends it. */
  deleteModel(model: TunedModel, signal: AbortSignal): AsyncIterable<DeletionStep>;
  /** Makes a checkpoint the one that a tuned model is from now on. Only when `can.defaultCheckpoint`. */
  setDefaultCheckpoint(model: TunedModel, checkpoint: Checkpoint, signal: AbortSignal): Promise<void>;
  /** Only when `can.rename`. */
  rename(model: TunedModel, changes: ModelChanges, signal: AbortSignal): Promise<void>;
  /** The base models that can be prompted now, tunable or not. */
  promptableModels(signal: AbortSignal): Promise<readonly BaseModel[]>;
  /** What a model takes in a prompt. */
  promptFeatures(model: PromptedModel): PromptFeatures;
  /**
   * Streams the answer; ends when the service ends it. `model`: `TunedModel.name`, `Checkpoint.endpoint` or
   * `BaseModel.name`. Exactly one `end` comes, last, unless it rejects.
   */
  generate(model: string, prompt: Prompt, signal: AbortSignal): AsyncIterable<GenerateChunk>;
  /**
   * Page in Google's console of a job, a tuned model or an endpoint, by its resource name, or of all jobs, by that of their
   * collection. Undefined: there is none.
   */
  consoleUrl(name: string): string | undefined;
  /** What `generate` asks, for a program that asks the same (snippets/). Sends nothing to the model. */
  generateCall(model: string, prompt: Prompt, signal: AbortSignal): Promise<GenerateCall>;
  /** How many tokens the service counts in a prompt. */
  countTokens(model: TunedModel, prompt: Prompt, signal: AbortSignal): Promise<TokenCount>;
}

export interface ServiceAbilities {
  readonly cancel: boolean;
  readonly deleteModel: boolean;
  /** What a job that failed has left behind can be deleted like a model. */
  readonly deleteFailed: boolean;
  readonly rename: boolean;
  /** Another checkpoint can become the one that a model is. */
  readonly defaultCheckpoint: boolean;
  /** A validation file can be given. */
  readonly validation: boolean;
  /** Jobs carry labels of the user's. */
  readonly labels: boolean;
  /** Tuned models take a conversation, not only a single prompt. */
  readonly multiTurn: boolean;
}

export interface MethodFormat {
  readonly method: TuningMethod;
  readonly label: string;
  readonly datasetFormat: string;
}

/** Which jobs to list; a service leaves out what it cannot ask for. */
export interface JobQuery {
  /** A filter in the service's own words. */
  readonly filter?: string;
  /** Only jobs that may have made what is prompted by this name, wherever it lives; a service that can't tell lists all. */
  readonly ofModel?: string;
  /** Asked again while jobs run: what has ended and belongs to others may be told as it was before. */
  readonly isPoll?: boolean;
}

export interface JobsAtOnce {
  readonly value: number;
  readonly source: string;
  /**
   * Jobs that have not ended, whoever launched them: in the regions where the service documents tuning, and in these. A
   * region that can't be asked is left out.
   */
  running(regions: readonly string[], signal: AbortSignal): Promise<readonly TuningJob[]>;
}

export interface ModelSharing {
  list(model: TunedModel, signal: AbortSignal): Promise<readonly Permission[]>;
  create(model: TunedModel, permission: NewPermission, signal: AbortSignal): Promise<Permission>;
  delete(permission: Permission, signal: AbortSignal): Promise<void>;
  /** The owner until now becomes a writer. */
  transferOwnership(model: TunedModel, emailAddress: string, signal: AbortSignal): Promise<void>;
}

/** `google.ai.generativelanguage.v1beta.Permission`. */
export interface Permission extends NewPermission {
  readonly name: string;
}

export interface NewPermission {
  readonly grantee: 'USER' | 'GROUP' | 'EVERYONE';
  /** Absent for everyone. */
  readonly emailAddress?: string;
  readonly role: 'OWNER' | 'WRITER' | 'READER';
}

export interface ModelChanges {
  readonly displayName?: string;
  readonly description?: string;
}

/** One thing that deleting a model takes away with it. */
export interface DeletionStep {
  readonly what: 'undeploy' | 'endpoint' | 'model' | 'file';
  readonly name: string;
  /** `gone`: it was not there any more. */
  readonly outcome: 'done' | 'gone' | 'failed';
  readonly error?: unknown;
}

export interface BaseModel {
  readonly name: string;
  readonly displayName: string;
  /** A sentence that a person should read before choosing it. */
  readonly note?: string;
}

/** A spec that the user has confirmed, with its data. */
export interface Launch {
  readonly spec: TuningSpec;
  /** Made once per confirmed launch and sent along, so that a launch whose answer was lost can be found again. */
  readonly id: string;
  readonly dataset: TrainingFile;
  readonly validation?: TrainingFile;
  onProgress(progress: UploadProgress): void;
}

/** A launch that only needs to be sent. Plain JSON, kept on disk until the service has answered. */
export interface PreparedLaunch {
  readonly id: string;
  /** Path of the request below the service's host, with version and query. */
  readonly path: string;
  readonly body: unknown;
  /** Where the training file was put, `gs://…`. */
  readonly datasetUri?: string;
  readonly validationUri?: string;
}

/** A file with examples: on this machine, as a text or too large for one, or in Cloud Storage already. */
export type TrainingFile =
  | {
      readonly kind: 'local';
      /** File name without folder. */
      readonly name: string;
      readonly text: string;
    }
  | DiskFile
  | { readonly kind: 'remote'; readonly uri: string };

/** A file that is read piece by piece when it is sent (launch/onDisk). */
export interface DiskFile {
  readonly kind: 'disk';
  /** File name without folder. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of its content; when it is sent it must be the same still. */
  readonly sha256: string;
}

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface Prompt {
  readonly systemInstruction: string | undefined;
  readonly turns: readonly Turn[];
  /** Functions that may be called, as `Conversation.tools` has them. */
  readonly tools?: readonly JsonValue[];
  /** The answer has to be a call of one of them. */
  readonly mustCall?: boolean;
  readonly parameters: GenerationParameters;
}

export interface Turn {
  readonly role: 'user' | 'model';
  readonly text: string;
  /** Go along with the text, before it. */
  readonly attachments?: readonly Attachment[];
  /** After the text: what the model calls, or the user answers its calls with. */
  readonly functions?: readonly FunctionPart[];
}

export type Attachment =
  /** Inside the request. */
  | { readonly kind: 'data'; readonly mimeType: string; readonly base64: string }
  /** In Cloud Storage, `gs://…`. */
  | { readonly kind: 'file'; readonly mimeType: string; readonly uri: string };

/** `GenerationConfig` and `safetySettings` of both services; undefined leaves the choice to the service. */
export interface GenerationParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly maxOutputTokens?: number;
  readonly stopSequences?: readonly string[];
  readonly seed?: number;
  /** `application/json` for JSON mode. */
  readonly responseMimeType?: string;
  /** A JSON Schema that the answer follows; needs JSON mode. */
  readonly responseJsonSchema?: unknown;
  /** Tokens; 0 is off, -1 leaves it to the model. */
  readonly thinkingBudget?: number;
  /** `ThinkingConfig.ThinkingLevel`. */
  readonly thinkingLevel?: string;
  /** `HarmBlockThreshold` by `HarmCategory`. */
  readonly safety?: Readonly<Record<string, string>>;
}

export type GenerateChunk =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly call: FunctionCall }
  | {
      readonly kind: 'end';
      /** Name of a `FinishReason`, or of a `BlockReason` when the prompt was refused. */
      readonly finishReason: string;
      /** The prompt was refused: there is no answer. */
      readonly promptBlocked?: boolean;
      readonly safetyRatings?: readonly SafetyRating[];
      readonly usage: TokenUsage | undefined;
    };

/** A `generateContent` request, as it goes over the wire and as Google's SDKs are told of it. */
export interface GenerateCall {
  /** Address of the method. */
  readonly url: string;
  /** `GenerateContentRequest` in JSON. */
  readonly body: JsonObject;
  /** The model as the SDKs name it. */
  readonly model: string;
  readonly client: SdkClient;
  /** Project that calls with an account's credentials count for. */
  readonly quotaProject: string;
}

/** Options of `GoogleGenAI` (JavaScript) and `genai.Client` (Python). */
export interface SdkClient {
  /** Absent for the Gemini API. */
  readonly vertexAi?: { readonly project: string; readonly location: string };
  readonly apiVersion: string;
  /** Absent for Google's own. */
  readonly baseUrl?: string;
}

export interface TokenUsage {
  readonly promptTokens: number | undefined;
  /** Of the answer, without thoughts. */
  readonly outputTokens: number | undefined;
  readonly thoughtTokens?: number | undefined;
}

/** `SafetyRating` of both services, by the names of their enums. */
export interface SafetyRating {
  readonly category: string;
  readonly probability: string;
  readonly blocked: boolean;
}

export interface TokenCount {
  readonly totalTokens: number;
  readonly billableCharacters: number | undefined;
}

/** All jobs of a query at once, newest first, each once. */
export async function listJobs(
  service: Pick<TuningService, 'list'>,
  query: JobQuery,
  signal: AbortSignal,
): Promise<readonly TuningJob[]> {
  let jobs: readonly TuningJob[] = [];
  for await (const page of service.list(query, signal)) jobs = mergeJobs(jobs, page);
  return jobs;
}

/** Later news of a job replace earlier ones. The order is that of creation, newest first, and never changes. */
export function mergeJobs(known: readonly TuningJob[], news: readonly TuningJob[]): readonly TuningJob[] {
  const byName = new Map([...known, ...news].map((job) => [job.name, job]));
  return [...byName.values()].sort(
    (a, b) => (b.createTime ?? 0) - (a.createTime ?? 0) || (a.name < b.name ? -1 : 1),
  );
}
