// Preference data as many open tools write it: texts, or lists of messages (TRL), the question apart or in both lists.
import validate, { schema } from 'validator:./promptChosen.schema.json';
import {
  type Conversation,
  type LeaveOut,
  loseQuietly,
  refuseToLose,
  type Turn,
  textTurn,
} from '../example/conversation';
import { canonicalJson, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat, TextField } from './format';
import { messageOutline } from './openai/openaiMessages';
import { readMessages, readOpenaiTools } from './openai/openaiRead';
import { leaveOutScores, preferredPair } from './shared/preference';
import { fieldsOf, singleExchange } from './shared/textPair';

export const promptChosen: DatasetFormat = {
  id: 'promptChosen',
  family: 'preference',
  label: 'Prompt with chosen and rejected answer',
  source: 'common in public datasets for DPO',
  importOnly: true,
  validate,
  schema,
  conversationKeys: ['prompt', 'chosen', 'rejected', 'tools'],
  sample: { prompt: '', chosen: '', rejected: '' },
  likeness(value) {
    if (!('rejected' in value) || 'conversations' in value) return 0;
    return 'prompt' in value || Array.isArray(value.chosen) ? 2 : 0;
  },
  outline: (value) => ({
    fields: [
      ...textFields(value, 'prompt', 'user', 'none'),
      ...textFields(value, 'chosen', 'model', 'last'),
      ...textFields(value, 'rejected', 'model', 'last'),
    ],
    turns: [],
  }),
  toConversation(value, leaveOut = loseQuietly) {
    const { prompt, chosen, rejected } = value.prompt === undefined ? splitPrompt(value) : value;
    const { system, turns } = read(prompt, 'user', leaveOut);
    return {
      ...(system ? { system } : {}),
      turns,
      answers: [
        { score: 1, turns: read(chosen, 'model', leaveOut).turns },
        { score: 0, turns: read(rejected, 'model', leaveOut).turns },
      ],
      ...readOpenaiTools({ tools: value.tools ?? null }),
    };
  },
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

function textFields(
  value: JsonObject,
  key: string,
  speaker: TextField['speaker'],
  answers: 'last' | 'none',
): TextField[] {
  if (Array.isArray(value[key])) return messageOutline(value[key], [key], answers).fields;
  return fieldsOf(value, [key], speaker, speaker === 'model' ? 'output' : 'input');
}

/** Both lists start with the same messages: the question. */
function splitPrompt({ chosen, rejected }: JsonObject): Record<'prompt' | 'chosen' | 'rejected', JsonValue> {
  if (!Array.isArray(chosen) || !Array.isArray(rejected))
    return { prompt: [], chosen: chosen ?? '', rejected: rejected ?? '' };
  const isSame = (index: number) =>
    canonicalJson(chosen[index] ?? null) === canonicalJson(rejected[index] ?? null);
  const shorter = Math.min(chosen.length, rejected.length);
  let same = 0;
  while (same < shorter - 1 && isSame(same)) same++;
  return { prompt: chosen.slice(0, same), chosen: chosen.slice(same), rejected: rejected.slice(same) };
}

function read(
  said: JsonValue | undefined,
  speaker: Turn['speaker'],
  leaveOut: LeaveOut,
): Pick<Conversation, 'system' | 'turns'> {
  if (typeof said === 'string') return { turns: [textTurn(speaker, said)] };
  return readMessages(said, leaveOut);
}
