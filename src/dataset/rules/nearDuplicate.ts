import * as l10n from '@vscode/l10n';
import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

/** Looked for on demand (nearDuplicates.ts), for it compares all texts. */
export const nearDuplicate: GroupRule = {
  id: 'near-duplicate',
  kind: 'duplicate',
  severity: 'info',
  scope: 'group',
  title: l10n.t('Near-duplicate of another example'),
  description: l10n.t(
    'Examples that differ in only a word or two add little but get double weight. Checked on demand with *Find Near-Duplicates*: at least 80% of the three-word sequences match, or of the character pairs in scripts without spaces, such as Chinese, Japanese, and Thai (MinHash).',
  ),
  fix: (problem, lines) => ({ title: l10n.t('Delete line'), edits: [deleteLine(lines, problem.line)] }),
};

export function nearDuplicateMessage(other: number, similarity: number): string {
  return l10n.t('{0}% similar to line {1}.', Math.floor(similarity * 100), other + 1);
}
