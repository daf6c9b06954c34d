// What must be known to read the figures right: what counts as right, which rows they are of, how sure they are.
import * as l10n from '@vscode/l10n';
import { allOf, counted, grouped } from '../../base/numbers';
import { listPriceText } from '../../dataset/targets/price';
import { general, routedTo, sourceOf } from '../../dataset/targets/target';
import type { Figure } from '../compare/figure';
import type { IntervalMethod } from '../compare/interval';
import { whatIsIgnored } from '../metrics/labels';
import { isAnswerOfBatch } from '../results/records';
import type { Results } from '../results/results';
import { intervalNames } from './figures';
import type { ReportInput } from './report';

/** Sentences, most important first. */
export function notesOf(input: ReportInput): readonly string[] {
  const { scores } = input;
  return [
    ...(scores.problem === undefined ? [] : [scores.problem]),
    ...judgeNotes(input),
    ...contaminationNotes(input.results),
    ...answerNotes(input),
    ...temperatureNotes(input.results),
    ...routedNotes(input.results),
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
        ? l10n.t('any of the {0}', counted(of, 'response'))
        : l10n.t('{0} of the {1}', grouped(answers), counted(of, 'response'));
    return [
      l10n.t('The judge model {0} gave no score for {1} of {2}. {3}', judge, some, target.label, reason),
    ];
  });
}

/** Rows that a model was tuned on say what it remembers: how many there are, and where nobody can tell. */
export function contaminationNotes(results: Results): string[] {
  const { rows, header } = results;
  const exact = rows.filter(({ seen }) => seen === 'exact').length;
  const near = rows.filter(({ seen }) => seen === 'near').length;
  const changed = header.targets.filter(({ training }) => training?.kind === 'hashes');
  const unknown = header.targets.filter(({ training }) => training?.kind === 'unknown');
  const others = rows.length - exact - near;
  const held =
    others === 0
      ? l10n.t('No rows are left to measure the models on new examples.')
      : l10n.t(
          'They are reported separately. All other metrics and the comparisons are for the other {0}.',
          counted(others, 'row'),
        );
  return [
    ...(exact + near > 0
      ? [
          l10n.t(
            '{0} of {1} are in the training data ({2} exact, {3} near). {4}',
            grouped(exact + near),
            counted(rows.length, 'row'),
            grouped(exact),
            grouped(near),
            held,
          ),
        ]
      : []),
    ...(changed.length > 0
      ? [
          l10n.t(
            'The training file of {0} was changed or deleted, so only exact matches are detected.',
            changed.map(({ label }) => label).join(', '),
          ),
        ]
      : []),
    ...(unknown.length > 0
      ? [
          l10n.t(
            'Training data unknown for {0}: rows might have been seen in training.',
            unknown.map(({ label }) => label).join(', '),
          ),
        ]
      : []),
  ];
}

function answerNotes({ summary }: ReportInput): string[] {
  const isPartial = summary.some(({ metrics }) => metrics.some(({ answered }) => answered));
  if (!isPartial) return [];
  return [
    l10n.t(
      'Failed rows count as wrong. The metric over the rows with a response is next to it. Models are compared on the rows that both responded to.',
    ),
  ];
}

/** A temperature that was chosen for all has no effect on a model that ignores it, and isn't sent to it. */
function temperatureNotes({ header: { parameters, targets } }: Results): string[] {
  const { temperature } = parameters;
  const without = targets.filter(
    (target) => target.parameters && target.parameters.temperature === undefined,
  );
  if (temperature === undefined || without.length === 0) return [];
  const names = allOf(without.map(({ label }) => label));
  return [l10n.t('Temperature {0} has no effect on {1}: the model ignores it.', String(temperature), names)];
}

/** The same name on two services can be two models: their figures are of what answered. */
function routedNotes({ header: { targets } }: Results): string[] {
  return targets.flatMap(({ label, service, model }) => {
    const answering = routedTo(service, model);
    return answering === undefined
      ? []
      : [
          l10n.t(
            '{0} was answered by {1}: that is where the Gemini API routes its requests.',
            label,
            answering,
          ),
        ];
  });
}

