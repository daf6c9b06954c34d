import { counted, grouped } from '../base/numbers';
import type { EvaluationPlan } from '../evaluation/plan';

/** What the confirmation says of rows that were seen in training. */
export function seenSentences({ header, askable, rows }: EvaluationPlan): readonly string[] {
  const { all, exact, near } = askable;
  const unknown = header.targets.filter(({ training }) => training?.kind === 'unknown');
  const isAsked = rows.some(({ seen }) => seen);
  return [
    ...(exact + near > 0
      ? [
          `${grouped(exact + near)} of ${counted(all, 'row')} are in the training data (${grouped(exact)} exact, ${grouped(near)} near). ${
            isAsked
              ? 'They are evaluated, too, and reported separately.'
              : 'They are skipped. To evaluate them, too, use --with-seen.'
          }`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Training data unknown for ${unknown.map(({ label }) => label).join(', ')}. Name it with --training FILE: results on rows that a model was tuned on measure memorization.`,
        ]
      : []),
  ];
}
