import { unparse } from 'papaparse';
import type { Curve, MetricRow } from './charts.protocol';

/** One row for each step, one column for each curve, by the service's own names; `NaN` for what is not a number. */
export function metricCsv(curves: readonly Curve[], rows: readonly MetricRow[]): string {
  const fields = ['step', 'epoch', 'time', ...curves.map(({ id }) => id.replace(/^\//, ''))];
  const data = rows.map(({ step, epoch, time, values }) => [
    step,
    epoch ?? '',
    time === undefined ? '' : new Date(time).toISOString(),
    ...values.map((value) => (value === undefined ? '' : (value ?? 'NaN'))),
  ]);
  return `${unparse({ fields, data }, { newline: '\n', escapeFormulae: true })}\n`;
}
