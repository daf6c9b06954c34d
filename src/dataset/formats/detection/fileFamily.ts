import type { FormatFamily } from '../format';
import type { FormatVotes } from './formatVotes';

/** What a whole file is, in the CLI's words. */
export type FileFamily = FormatFamily | 'mixed' | 'empty' | 'invalid';

export function familyOf(
  votes: FormatVotes,
  counts: { readonly lines: number; readonly blankLines: number },
): FileFamily {
  if (counts.lines === counts.blankLines) return 'empty';
  if (votes.values === 0) return 'invalid';
  const winner = votes.winner();
  if (!winner) return 'other';
  return votes.isMixed ? 'mixed' : winner.family;
}
