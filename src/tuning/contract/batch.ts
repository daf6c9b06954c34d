import type { FunctionCall } from './functions';
import type { JobState } from './job';
import type { JobQuery, PreparedLaunch, Prompt, ServiceId, TokenUsage, UploadProgress } from './service';

/** Many prompts as one job: cheaper than asking one by one, and nobody waits for it. */
export interface BatchPrediction {
  /** Share of the usual price, and where that was read. */
  readonly price: { readonly factor: number; readonly source: string };
  /** Where a model's batches run, and so where their prompts are read. @param model as in `BatchLaunch` */
  placeOf(model: string, signal: AbortSignal): Promise<string>;
  /** Puts the prompts where the service reads them and makes the request. Costs nothing and can be done again. */
  prepare(launch: BatchLaunch, signal: AbortSignal): Promise<PreparedLaunch>;
  /** Sends one request that creates one job and costs money. See `batches.ts`: nobody else calls it. */
  create(launch: PreparedLaunch, signal: AbortSignal): Promise<BatchJob>;
  /** As `TuningService.find`. */
  find(launch: PreparedLaunch, signal: AbortSignal): Promise<readonly BatchJob[]>;
  /** Jobs, page by page as they arrive. */
  list(query: JobQuery, signal: AbortSignal): AsyncIterable<readonly BatchJob[]>;
  get(job: Pick<BatchJob, 'name'>, signal: AbortSignal): Promise<BatchJob>;
  cancel(job: Pick<BatchJob, 'name'>, signal: AbortSignal): Promise<void>;
  /** Only of a job that has ended; what it has written stays. */
  delete(job: Pick<BatchJob, 'name'>, signal: AbortSignal): Promise<void>;
  /**
   * What the job has written, one answer for each prompt, in the order of the prompts.
   * @param prompts those of the launch
   */
  answers(job: BatchJob, prompts: readonly Prompt[], signal: AbortSignal): Promise<readonly BatchAnswer[]>;
}

/** Prompts that the user has confirmed. */
export interface BatchLaunch {
  /** Made once per confirmed launch and sent along, so that a launch whose answer was lost can be found again. */
  readonly id: string;
  readonly displayName: string;
  /** `TunedModel.model`, or `BaseModel.name`. */
  readonly model: string;
  readonly prompts: readonly Prompt[];
  /** Cloud Storage bucket for prompts and answers. */
  readonly bucket: string;
  onProgress(progress: UploadProgress): void;
}

/** Times are milliseconds since 1970. */
export interface BatchJob {
  readonly service: ServiceId;
  readonly name: string;
  readonly displayName: string;
  readonly model: string;
  readonly state: JobState;
  readonly createTime: number | undefined;
  readonly endTime: number | undefined;
  /** Why it failed, in the service's words. */
  readonly error: string | undefined;
  /** Prompts by what became of them, as far as the service tells. */
  readonly counts: { readonly answered: number; readonly failed: number; readonly open: number } | undefined;
  /** Where the answers are, `gs://…`. */
  readonly output: string | undefined;
  /** `BatchLaunch.id` of ours. */
  readonly launchId: string | undefined;
}

export type BatchAnswer =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly calls?: readonly FunctionCall[];
      /** As in `GenerateChunk`. */
      readonly finishReason: string;
      readonly usage: TokenUsage | undefined;
    }
  /** The service did not answer this prompt, and says why. */
  | { readonly kind: 'failure'; readonly message: string }
  /** The job has ended without a word on this prompt, such as when it was cancelled. */
  | { readonly kind: 'missing' };
