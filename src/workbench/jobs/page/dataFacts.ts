import * as vscode from 'vscode';
import type { DataStats, Distribution, TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import { isRemote } from '../../../tuning/contract/spec';
import { numberText } from '../../ui/numberFormat';
import type { JobSurroundings } from './jobFacts';
import type { DroppedFacts, JobFacts, ShownDistribution } from './jobPage.protocol';

/** What Google found in the training file beside what was known here; rows of which nobody knows anything are left out. */
export function dataRows({ spec, dataStats }: TuningJob, record: LaunchRecord | undefined): JobFacts['data'] {
  const number = (value: number | undefined) => (value === undefined ? '' : numberText(value));
  const rows = [
    { label: vscode.l10n.t('Training file'), google: spec.dataset ?? '', here: pathOf(record?.data.source) },
    {
      label: vscode.l10n.t('Validation file'),
      google: spec.validation ?? '',
      here: pathOf(record?.data.validationSource),
    },
    {
      label: vscode.l10n.t('Examples'),
      google: number(dataStats?.examples),
      here: number(record?.data.examples),
    },
    {
      label: vscode.l10n.t('Steps'),
      google: number(dataStats?.steps),
      here: number(record?.estimate.steps),
    },
    {
      label: vscode.l10n.t('Billable characters'),
      google: number(dataStats?.billableCharacters),
      here: '',
    },
    { label: vscode.l10n.t('SHA-256'), google: '', here: record?.data.sha256 ?? '' },
  ];
  return rows.filter(({ google, here }) => google !== '' || here !== '');
}

function pathOf(source: string | undefined): string {
  if (source === undefined || isRemote(source)) return source ?? '';
  return vscode.workspace.asRelativePath(vscode.Uri.parse(source, true));
}

export function distributionsOf(stats: DataStats | undefined): ShownDistribution[] {
  const shown = (title: string, distribution: Distribution | undefined) =>
    distribution === undefined ? [] : [{ title, ...describe(distribution) }];
  return [
    ...shown(vscode.l10n.t('Input tokens per example'), stats?.inputTokens),
    ...shown(vscode.l10n.t('Output tokens per example'), stats?.outputTokens),
    ...shown(vscode.l10n.t('Messages per example'), stats?.messages),
  ];
}

function describe({ minimum, p5, median, mean, p95, maximum, buckets }: Distribution) {
  const number = (value: number) => numberText(value, { maximumFractionDigits: 1 });
  const said = (value: number | undefined, say: (text: string) => string) =>
    value === undefined ? [] : [say(number(value))];
  return {
    summary: [
      ...said(minimum, (value) => vscode.l10n.t('min {0}', value)),
      ...said(p5, (value) => vscode.l10n.t('p5 {0}', value)),
      ...said(median, (value) => vscode.l10n.t('median {0}', value)),
      ...said(mean, (value) => vscode.l10n.t('mean {0}', value)),
      ...said(p95, (value) => vscode.l10n.t('p95 {0}', value)),
      ...said(maximum, (value) => vscode.l10n.t('max {0}', value)),
    ].join(' · '),
    buckets: buckets.map(({ left, right, count }) => ({
      label: left === right ? number(left) : `${number(left)}–${number(right)}`,
      count,
    })),
  };
}

/** Rows that a page shows at most: the rest is counted. */
const mostShown = 200;

export function droppedFacts(
  { dataStats }: TuningJob,
  { record }: Pick<JobSurroundings, 'record'>,
): DroppedFacts | undefined {
  if (dataStats === undefined || dataStats.droppedCount === 0) return undefined;
  const { droppedCount, dropped } = dataStats;
  const shown = dropped.slice(0, mostShown);
  return {
    summary:
      shown.length < droppedCount
        ? vscode.l10n.t(
            '{0} examples were dropped. Google lists {1} of them.',
            numberText(droppedCount),
            numberText(shown.length),
          )
        : droppedCount === 1
          ? vscode.l10n.t('1 example was dropped.')
          : vscode.l10n.t('{0} examples were dropped.', numberText(droppedCount)),
    examples: shown.map(({ index, reason }) => ({
      label: vscode.l10n.t('Example {0}', index),
      reason: reason ?? vscode.l10n.t('no reason given'),
    })),
    canReveal: record !== undefined,
  };
}
