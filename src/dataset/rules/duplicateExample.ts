import * as l10n from '@vscode/l10n';
import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

export const duplicateExample: GroupRule = {
  id: 'duplicate-example',
  kind: 'duplicate',
  severity: 'warning',
  scope: 'group',
  title: l10n.t('Duplicate example'),
  description: l10n.t(
    'Identical examples (regardless of key order) get more weight in training, usually by accident. Reported on the second and later lines.',
  ),
  fix: (problem, lines) => ({ title: l10n.t('Delete duplicate'), edits: [deleteLine(lines, problem.line)] }),
};

export function duplicateMessage(first: number): string {
  return l10n.t('Duplicate of line {0}.', first + 1);
}
