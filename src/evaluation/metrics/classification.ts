import * as l10n from '@vscode/l10n';
import { type Labels, whatIsIgnored } from './labels';
import type { Metric } from './metric';

export const accuracy: Metric = {
  id: 'accuracy',
  label: l10n.t('Accuracy'),
  description: l10n.t(
    'Share of responses that match the expected class, ignoring {0}. Includes the confusion matrix and the precision, recall, and F1 score of each class, as defined by scikit-learn.',
    whatIsIgnored,
  ),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  normalises: true,
  classifies: true,
  applies: ({ classes }) => classes.length > 1,
  isProposed: ({ classes }) => classes.length > 1,
  score: ({ expected, answer }, { labels }) => (labels.isSame(expected, answer) ? 1 : 0),
};

export interface ClassFigures {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows of this class. */
  readonly support: number;
}

export interface Classification {
  readonly classes: readonly ClassFigures[];
  /** `counts[expected][answered]` in the order of `classes`; one more column for rows without an answer that names a class. */
  readonly counts: readonly (readonly number[])[];
  readonly accuracy: number;
  /** Means over the classes, each counting the same. */
  readonly macro: Omit<ClassFigures, 'name' | 'support'>;
}

/** `sklearn.metrics.precision_recall_fscore_support(labels=classes, zero_division=0)` and `confusion_matrix`. */
export function classify(
  rows: readonly { readonly expected: string; readonly answer: string | undefined }[],
  classes: readonly string[],
  labels: Labels,
): Classification {
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const indexIn = (text: string) => indexOf.get(labels.find(text) ?? '');
  const counts = classes.map(() => Array.from({ length: classes.length + 1 }, () => 0));
  let right = 0;
  for (const { expected, answer } of rows) {
    const from = indexIn(expected);
    const to = (answer === undefined ? undefined : indexIn(answer)) ?? classes.length;
    const row = from === undefined ? undefined : counts[from];
    if (row === undefined) continue;
    row[to] = (row[to] ?? 0) + 1;
    if (from === to) right++;
  }
  const figures = classes.map((name, index): ClassFigures => {
    const hits = counts[index]?.[index] ?? 0;
    const support = sum(counts[index] ?? []);
    const answered = sum(counts.map((row) => row[index] ?? 0));
    const precision = ratio(hits, answered);
    const recall = ratio(hits, support);
    return { name, precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  });
  const average = (of: (one: ClassFigures) => number) => ratio(sum(figures.map(of)), figures.length);
  return {
    classes: figures,
    counts,
    accuracy: ratio(right, rows.length),
    macro: {
      precision: average((one) => one.precision),
      recall: average((one) => one.recall),
      f1: average((one) => one.f1),
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
