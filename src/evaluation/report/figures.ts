// How figures are written, in reports and on the results page.
import * as l10n from '@vscode/l10n';
import { counted, grouped, withDecimals, withPrecision } from '../../base/numbers';
import type { Figure } from '../compare/figure';
import type { Interval, IntervalMethod } from '../compare/interval';
import type { Comparison, Verdict } from '../compare/pairs';
import type { Metric, Unit } from '../metrics/metric';

export function figure(unit: Unit, value: number): string {
  switch (unit) {
    case 'rightOrWrong':
    case 'share':
      return `${withDecimals(value * 100, 1)}%`;
    case 'points':
      return withDecimals(value, 1);
    case 'ratio':
      return withDecimals(value, 2);
    case 'milliseconds':
      return l10n.t('{0} ms', grouped(Math.round(value)));
    case 'tokens':
      return withDecimals(value, 1);
    case 'dollars':
      return l10n.t('{0} per 1,000', `$${withPrecision(value * 1000, 3)}`);
  }
}

/** The figure of a target; of a length ratio, what is compared. */
export function meanFigure({ unit, better }: Pick<Metric, 'unit' | 'better'>, { value }: Figure): string {
  return better === 'one' ? l10n.t('{0} from 1', figure(unit, value)) : figure(unit, value);
}

/** `80.0% [51.9% … 95.7%], 10 rows`. */
export function wholeFigure(metric: Pick<Metric, 'unit' | 'better'>, one: Figure): string {
  const interval = one.interval ? ` ${intervalFigure(metric.unit, one.interval)}` : '';
  return `${meanFigure(metric, one)}${interval}, ${counted(one.rows, 'row')}`;
}

/** Low and high in brackets, the unit once. */
export function intervalFigure(unit: Unit, { low, high }: Interval): string {
  return bracketed(figure(unit, low), figure(unit, high));
}

/** What an interval is named by. */
export const intervalNames: Readonly<Record<IntervalMethod, string>> = {
  midP: 'Clopper–Pearson, mid-p',
  score: 'Tango',
  bootstrap: 'bootstrap',
  normal: l10n.t('normal distribution'),
};

/** How far a target is from the first, and the 95% interval of that; shares in percentage points. */
export function differenceFigures(
  { unit, better }: Pick<Metric, 'unit' | 'better'>,
  { gain, interval }: Comparison,
): { readonly difference: string; readonly interval: string } {
  // Where less is better, a gain is a smaller figure.
  const turn = better === 'higher' ? 1 : -1;
  const difference = signed(unit, turn * gain);
  if (interval === undefined) return { difference, interval: '' };
  const ends = [turn * interval.low, turn * interval.high].sort((a, b) => a - b);
  const [low = 0, high = 0] = ends;
  return { difference, interval: bracketed(signed(unit, low), signed(unit, high)) };
}

/** `p = 0.031 (McNemar)`. */
export function pFigure({ unit }: Pick<Metric, 'unit'>, { p, interval }: Comparison): string {
  const test = unit === 'rightOrWrong' || !interval ? 'McNemar' : intervalNames[interval.method];
  return `p ${p < 0.001 ? `< ${withDecimals(0.001, 3)}` : `= ${withDecimals(p, 3)}`} (${test})`;
}

function signed(unit: Unit, value: number): string {
  const size = figure(unit, Math.abs(value));
  const sign = /[1-9]/.test(size) ? (value > 0 ? '+' : '−') : '±';
  return `${sign}${unit === 'share' || unit === 'rightOrWrong' ? size.replace('%', ' points') : size}`;
}

function bracketed(low: string, high: string): string {
  const [bare = low] = low.split(' ');
  return `[${bare}, ${high}]`;
}

export const verdicts: Readonly<Record<Verdict, string>> = {
  better: l10n.t('better'),
  worse: l10n.t('worse'),
  none: l10n.t('no significant difference'),
  many: l10n.t('not significant after adjustment for multiple comparisons'),
  few: l10n.t('too few rows'),
};

export function recordOf({ wins, ties, losses }: Comparison): string {
  return `${counted(wins, 'win')}, ${counted(ties, 'tie')}, ${counted(losses, 'loss')}`;
}
