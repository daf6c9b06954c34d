import * as l10n from '@vscode/l10n';
import {
  CannotExpress,
  type Conversation,
  type LeaveOut,
  type RankedAnswer,
} from '../../example/conversation';

/** The two answers of preference data, the better one first. Throws `CannotExpress` when there are not two. */
export function preferredPair({ answers }: Conversation): { better: RankedAnswer; worse: RankedAnswer } {
  const [better, worse, ...more] = [...(answers ?? [])].sort((a, b) => b.score - a.score);
  if (!better || !worse || more.length > 0) {
    throw new CannotExpress(l10n.t('Preference data requires exactly two responses per prompt.'));
  }
  if (better.score === worse.score)
    throw new CannotExpress(l10n.t('Both responses have the same score, so neither is preferred.'));
  return { better, worse };
}

/** For formats that say only which answer is better. */
export function leaveOutScores(
  { better, worse }: ReturnType<typeof preferredPair>,
  leaveOut: LeaveOut,
): void {
  if (better.score !== 1 || worse.score !== 0)
    leaveOut(l10n.t('the scores {0} and {1}', better.score, worse.score));
}
