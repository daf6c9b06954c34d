// What makes a pipeline stop: a figure beyond its bound, or a model that is worse than the baseline.
import { counted } from '../base/numbers';
import type { MetricSummary, TargetSummary } from '../evaluation/compare/summary';
import { findMetric, metrics } from '../evaluation/metrics/index';
import type { Metric } from '../evaluation/metrics/metric';
import { figure } from '../evaluation/report/figures';
import { numberOf, UsageError } from './command';

export interface Gate {
  readonly bounds: readonly { readonly metric: Metric; readonly bound: number }[];
  readonly notWorse: readonly Metric[];
}

/** Throws `UsageError`. @param required as `METRIC=VALUE` @param notWorse names of metrics */
export function gateOf(required: readonly string[], notWorse: readonly string[]): Gate {
  return {
    bounds: required.map((text) => {
      const [id = '', ...values] = text.split('=');
      const metric = metricNamed(id);
      if (metric.better === 'one')
        throw new UsageError(`--require can't be used with "${id}", which is best near 1.`);
      return { metric, bound: numberOf(`--require ${id}`, values.join('=')) };
    }),
    notWorse: notWorse.map(metricNamed),
  };
}

/** Throws `UsageError`. */
export function metricNamed(id: string): Metric {
  const metric = findMetric(id);
  if (metric) return metric;
  throw new UsageError(`Unknown metric "${id}". Use one of: ${metrics.map((one) => one.id).join(', ')}.`);
}

export function isGate({ bounds, notWorse }: Gate): boolean {
  return bounds.length + notWorse.length > 0;
}

/**
 * A sentence for each thing that isn't as it must be. The first of several models is what the others are measured by. Rows
 * without a response take no part in a comparison: a model that lacks some could pass because of just those.
 */
export function gateFailures(summary: readonly TargetSummary[], gate: Gate): string[] {
  if (!isGate(gate)) return [];
  const { bounds, notWorse } = gate;
  const [first, ...others] = summary;
  const judged = others.length > 0 || first === undefined ? others : [first];
  const measured = notWorse.length > 0 ? summary : judged;
  const lacking = measured.flatMap((one) => withoutResponse(one) ?? []);
  const failures = judged.flatMap((one) => [
    ...bounds.flatMap(({ metric, bound }) => beyond(one, metric, bound) ?? []),
    ...notWorse.flatMap((metric) => worse(one, metric, others.length > 0) ?? []),
  ]);
  return [...lacking, ...failures];
}

function withoutResponse({ target, failed, missing }: TargetSummary): string | undefined {
  const count = failed + missing;
  return count === 0 ? undefined : `${target.label} has no response to ${counted(count, 'example')}.`;
}

function beyond(summary: TargetSummary, metric: Metric, bound: number): string | undefined {
  const value = measured(summary, metric)?.figure?.value;
  const name = `${metric.label} of ${summary.target.label}`;
  if (value === undefined) return `${name} wasn't measured.`;
  const isHigher = metric.better === 'higher';
  if (isHigher ? value >= bound : value <= bound) return undefined;
  const [is, must] = [figure(metric.unit, value), figure(metric.unit, bound)];
  return `${name} is ${is}. It must be ${isHigher ? 'at least' : 'at most'} ${must}.`;
}

function worse(summary: TargetSummary, metric: Metric, hasBaseline: boolean): string | undefined {
  const verdict = measured(summary, metric)?.comparison?.verdict;
  const name = `${metric.label} of ${summary.target.label}`;
  if (verdict === undefined) {
    const why = hasBaseline
      ? 'no example has a figure for both'
      : 'there is none. Evaluate a second model, or compare two results files';
    return `${name} can't be compared with a baseline: ${why}.`;
  }
  if (verdict === 'few')
    return `${name} can't be compared with the baseline: too few examples have a figure for both.`;
  return verdict === 'worse' ? `${name} is worse than that of the baseline.` : undefined;
}

function measured({ metrics: all }: TargetSummary, { id }: Metric): MetricSummary | undefined {
  return all.find(({ metric }) => metric.id === id);
}
