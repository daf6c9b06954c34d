// What the confirmation of an evaluation says of rows that a model was tuned on.

import * as vscode from 'vscode';
import { dollarsText } from '../../../dataset/targets/price';
import type { EvaluationPlan } from '../../../evaluation/plan';
import { numberText } from '../../ui/numberFormat';

/** Some rows were seen in training, and others not: those are asked unless the user wants all. */
export function hasOthers({ askable: { all, exact, near } }: EvaluationPlan): boolean {
  return exact + near > 0 && exact + near < all;
}

export function startLabel(all: EvaluationPlan, others: EvaluationPlan | undefined): string {
  const number = (plan: EvaluationPlan) => numberText(plan.rows.length);
  if (others) return vscode.l10n.t('Evaluate the Other {0}', number(others));
  const { exact, near } = all.askable;
  return exact + near > 0
    ? vscode.l10n.t('Evaluate All {0}', number(all))
    : vscode.l10n.t('Start Evaluation');
}

export function seenLinesOf(all: EvaluationPlan, others: EvaluationPlan | undefined): readonly string[] {
  const { header, askable, estimate } = all;
  const { exact, near } = askable;
  const number = (value: number) => numberText(value);
  const dollars = estimate.dollars === undefined ? '' : `, ${dollarsText(estimate.dollars)}`;
  const labels = (kind: 'unknown' | 'hashes') =>
    header.targets.flatMap(({ label, training }) => (training?.kind === kind ? [label] : [])).join(', ');
  return [
    ...(exact + near > 0
      ? [
          vscode.l10n.t(
            '⚠ {0} of {1} rows are in the training data ({2} exact, {3} near). Results on these rows measure memorization.',
            number(exact + near),
            number(askable.all),
            number(exact),
            number(near),
          ),
        ]
      : []),
    ...(others
      ? [
          vscode.l10n.t(
            'All rows: {0} requests{1}. Rows seen in training are then reported separately.',
            number(estimate.requests),
            dollars,
          ),
        ]
      : []),
    ...(labels('hashes') !== ''
      ? [
          vscode.l10n.t(
            'The training file of {0} was changed or deleted, so only exact matches are detected.',
            labels('hashes'),
          ),
        ]
      : []),
    ...(labels('unknown') !== ''
      ? [
          vscode.l10n.t(
            'Training data unknown: {0}. Rows might have been seen in training.',
            labels('unknown'),
          ),
        ]
      : []),
  ];
}
