import { CannotExpress, type Conversation, type RankedAnswer } from '../conversation';

/** The two answers of preference data, the better one first. Throws `CannotExpress` when there are not two. */
export function preferredPair({ answers }: Conversation): { better: RankedAnswer; worse: RankedAnswer } {
  const [better, worse, ...more] = [...(answers ?? [])].sort((a, b) => b.score - a.score);
  if (!better || !worse || more.length > 0) {
    throw new CannotExpress('Preference data has exactly two answers to each question.');
  }
  return { better, worse };
}
