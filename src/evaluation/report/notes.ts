// What must be known to read the figures right: what counts as right, which rows they are of, how sure they are.
import { counted, grouped } from '../../base/numbers';
import { listPriceText } from '../../dataset/targets/price';
import { general, sourceOf } from '../../dataset/targets/target';
import type { Figure } from '../compare/figure';
import type { IntervalMethod } from '../compare/interval';
import { whatIsIgnored } from '../metrics/labels';
import { isAnswerOfBatch } from '../results/records';
import { intervalNames } from './figures';
import type { ReportInput } from './report';

/** Sentences, most important first. */
export function notesOf(input: ReportInput): readonly string[] {
  const { scores } = input;
  return [
    ...(scores.problem === undefined ? [] : [scores.problem]),
    ...judgeNotes(input),
    ...trainingNotes(input),
    ...answerNotes(input),
    ...pairNotes(input),
    ...labelNotes(input),
    ...priceNotes(input),
    ...intervalNotes(input),
  ];
}

function judgeNotes({ results, summary }: ReportInput): string[] {
  const judge = results.header.judge?.label ?? '';
  return summary.flatMap(({ target, unjudged }) => {
    if (unjudged === undefined) return [];
    const { answers, of, reason } = unjudged;
    const some =
      answers === of
        ? `any of the ${counted(of, 'response')}`
        : `${grouped(answers)} of the ${counted(of, 'response')}`;
    return [`The judge model ${judge} gave no score for ${some} of ${target.label}. ${reason}`];
  });
}

/** Rows that a model was tuned on say what it remembers. */
function trainingNotes({ results }: ReportInput): string[] {
  const { rows, header } = results;
  const exact = rows.filter(({ seen }) => seen === 'exact').length;
  const near = rows.filter(({ seen }) => seen === 'near').length;
  const changed = header.targets.filter(({ training }) => training?.kind === 'hashes');
  const unknown = header.targets.filter(({ training }) => training?.kind === 'unknown');
  const others = rows.length - exact - near;
  const held =
    others === 0
      ? 'No rows are left to measure the models on new examples.'
      : `They are reported separately. All other metrics and the comparisons are for the other ${counted(others, 'row')}.`;
  return [
    ...(exact + near > 0
      ? [
          `${grouped(exact + near)} of ${counted(rows.length, 'row')} are in the training data (${grouped(exact)} exact, ${grouped(near)} near). ${held}`,
        ]
      : []),
    ...(changed.length > 0
      ? [
          `The training file of ${changed.map(({ label }) => label).join(', ')} was changed or deleted, so only exact matches are detected.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Training data unknown for ${unknown.map(({ label }) => label).join(', ')}: rows might have been seen in training.`,
        ]
      : []),
  ];
}

function answerNotes({ summary }: ReportInput): string[] {
  const isPartial = summary.some(({ metrics }) => metrics.some(({ answered }) => answered));
  if (!isPartial) return [];
  return [
    'Failed rows count as wrong. The metric over the rows with a response is next to it. Models are compared on the rows that both responded to.',
  ];
}

function pairNotes({ results }: ReportInput): string[] {
  const { rowsBefore } = results.header;
  if (rowsBefore === undefined) return [];
  const kept = results.rows.length;
  const left = rowsBefore.map((rows) => rows - kept);
  return [
    left.every((rows) => rows === 0)
      ? `Both evaluations have the same ${counted(kept, 'row')}.`
      : `${counted(kept, 'row')} are in both evaluations. Skipped: ${left.join(' and ')} that are in one only.`,
  ];
}

function labelNotes({ scores, summary }: ReportInput): string[] {
  const lenient = scores.metrics.filter(({ normalises }) => normalises);
  if (lenient.length === 0) return [];
  const labels = lenient.map(({ label }) => label).join(' and ');
  const counts = summary.map(({ target, metrics }) => {
    const most = Math.max(0, ...metrics.map((one) => one.lenient));
    return `${most} of ${target.label}`;
  });
  const apart = scores.labels.heldToTheLetter();
  return [
    `${labels} ${lenient.length === 1 ? 'ignores' : 'ignore'} ${whatIsIgnored}. Responses that are right only for that: ${counts.join(', ')}.`,
    ...(apart.length > 0
      ? [
          `Expected answers that differ in nothing else are held to the letter: ${apart
            .slice(0, 6)
            .map((label) => `"${label}"`)
            .join(', ')}${apart.length > 6 ? ` and ${apart.length - 6} more` : ''}.`,
        ]
      : []),
  ];
}

function priceNotes({ results, scores }: ReportInput): string[] {
  if (!scores.metrics.some(({ unit }) => unit === 'dollars')) return [];
  const { targets } = results.header;
  const isOfBatch = results.records().some((record) => record.kind === 'answer' && isAnswerOfBatch(record));
  const { batchFactor } = general;
  return [
    ...targets.flatMap(({ label, price }) => (price ? [`Price of ${label}: ${listPriceText(price)}.`] : [])),
    ...(isOfBatch
      ? [`Batch responses count ${batchFactor.value * 100}% of that (${sourceOf(batchFactor)}).`]
      : []),
  ];
}

const intervalsOf: Readonly<Record<IntervalMethod, string>> = {
  midP: 'shares',
  score: 'differences of shares',
  bootstrap: 'other means',
  normal: 'means of thousands of rows',
};

function intervalNotes({ scores, summary }: ReportInput): string[] {
  const all = summary.flatMap(({ metrics }) => metrics);
  const figures = all.flatMap(({ figure }): Figure[] => (figure ? [figure] : []));
  const comparisons = all.flatMap(({ comparison }) => comparison ?? []);
  const methods = new Set([
    ...figures.flatMap(({ interval }) => interval?.method ?? []),
    ...comparisons.flatMap(({ interval }) => interval?.method ?? []),
  ]);
  const named = [...methods].map((method) => `${intervalsOf[method]} by ${intervalNames[method]}`);
  return [
    ...(named.length > 0 ? [`95% confidence intervals: ${named.join('; ')}.`] : []),
    ...(comparisons.length > 1
      ? [
          `${counted(comparisons.length, 'comparison')} (${counted(scores.metrics.length, 'metric')} × ${counted(summary.length - 1, 'model')}): with more comparisons, more of them look better by chance. Verdicts are adjusted for this (Holm). P values and intervals aren't.`,
        ]
      : []),
  ];
}
