import { deleteLine } from '../checking/edits';
import type { GroupRule } from '../checking/rule';

/** Looked for on demand (nearDuplicates.ts), for it compares all texts. */
export const nearDuplicate: GroupRule = {
  id: 'near-duplicate',
  kind: 'duplicate',
  severity: 'info',
  scope: 'group',
  title: 'Near-duplicate of another example',
  description:
    'Examples that differ in only a word or two add little but get double weight. Checked on demand with *Find Near-Duplicates*: at least 80% of the three-word sequences match, or of the character pairs in scripts without spaces, such as Chinese, Japanese, and Thai (MinHash).',
  fix: (problem, lines) => ({ title: 'Delete line', edits: [deleteLine(lines, problem.line)] }),
};

export function nearDuplicateMessage(other: number, similarity: number): string {
  return `${Math.floor(similarity * 100)}% similar to line ${other + 1}.`;
}
