import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';

export const conflictingExamples: GroupRule = {
  id: 'conflicting-examples',
  kind: 'conflict',
  severity: 'warning',
  scope: 'group',
  title: l10n.t('Same input with different outputs'),
  description: l10n.t(
    'Examples with the same input but different outputs teach the model contradictory behavior. Keep the better one, or make the inputs different. Reported on every line of the group.',
  ),
};

export function conflictMessage(other: number): string {
  return l10n.t('The same input has a different output on line {0}.', other + 1);
}
