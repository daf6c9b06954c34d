import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { MetricSeries } from '../../../tuning/contract/metrics';
import { stepsPerEpochOf } from '../../../tuning/curves/stepsPerEpoch';
import type { Chart, Curve } from '../charts/charts.protocol';

/** Training and validation of one kind are on one chart; what the service measures besides has a chart each. */
export function chartsOf(series: readonly MetricSeries[]): readonly Chart[] {
  const charts = new Map(
    series.map((one) => [chartOf(one), { id: chartOf(one), title: titleOf(one), takesLog: takesLog(one) }]),
  );
  const parts = series.filter(({ kind }) => kind === 'reward').map(chartOf);
  const order = ['loss', 'mean_reward', ...parts.sort(), 'accuracy', 'count'];
  const place = ({ id }: Chart) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...charts.values()].sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
}

/** The curves of a job for its page. */
export function curvesOf(
  series: readonly MetricSeries[],
  job: Pick<TuningJob, 'progress' | 'tunedModel'>,
): readonly Curve[] {
  const stepsPerEpoch = stepsPerEpochOf(series, job);
  return series
    .map((one) => ({
      id: one.name,
      label: labelOfSeries(one),
      chart: chartOf(one),
      style: one.side === 'train' ? 0 : 1,
      stepsPerEpoch,
      ...columnsOf(one),
    }))
    .sort((a, b) => a.style - b.style);
}

/** Each step once; the last word counts. */
export function columnsOf({ points }: MetricSeries): Pick<Curve, 'steps' | 'values' | 'times'> {
  const byStep = new Map(points.map((point) => [point.step, point]));
  const each = [...byStep.values()].sort((a, b) => a.step - b.step);
  return {
    steps: each.map(({ step }) => step),
    values: each.map(({ value }) => (Number.isFinite(value) ? value : null)),
    times: each.map(({ time }) => time ?? null),
  };
}

function chartOf({ kind, name }: MetricSeries): string {
  return kind === 'other' || kind === 'reward' ? withoutSide(name) : kind;
}

export function takesLog({ kind }: MetricSeries): boolean {
  return kind === 'loss' || kind === 'other';
}

function titleOf(series: MetricSeries): string {
  const words = wordsOf(series);
  const named = words.charAt(0).toUpperCase() + words.slice(1);
  const titles = {
    loss: vscode.l10n.t('Loss'),
    accuracy: vscode.l10n.t('Token accuracy'),
    count: vscode.l10n.t('Predicted tokens per step'),
    reward: named,
    other: named,
  };
  return titles[series.kind];
}

export function labelOfSeries(series: MetricSeries): string {
  const named = {
    train: vscode.l10n.t('Training {0}', wordsOf(series)),
    validation: vscode.l10n.t('Validation {0}', wordsOf(series)),
  };
  const labels = {
    loss: { train: vscode.l10n.t('Training loss'), validation: vscode.l10n.t('Validation loss') },
    accuracy: { train: vscode.l10n.t('Training accuracy'), validation: vscode.l10n.t('Validation accuracy') },
    count: {
      train: vscode.l10n.t('Training predicted tokens'),
      validation: vscode.l10n.t('Validation predicted tokens'),
    },
    reward: named,
    other: named,
  };
  return labels[series.kind][series.side];
}

/** Of `/train_mean_reward`: mean reward; of `tone/train_mean_reward`, a part of the reward: mean reward of “tone”. */
function wordsOf({ name }: MetricSeries): string {
  const [, owner, metric = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(withoutSide(name)) ?? [];
  const words = metric.replaceAll('_', ' ');
  return owner === undefined ? words : vscode.l10n.t('{0} of "{1}"', words, owner);
}

function withoutSide(name: string): string {
  return name.replace(/(train|eval)_(?=[^/]*$)/, '').replace(/^\//, '');
}
