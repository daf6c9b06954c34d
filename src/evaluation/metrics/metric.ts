import type { FunctionCall } from '../../tuning/contract/functions';
import type { Labels } from './labels';

/** One answer of a model with what it should have been. */
export interface AnsweredRow {
  readonly expected: string;
  readonly answer: string;
  /** Functions were declared. */
  readonly hasTools?: boolean | undefined;
  readonly expectedCalls?: readonly FunctionCall[] | undefined;
  readonly calls?: readonly FunctionCall[] | undefined;
  /** From the request to the end of the answer. */
  readonly milliseconds?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly judgement?: number | undefined;
  /** US dollars. */
  readonly price?: number | undefined;
}

/** What scoring needs to know besides the answer. */
export interface MetricSetup {
  /** The expected answers of the data. */
  readonly labels: Labels;
  /** By the schema that the answers should match; undefined of an answer that is not judged yet, or cannot be. */
  readonly matchesSchema?: ((answer: string) => boolean | undefined) | undefined;
}

/** What is known of the expected answers before anything is asked; metrics are proposed by it. */
export interface DataFacts {
  readonly classes: readonly string[];
  /** All expected answers are JSON objects or lists. */
  readonly isJson: boolean;
  /** Some of the rows declare functions. */
  readonly hasTools: boolean;
  /** Words of the middle expected answer. */
  readonly medianWords: number;
  readonly hasSchema: boolean;
  /** The price of each target's tokens is known. */
  readonly hasPrices: boolean;
}

/** How a figure is written. `rightOrWrong`: each row is 1 or 0, the figure is their share. `share`: from 0 to 1, as are `points` to 100. */
export type Unit = 'rightOrWrong' | 'share' | 'points' | 'ratio' | 'milliseconds' | 'tokens' | 'dollars';

/** What "better" means, as a number for each answer. One file each, listed in index.ts. */
export interface Metric {
  readonly id: string;
  readonly label: string;
  /** What it measures, and by whose definition. */
  readonly description: string;
  /** `one`: the nearer to 1 the better. */
  readonly better: 'higher' | 'lower' | 'one';
  readonly unit: Unit;
  /** Score of a row that the model refused or did not answer. Absent: only answers are measured. */
  readonly ofNoAnswer?: number;
  /** Whether a row has such a figure at all, answered or not; all do when it is absent. */
  concerns?(row: Pick<AnsweredRow, 'expectedCalls'>): boolean;
  /** Answers count as the expected text although they are written otherwise (labels.ts). */
  readonly normalises?: true;
  /** Tells how often which class is taken for which. */
  readonly classifies?: true;
  /** The score comes from a judge model, after the answer. */
  readonly isJudged?: true;
  /** Comparing two long texts takes its time; nothing but the texts is asked for. */
  readonly isCostly?: true;
  /** False when there is nothing to measure, such as classes in free text. */
  applies(facts: DataFacts): boolean;
  /** Measured unless the user chooses otherwise. */
  isProposed(facts: DataFacts): boolean;
  /** Undefined when this answer has no such figure. */
  score(row: AnsweredRow, setup: MetricSetup): number | undefined;
}

/** What models are compared by, and the mean of which is shown: the score, or how far from 1 it is. */
export function compared({ better }: Pick<Metric, 'better'>, score: number): number {
  return better === 'one' ? Math.abs(score - 1) : score;
}

/** How good a score is: greater is better, whatever the metric. */
export function goodness(metric: Pick<Metric, 'better'>, score: number): number {
  const value = compared(metric, score);
  return metric.better === 'higher' ? value : -value;
}

/** Undefined without scores. */
export function mean(scores: readonly number[]): number | undefined {
  return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
