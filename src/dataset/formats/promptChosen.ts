// Preference data as many open tools write it.
import validate, { schema } from 'validator:./promptChosen.schema.json';
import { refuseToLose, textTurn } from '../conversation';
import type { DatasetFormat } from '../format';
import { leaveOutScores, preferredPair } from './preference';
import { fieldsOf, firstText, singleExchange } from './textPair';

export const promptChosen: DatasetFormat = {
  id: 'promptChosen',
  family: 'preference',
  label: 'Prompt with chosen and rejected answer',
  source: 'common in public datasets for DPO',
  importOnly: true,
  validate,
  schema,
  conversationKeys: ['prompt', 'chosen', 'rejected'],
  sample: { prompt: '', chosen: '', rejected: '' },
  likeness: (value) => ('prompt' in value && 'rejected' in value ? 2 : 0),
  outline: (value) => ({
    fields: [
      ...fieldsOf(value, ['prompt'], 'user', 'input'),
      ...fieldsOf(value, ['chosen', 'rejected'], 'model', 'output'),
    ],
    turns: [],
  }),
  toConversation: (value) => ({
    turns: [textTurn('user', firstText(value, ['prompt']))],
    answers: [
      { score: 1, turns: [textTurn('model', firstText(value, ['chosen']))] },
      { score: 0, turns: [textTurn('model', firstText(value, ['rejected']))] },
    ],
  }),
  fromConversation(conversation, leaveOut = refuseToLose) {
    const pair = preferredPair(conversation);
    const { better, worse } = pair;
    leaveOutScores(pair, leaveOut);
    const { answers: _, ...rest } = conversation;
    const chosen = singleExchange({ ...rest, turns: [...rest.turns, ...better.turns] }, leaveOut);
    const rejected = singleExchange({ ...rest, turns: [...rest.turns, ...worse.turns] }, leaveOut);
    return { prompt: chosen.input, chosen: chosen.output, rejected: rejected.output };
  },
};
