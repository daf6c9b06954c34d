// From numbers to figures: all that takes its time and needs no texts, so that a worker can do it.
import type { Metric } from '../metrics/metric';
import { type Figure, figureOf } from './figure';
import { type Comparison, differenceOf, judgeDifferences } from './pairs';

/** Scores of one target by one metric. */
export interface Measured {
  readonly metric: Pick<Metric, 'better' | 'unit'>;
  /** Of all rows, those without an answer too where they count. */
  readonly all: readonly number[];
  readonly answered: readonly number[];
  /** Of the rows that stand in the training data, which the others are kept apart from. */
  readonly seen: readonly number[];
  /** Beside the first target, of the rows that both have answered; see `gainOf`. */
  readonly gains: readonly number[];
}

export interface Statistics {
  readonly figure: Figure | undefined;
  /** Over the answered rows, where there are others. */
  readonly answered: Figure | undefined;
  readonly seen: Figure | undefined;
  /** With the first target; undefined for the first itself. */
  readonly comparison: Comparison | undefined;
}

/** By target and metric, as the scores are. */
export function statisticsOf(targets: readonly (readonly Measured[])[]): readonly (readonly Statistics[])[] {
  const differences = targets.map((all) => all.map(({ metric, gains }) => differenceOf(metric, gains)));
  const judged = judgeDifferences(differences.flat().filter((one) => one !== undefined)).values();
  return targets.map((all, target) =>
    all.map(({ metric, all: scores, answered, seen }, index): Statistics => {
      const isCompared = differences[target]?.[index] !== undefined;
      return {
        figure: figureOf(metric, scores),
        answered: answered.length < scores.length ? figureOf(metric, answered) : undefined,
        seen: figureOf(metric, seen),
        comparison: isCompared ? judged.next().value : undefined,
      };
    }),
  );
}
