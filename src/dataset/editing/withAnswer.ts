import type { Conversation, Part, Turn } from '../example/conversation';

/** The conversation with another answer: that of its last turn, or the preferred one of preference data. */
export function withAnswer(conversation: Conversation, parts: readonly Part[]): Conversation {
  const { turns, answers } = conversation;
  if (answers) {
    const best = answers.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const at = answers.findIndex(({ score }) => score === best);
    return {
      ...conversation,
      answers: answers.map((answer, index) =>
        index === at ? { ...answer, turns: answered([], parts) } : answer,
      ),
    };
  }
  const isAnswered = turns.at(-1)?.speaker === 'model';
  const before = isAnswered ? turns.slice(0, -1) : turns;
  return { ...conversation, turns: [...before, ...answered(turns.slice(before.length), parts)] };
}

/** The same turn with other words and calls, thoughts left out: they led to the other ones. */
function answered([turn]: readonly Turn[], parts: readonly Part[]): Turn[] {
  return [{ ...turn, speaker: 'model', parts }];
}
