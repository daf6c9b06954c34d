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
    'Examples that differ in a word or two teach little more than one of them, and weigh twice. Looked for on demand: four fifths of the word triples are the same (MinHash finds the pairs), or of the pairs of characters in scripts that write no spaces, such as Chinese, Japanese and Thai.',
  fix: (problem, lines) => ({ title: 'Delete line', edits: [deleteLine(lines, problem.line)] }),
};

export function nearDuplicateMessage(other: number, similarity: number): string {
  return `${Math.floor(similarity * 100)}% similar to line ${other + 1}.`;
}
