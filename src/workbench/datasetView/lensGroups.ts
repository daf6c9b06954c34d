import * as vscode from 'vscode';
import { type Lens, type LensColumn, lensColumns } from '../../dataset/rows/lens';
import type { FactTest, RuleRows } from '../../dataset/rows/rowTypes';
import { findRule } from '../../dataset/rules/index';
import { numberText, rowsText } from '../ui/numberFormat';
import type { LensBar, LensGroup } from './datasetView.protocol';
import type { FilterChange } from './datasetViewMessages.protocol';
import { factText, rangeKinds, rangeText, scriptText } from './factText';

/** Labels and rules of which there are more are told by their number. */
const mostBars = 10;

/** What the rows that are shown are like, in words; without what the file does not have. */
export function lensGroups(lens: Lens, rules: readonly RuleRows[], countsTokens: boolean): LensGroup[] {
  const { l10n } = vscode;
  const barOfFact = (label: string, rows: number, fact: FactTest) =>
    barOf(label, rows, { kind: 'addFact', fact }, factText(fact, countsTokens));
  const labels = lens.labels.map(({ label, rows }) => barOfFact(label, rows, { column: 'label', is: label }));
  const scripts = lens.scripts.map(({ script, rows }) =>
    barOfFact(scriptText(script), rows, { column: 'script', is: script }),
  );
  const problems = rules.map(({ rule, rows }) =>
    barOf(findRule(rule)?.title ?? rule, rows, { kind: 'problems', problems: { rule } }),
  );
  return [
    ...lensColumns.map((column) => ({
      title: titleOf(column, countsTokens),
      bars: lens.numbers[column].map(({ rows, ...range }) =>
        barOfFact(rangeText(range), rows, { column, ...range }),
      ),
      more: '',
    })),
    cut(l10n.t('Labels'), labels),
    cut(l10n.t('Scripts'), scripts),
    cut(l10n.t('Problems'), problems),
  ].filter(({ bars }) => bars.length > 0);
}

function titleOf(column: LensColumn, countsTokens: boolean): string {
  const { l10n } = vscode;
  if (countsTokens || column === 'turns') return rangeKinds()[column].title;
  return column === 'inputTokens' ? l10n.t('Estimated input tokens') : l10n.t('Estimated output tokens');
}

/** @param filter what the bar filters by, in the filter's own words */
function barOf(label: string, rows: number, change: FilterChange, filter = label): LensBar {
  return { label, rows, change, action: vscode.l10n.t('Show only {0} ({1})', filter, rowsText(rows)) };
}

function cut(title: string, bars: readonly LensBar[]): LensGroup {
  const left = bars.length - mostBars;
  const more = left > 0 ? vscode.l10n.t('{0} more', numberText(left)) : '';
  return { title, bars: bars.slice(0, mostBars), more };
}
