import type { ColumnRange, Problem } from '../checking/problem';
import { type FileTotals, type Severities, severityOf } from '../checking/rule';
import { rules } from '../rules/index';

/** What concerns a whole file, shown on its first line. */
export function fileProblems(totals: FileTotals, severities: Severities, range: ColumnRange): Problem[] {
  return rules.flatMap((rule): Problem[] => {
    if (rule.scope !== 'file') return [];
    const severity = severityOf(rule, severities);
    const message = severity === 'off' ? undefined : rule.check(totals);
    if (message === undefined || severity === 'off') return [];
    return [{ rule: rule.id, kind: rule.kind, severity, message, line: 0, range }];
  });
}
