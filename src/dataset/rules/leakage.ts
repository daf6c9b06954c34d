import * as l10n from '@vscode/l10n';
import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

export const leakage: GroupRule = {
  id: 'leakage',
  kind: 'duplicate',
  severity: 'warning',
  scope: 'group',
  title: l10n.t('Example is also in the paired file'),
  description: l10n.t(
    'If an input appears in both the training file and the validation file, validation measures memorization instead of generalization (data leakage). Files are paired by name (`faq.train.jsonl`, or `faq.jsonl` alone, and `faq.validation.jsonl`), by a plan that names both, or with *Check for Overlap with Another File…*.',
  ),
  fix: (problem, lines) => ({ title: l10n.t('Delete line'), edits: [deleteLine(lines, problem.line)] }),
};

export function leakageMessage(other: string): string {
  return l10n.t('The same input is in {0}.', other);
}
