/** One answer of a model with what it should have been. */
export interface AnsweredRow {
  readonly expected: string;
  readonly answer: string;
  /** From the request to the end of the answer. */
  readonly milliseconds?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly judgement?: number | undefined;
  /** US dollars. */
  readonly price?: number | undefined;
}

/** What scoring needs to know besides the answer. */
export interface MetricSetup {
  /** The different expected answers of the data, when they are names of classes. */
  readonly classes: readonly string[];
  /** By the schema that the answers should match; undefined of an answer that is not judged yet, or cannot be. */
  readonly matchesSchema?: ((answer: string) => boolean | undefined) | undefined;
}

/** What is known of the expected answers before anything is asked; metrics are proposed by it. */
export interface DataFacts {
  readonly classes: readonly string[];
  /** All expected answers are JSON objects or lists. */
  readonly isJson: boolean;
  /** Words of the middle expected answer. */
  readonly medianWords: number;
  readonly hasSchema: boolean;
  /** The price of each target's tokens is known. */
  readonly hasPrices: boolean;
}

/** How a figure is written. */
export type Unit = 'share' | 'points' | 'ratio' | 'milliseconds' | 'tokens' | 'dollars';

/** What "better" means, as a number for each answer. One file each, listed in index.ts. */
export interface Metric {
  readonly id: string;
  readonly label: string;
  /** What it measures, and by whose definition. */
  readonly description: string;
  /** `one`: the nearer to 1 the better. */
  readonly better: 'higher' | 'lower' | 'one';
  readonly unit: Unit;
  /** False when there is nothing to measure, such as classes in free text. */
  applies(facts: DataFacts): boolean;
  /** Measured unless the user chooses otherwise. */
  isProposed(facts: DataFacts): boolean;
  /** Undefined when this answer has no such figure. */
  score(row: AnsweredRow, setup: MetricSetup): number | undefined;
}

/** How good a score is: greater is better, whatever the metric. */
export function goodness({ better }: Pick<Metric, 'better'>, score: number): number {
  if (better === 'higher') return score;
  return better === 'lower' ? -score : -Math.abs(score - 1);
}

/** The figure of a target: the mean over its answers. Undefined when no answer has a score. */
export function mean(scores: readonly number[]): number | undefined {
  return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
