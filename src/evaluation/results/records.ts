// What a results file holds: JSON lines, first the header, then each row, then answers as they arrive.

import type { JsonValue } from '../../dataset/json/value';
import type { AnswerPrice } from '../../dataset/targets/price';
import type { FunctionCall } from '../../tuning/contract/functions';
import type { GenerationParameters, Prompt, ServiceId, TokenUsage } from '../../tuning/contract/service';

/** How the name of a results file ends. */
export const resultsEnding = '.eval.jsonl';

export interface EvaluationTarget {
  readonly service: ServiceId;
  /** Resource name of what is prompted. */
  readonly model: string;
  readonly label: string;
  /** As it was known when the evaluation began. */
  readonly price?: AnswerPrice;
  /** What it was tuned on; absent of a base model. */
  readonly training?: TrainingData;
  /** What it is asked with, where its model takes other parameters than those of the header. */
  readonly parameters?: GenerationParameters;
}

/** What is known of the data that a model was tuned on. */
export type TrainingData =
  | { readonly kind: 'file'; readonly name: string }
  /** The file has changed or is gone: only rows that stood in it word for word are known. */
  | { readonly kind: 'hashes'; readonly name: string }
  /** It was tuned elsewhere, or its file is gone: rows of the evaluation may have been in it. */
  | { readonly kind: 'unknown' };

/** How a row stands in the training data of one of the models: `near` is nearly the same. */
export type Seen = 'exact' | 'near';

export interface JudgeSetup extends EvaluationTarget {
  /** The rubric's text, see judge/rubric.ts. */
  readonly rubric: string;
}

export interface EvaluationHeader {
  readonly kind: 'evaluation';
  readonly version: 1;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly dataset: {
    /** Path from the results file, or the name alone. */
    readonly path: string;
    readonly format: string;
    readonly sha256: string;
  };
  /** The others are compared with the first. */
  readonly targets: readonly EvaluationTarget[];
  readonly parameters: GenerationParameters;
  /** Ids of metrics/index.ts. */
  readonly metrics: readonly string[];
  /** JSON schema that answers should match. */
  readonly schema?: JsonValue;
  readonly judge?: JudgeSetup;
  /** How many row records follow. */
  readonly rows: number;
  /** Of two evaluations put together: how many rows each had; only those of both are here. */
  readonly rowsBefore?: readonly number[];
}

/** One example of the dataset, kept whole: the file may change or go. */
export interface RowRecord {
  readonly kind: 'row';
  /** Line in the dataset, from 1. */
  readonly line: number;
  readonly prompt: Pick<Prompt, 'systemInstruction' | 'turns' | 'tools'>;
  /** With its calls, as `answerText` writes them. */
  readonly expected: string;
  readonly expectedCalls?: readonly FunctionCall[];
  /** Absent when no model was tuned on it, as far as is known. */
  readonly seen?: Seen;
}

/** `target` is the place in the header's list. */
interface OfTarget {
  readonly line: number;
  readonly target: number;
}

export interface AnswerRecord extends OfTarget {
  readonly kind: 'answer';
  /** With its calls, as `answerText` writes them. */
  readonly text: string;
  readonly calls?: readonly FunctionCall[];
  readonly finishReason: string;
  readonly promptTokens?: number;
  readonly outputTokens?: number;
  /** Billed like those of the answer. */
  readonly thoughtTokens?: number;
  /** From the request that was answered to the end of the answer; absent of a batch, where nobody waits. */
  readonly milliseconds?: number;
}

/** Nobody waited for it, and it cost less. */
export function isAnswerOfBatch({ milliseconds }: AnswerRecord): boolean {
  return milliseconds === undefined;
}

/** What a record of an answer says of its tokens: what the service told, and nothing else. */
export function tokensOf(
  usage: TokenUsage | undefined,
): Pick<AnswerRecord, 'promptTokens' | 'outputTokens' | 'thoughtTokens'> {
  const { promptTokens, outputTokens, thoughtTokens } = usage ?? {};
  return {
    ...(promptTokens === undefined ? {} : { promptTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(thoughtTokens === undefined ? {} : { thoughtTokens }),
  };
}

/** The service will not answer this row: asking again gives the same. */
export interface FailureRecord extends OfTarget {
  readonly kind: 'failure';
  readonly reason: string;
  readonly message: string;
}

export interface JudgementRecord extends OfTarget {
  readonly kind: 'judgement';
  /** 0 to 1; absent when the judge's reply could not be read. Of a pair: 1 better than the first target's answer, 0.5 as good. */
  readonly score?: number;
  readonly reason: string;
}

export type ResultRecord = AnswerRecord | FailureRecord | JudgementRecord;

/** A batch is sent for these rows of a target: whoever reads the file asks them in no other way until it is over. */
export interface BatchMark {
  readonly kind: 'batch';
  /** Of its launch, by which the service knows it. */
  readonly id: string;
  /** As the service shows it. */
  readonly name: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly target: number;
  readonly lines: readonly number[];
}

/** The answers of a batch are here, or none will come. */
export interface BatchOverMark {
  readonly kind: 'batchOver';
  readonly id: string;
}

/** What is added to a results file. */
export type FileRecord = ResultRecord | BatchMark | BatchOverMark;
