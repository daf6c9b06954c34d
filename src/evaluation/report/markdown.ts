import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { TargetSummary } from '../compare/summary';
import type { Classification } from '../metrics/classification';
import {
  differenceFigures,
  figure,
  intervalFigure,
  intervalNames,
  meanFigure,
  pFigure,
  recordOf,
  verdicts,
  wholeFigure,
} from './figures';
import { notesOf } from './notes';
import type { ReportInput, ResultsReport } from './report';

export const markdownReport: ResultsReport = {
  label: 'Markdown',
  extension: 'md',
  write({ results, scores, summary }) {
    const { dataset, startedAt, judge } = results.header;
    const data = [
      cell(startedAt.slice(0, 10)),
      counted(results.rows.length, 'row'),
      cell(dataset.sha256.slice(0, 12)),
    ];
    return `${[
      l10n.t('# Evaluation on {0}', cell(dataset.path)),
      judge
        ? l10n.t('{0}, {1}, SHA-256 of the dataset {2}, judged by {3}.', ...data, cell(judge.label))
        : l10n.t('{0}, {1}, SHA-256 of the dataset {2}.', ...data),
      notesOf({ results, scores, summary })
        .map((note) => `- ${cell(note)}`)
        .join('\n'),
      ...summary.map(targetTable),
      ...comparisons({ results, summary }),
      ...summary.flatMap(({ target, classification }) =>
        classification ? [classTable(target.label, classification)] : [],
      ),
    ].join('\n\n')}\n`;
  },
};

function targetTable({ target, answered, failed, missing, metrics }: TargetSummary): string {
  const hasUnanswered = metrics.some((one) => one.answered);
  const hasSeen = metrics.some((one) => one.seen);
  const rows = metrics.map(({ metric, figure, answered: ofAnswered, seen }) => [
    metric.label,
    figure ? meanFigure(metric, figure) : '–',
    figure?.interval ? intervalFigure(metric.unit, figure.interval) : '–',
    figure?.interval ? intervalNames[figure.interval.method] : '–',
    String(figure?.rows ?? 0),
    ...(hasUnanswered ? [ofAnswered ? wholeFigure(metric, ofAnswered) : '–'] : []),
    ...(hasSeen ? [seen ? wholeFigure(metric, seen) : '–'] : []),
  ]);
  const counts = [
    counted(answered, 'response'),
    ...(failed > 0 ? [l10n.t('{0} failed', grouped(failed))] : []),
    ...(missing > 0 ? [l10n.t('{0} missing', grouped(missing))] : []),
  ];
  const columns = [
    ...[l10n.t('Metric'), l10n.t('Mean'), l10n.t('95% CI'), l10n.t('Interval by'), l10n.t('Rows')],
    ...(hasUnanswered ? [l10n.t('Rows with a response')] : []),
    ...(hasSeen ? [l10n.t('Rows seen in training')] : []),
  ];
  return `## ${cell(target.label)}\n\n\`${inCode(target.model)}\`, ${counts.join(', ')}\n\n${table(columns, rows)}`;
}

function comparisons({ results, summary }: Pick<ReportInput, 'results' | 'summary'>): string[] {
  const [first] = results.header.targets;
  if (first === undefined || summary.length < 2) return [];
  const rows = summary.slice(1).flatMap(({ target, metrics }) =>
    metrics.flatMap(({ metric, comparison }) => {
      if (comparison === undefined) return [];
      const { difference, interval } = differenceFigures(metric, comparison);
      return [
        [
          ...[cell(target.label), metric.label, difference, interval || '–', String(comparison.rows)],
          ...[recordOf(comparison), pFigure(metric, comparison), verdicts[comparison.verdict]],
        ],
      ];
    }),
  );
  const columns = [
    ...[l10n.t('Model'), l10n.t('Metric'), l10n.t('Difference'), l10n.t('95% CI')],
    ...[l10n.t('Rows with both responses'), l10n.t('Record'), l10n.t('Test'), l10n.t('Verdict')],
  ];
  return [l10n.t('## Compared with {0}\n\n{1}', cell(first.label), table(columns, rows))];
}

function classTable(label: string, { classes, counts, macro }: Classification): string {
  const percent = (value: number) => figure('share', value);
  const rows = classes.map(({ name, precision, recall, f1, support }, index) => [
    cell(name),
    ...[precision, recall, f1].map(percent),
    String(support),
    ...(counts[index] ?? []).map(String),
  ]);
  const columns = [l10n.t('Expected'), l10n.t('Precision'), l10n.t('Recall'), 'F1', l10n.t('Rows')];
  const answered = [...classes.map(({ name }) => `→ ${cell(name)}`), l10n.t('→ other')];
  const means = [l10n.t('Mean'), ...[macro.precision, macro.recall, macro.f1].map(percent), ''];
  return l10n.t(
    '## Classes: {0}\n\n{1}',
    cell(label),
    table([...columns, ...answered], [...rows, [...means, ...answered.map(() => '')]]),
  );
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Texts of others, so that they stay one cell of plain text. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

/** Between two backticks. */
function inCode(text: string): string {
  return text.replace(/[\s`]+/g, ' ');
}