function pairNotes({ results }: ReportInput): string[] {
  const { rowsBefore } = results.header;
  if (rowsBefore === undefined) return [];
  const kept = results.rows.length;
  const left = rowsBefore.map((rows) => rows - kept);
  return [
    left.every((rows) => rows === 0)
      ? l10n.t('Both evaluations have the same {0}.', counted(kept, 'row'))
      : l10n.t(
          '{0} are in both evaluations. Skipped: {1} that are in one only.',
          counted(kept, 'row'),
          allOf(left.map(String)),
        ),
  ];
}

function labelNotes({ scores, summary }: ReportInput): string[] {
  const lenient = scores.metrics.filter(({ normalises }) => normalises);
  if (lenient.length === 0) return [];
  const labels = allOf(lenient.map(({ label }) => label));
  const counts = summary.map(({ target, metrics }) => {
    const most = Math.max(0, ...metrics.map((one) => one.lenient));
    return l10n.t('{0} of {1}', grouped(most), target.label);
  });
  const apart = scores.labels.heldToTheLetter();
  return [
    lenient.length === 1
      ? l10n.t(
          '{0} ignores {1}. Responses that are right only for that: {2}.',
          labels,
          whatIsIgnored,
          counts.join(', '),
        )
      : l10n.t(
          '{0} ignore {1}. Responses that are right only for that: {2}.',
          labels,
          whatIsIgnored,
          counts.join(', '),
        ),
    ...(apart.length > 0
      ? [
          apart.length > 6
            ? l10n.t(
                'Expected responses that differ only in this are compared exactly: {0} and {1} more.',
                quoted(apart.slice(0, 6)),
                grouped(apart.length - 6),
              )
            : l10n.t('Expected responses that differ only in this are compared exactly: {0}.', quoted(apart)),
        ]
      : []),
  ];
}

function quoted(labels: readonly string[]): string {
  return labels.map((label) => `"${label}"`).join(', ');
}

function priceNotes({ results, scores }: ReportInput): string[] {
  if (!scores.metrics.some(({ unit }) => unit === 'dollars')) return [];
  const { targets } = results.header;
  const isOfBatch = results.records().some((record) => record.kind === 'answer' && isAnswerOfBatch(record));
  const { batchFactor } = general;
  return [
    ...targets.flatMap(({ label, price }) =>
      price ? [l10n.t('Price of {0}: {1}.', label, listPriceText(price))] : [],
    ),
    ...(isOfBatch
      ? [l10n.t('Batch responses cost {0}% of that ({1}).', batchFactor.value * 100, sourceOf(batchFactor))]
      : []),
  ];
}

const intervalsOf: Readonly<Record<IntervalMethod, string>> = {
  midP: l10n.t('shares'),
  score: l10n.t('differences of shares'),
  bootstrap: l10n.t('other means'),
  normal: l10n.t('means of thousands of rows'),
};

function intervalNotes({ scores, summary }: ReportInput): string[] {
  const all = summary.flatMap(({ metrics }) => metrics);
  const figures = all.flatMap(({ figure }): Figure[] => (figure ? [figure] : []));
  const comparisons = all.flatMap(({ comparison }) => comparison ?? []);
  const methods = new Set([
    ...figures.flatMap(({ interval }) => interval?.method ?? []),
    ...comparisons.flatMap(({ interval }) => interval?.method ?? []),
  ]);
  const named = [...methods].map((method) =>
    l10n.t('{0} by {1}', intervalsOf[method], intervalNames[method]),
  );
  return [
    ...(named.length > 0 ? [l10n.t('95% confidence intervals: {0}.', named.join('; '))] : []),
    ...(comparisons.length > 1
      ? [
          l10n.t(
            "{0} ({1} × {2}): with more comparisons, more of them look better by chance. Verdicts are adjusted for this (Holm). P values and intervals aren't.",
            counted(comparisons.length, 'comparison'),
            counted(scores.metrics.length, 'metric'),
            counted(summary.length - 1, 'model'),
          ),
        ]
      : []),
  ];
}
