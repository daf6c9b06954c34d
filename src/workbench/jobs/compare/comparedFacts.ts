import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { MetricSeries } from '../../../tuning/contract/metrics';
import type { TuningService } from '../../../tuning/contract/service';
import { isRemote, methodOf } from '../../../tuning/contract/spec';
import { type MetricSummary, summaryOf } from '../../../tuning/curves/metricSummary';
import { stepsPerEpochOf } from '../../../tuning/curves/stepsPerEpoch';
import { numberText } from '../../ui/numberFormat';
import type { Chart, Curve } from '../charts/charts.protocol';
import { columnsOf, labelOfSeries, takesLog } from '../page/curves';
import { settingsOf } from '../page/settingFacts';
import { describeJob, durationText } from '../tree/jobText';
import type { ComparedFacts, ComparedRow } from './compareRuns.protocol';

/** A run as far as it is known. */
export interface KnownRun {
  readonly label: string;
  readonly service: TuningService;
  readonly job: TuningJob | undefined;
  readonly series: readonly MetricSeries[] | undefined;
  /** Of the launch that made it, when that was ours. */
  readonly record?: LaunchRecord | undefined;
}

/** Names that tell the runs apart. */
export function labelsOf(jobs: readonly { readonly displayName: string }[]): readonly string[] {
  const seen = new Map<string, number>();
  return jobs.map(({ displayName }) => {
    const before = seen.get(displayName) ?? 0;
    seen.set(displayName, before + 1);
    return before === 0 ? displayName : `${displayName} (${before + 1})`;
  });
}

export function comparedFacts(runs: readonly KnownRun[]): ComparedFacts {
  return {
    runs: runs.map(({ label, job }, style) => ({ label, state: job ? describeJob(job) : '', style })),
    differences: differencesOf(runs.map(launchedWith)),
    results: resultsOf(runs),
  };
}

/** What a run was launched with and on, by the label of each thing. */
function launchedWith({ job, service, record }: KnownRun): ReadonlyMap<string, string> {
  if (job === undefined) return new Map();
  const { spec, dataStats } = job;
  const method = service.methods.find((one) => one.method === methodOf(spec))?.label ?? '';
  const number = (value: number | undefined) => (value === undefined ? '' : numberText(value));
  return new Map([
    [vscode.l10n.t('Service'), service.label],
    [vscode.l10n.t('Method'), method],
    ...settingsOf(job, service).map(({ label, value }): [string, string] => [label, value]),
    [vscode.l10n.t('Training file'), record?.data.name ?? spec.dataset ?? ''],
    [vscode.l10n.t('SHA-256'), shortHash(record?.data.sha256)],
    [vscode.l10n.t('Validation file'), placeName(record?.data.validationSource ?? spec.validation)],
    [vscode.l10n.t('SHA-256 of the validation file'), shortHash(record?.data.validationSha256)],
    [vscode.l10n.t('Examples'), number(record?.data.examples ?? dataStats?.examples)],
    [vscode.l10n.t('Dropped examples'), number(dataStats?.droppedCount)],
    [vscode.l10n.t('Billable tokens in file'), number(dataStats?.billableTokens)],
    [vscode.l10n.t('Steps'), number(dataStats?.steps ?? job.progress?.totalSteps)],
  ]);
}

/** Enough to tell two files apart; the job page has all of it. */
function shortHash(sha256: string | undefined): string {
  return sha256?.slice(0, 12) ?? '';
}

function placeName(source: string | undefined): string {
  return source === undefined || isRemote(source)
    ? (source ?? '')
    : decodeURIComponent(source.split('/').at(-1) ?? '');
}

/** The rows in which not all columns are the same. */
function differencesOf(columns: readonly ReadonlyMap<string, string>[]): readonly ComparedRow[] {
  const labels = new Set(columns.flatMap((column) => [...column.keys()]));
  return [...labels].flatMap((label) => {
    const cells = columns.map((column) => column.get(label) ?? '');
    return new Set(cells).size > 1 ? [{ label, cells }] : [];
  });
}

function resultsOf(runs: readonly KnownRun[]): readonly ComparedRow[] {
  const metrics = new Map(
    runs.flatMap(({ series = [] }) =>
      series
        .filter(({ kind }) => kind === 'loss' || kind === 'accuracy' || kind === 'reward')
        .map((one) => [keyOf(one), one]),
    ),
  );
  const rows = [...metrics].flatMap(([key, metric]): ComparedRow[] => {
    const summaries = runs.map(({ series = [] }) => {
      const found = series.find((one) => keyOf(one) === key);
      return found && summaryOf(found);
    });
    const label = labelOfSeries(metric);
    return [
      { label: vscode.l10n.t('{0} (final)', label), cells: summaries.map(finalText) },
      { label: vscode.l10n.t('{0} (best)', label), cells: summaries.map(bestText) },
    ];
  });
  const durations = runs.map(({ job }) => trainingTime(job));
  return durations.some((text) => text !== '')
    ? [...rows, { label: vscode.l10n.t('Duration'), cells: durations }]
    : rows;
}

function finalText(summary: MetricSummary | undefined): string {
  return summary === undefined ? '' : rounded(summary.final.value);
}

function bestText(summary: MetricSummary | undefined): string {
  if (summary?.best === undefined) return '';
  return vscode.l10n.t('{0} at step {1}', rounded(summary.best.value), numberText(summary.best.step));
}

function rounded(value: number): string {
  return numberText(value, { maximumSignificantDigits: 4 });
}

function trainingTime(job: TuningJob | undefined): string {
  if (job?.startTime === undefined || job.endTime === undefined) return '';
  return durationText(job.endTime - job.startTime);
}

/** One chart for each metric, with the curve of each run. Services name the same thing differently: kind and side count. */
export function comparedCurves(runs: readonly KnownRun[]): {
  readonly charts: readonly Chart[];
  readonly curves: readonly Curve[];
} {
  const charts = new Map<string, Chart>();
  const curves = runs.flatMap(({ label, series = [], job }, style) =>
    series.map((one): Curve => {
      const id = keyOf(one);
      if (!charts.has(id)) charts.set(id, { id, title: labelOfSeries(one), takesLog: takesLog(one) });
      const stepsPerEpoch = stepsPerEpochOf(series, job);
      const { steps, values } = columnsOf(one);
      const times = steps.map(() => null); // each run has times of its own
      return {
        id: `${label} ${one.name.replace(/^\//, '')}`,
        label,
        chart: id,
        style,
        stepsPerEpoch,
        steps,
        values,
        times,
      };
    }),
  );
  const order = ['loss train', 'loss validation', 'accuracy train', 'accuracy validation'];
  const place = ({ id }: Chart) => (order.includes(id) ? order.indexOf(id) : order.length);
  return {
    charts: [...charts.values()].sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1)),
    curves,
  };
}

function keyOf({ kind, side, name }: MetricSeries): string {
  return kind === 'other' ? name : `${kind} ${side}`;
}
