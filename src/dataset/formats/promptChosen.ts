// Preference data as many open tools write it: texts, or lists of messages (TRL), the question apart or in both answers.

import validate, { schema } from 'validator:./promptChosen.schema.json';
import * as l10n from '@vscode/l10n';
import {
  type Conversation,
  type LeaveOut,
  loseQuietly,
  type Part,
  refuseToLose,
  type Turn,
  textTurn,
} from '../example/conversation';
import { canonicalJson, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat, TextField } from './format';
import { listOf, messageOutline } from './openai/openaiMessages';
import { readAnswer, readMessages, readOpenaiTools } from './openai/openaiRead';
import { readTemplate } from './shared/chatTemplates';
import { leaveOutScores, preferredPair } from './shared/preference';
import { fieldsOf, leaveOutOthers, singleExchange } from './shared/textPair';

/** The question, where it stands apart. */
const QUESTIONS = ['prompt', 'question', 'instruction'] as const;

export const promptChosen: DatasetFormat = {
  id: 'promptChosen',
  family: 'preference',
  label: l10n.t('Prompt with chosen and rejected responses (DPO)'),
  source: l10n.t('Common in public DPO datasets'),
  importOnly: true,
  validate,
  schema,
  conversationKeys: [...QUESTIONS, 'input', 'system', 'chosen', 'rejected', 'tools'],
  sample: { prompt: '', chosen: '', rejected: '' },
  likeness(value) {
    if (!('rejected' in value) || 'conversations' in value) return 0;
    if (QUESTIONS.some((key) => key in value)) return 2;
    return Array.isArray(messagesIn(value.chosen)) && Array.isArray(messagesIn(value.rejected)) ? 2 : 0;
  },
  outline: (value) => ({
    fields: [
      ...fieldsOf(value, ['system'], 'system', 'input'),
      ...QUESTIONS.flatMap((key) => textFields(value, key, 'user', 'none')),
      ...fieldsOf(value, ['input'], 'user', 'input').map((field) => ({ ...field, mayBeEmpty: true })),
      ...textFields(value, 'chosen', 'model', 'last'),
      ...textFields(value, 'rejected', 'model', 'last'),
    ],
    turns: [],
  }),
  toConversation(value, leaveOut = loseQuietly) {
    const { prompt, chosen, rejected } = pairIn(value, leaveOut);
    const { system: ownSystem = [], turns } = promptIn(prompt, leaveOut);
    const system = [...systemIn(value, leaveOut), ...ownSystem];
    return {
      ...(system.length > 0 ? { system } : {}),
      turns,
      answers: [
        { score: 1, turns: answerIn(chosen, leaveOut) },
        { score: 0, turns: answerIn(rejected, leaveOut) },
      ],
      ...readOpenaiTools({ tools: value.tools ?? null }, leaveOut),
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

type Pair = Record<'prompt' | 'chosen' | 'rejected', JsonValue>;

function pairIn(value: JsonObject, leaveOut: LeaveOut): Pair {
  const { chosen = '', rejected = '' } = value;
  const question = questionIn(value, leaveOut);
  const shared = splitPrompt(messagesIn(chosen), messagesIn(rejected));
  if (question === undefined) return shared ?? { prompt: [], chosen, rejected };
  return shared && isQuestion(shared.prompt, question) ? shared : { prompt: question, chosen, rejected };
}

function questionIn(value: JsonObject, leaveOut: LeaveOut): JsonValue | undefined {
  leaveOutOthers(value, QUESTIONS, leaveOut);
  const taken = QUESTIONS.find((key) => value[key] !== undefined);
  const { input } = value;
  if (taken === 'instruction' && typeof input === 'string' && typeof value.instruction === 'string')
    return input === '' ? value.instruction : `${value.instruction}\n\n${input}`;
  if (input !== undefined) leaveOut('"input"');
  return taken && value[taken];
}

function systemIn({ system }: JsonObject, leaveOut: LeaveOut): Part[] {
  if (typeof system === 'string') return system === '' ? [] : [{ kind: 'text', text: system }];
  if (system !== undefined && system !== null) leaveOut('"system"');
  return [];
}

/** Some say the question apart and repeat it in both answers. */
function isQuestion(messages: JsonValue, question: JsonValue): boolean {
  if (typeof question !== 'string') return canonicalJson(messages) === canonicalJson(question);
  const asked = listOf(messages).filter(({ role }) => role !== 'system');
  return asked.length === 1 && asked[0]?.content === question;
}

/** Both answers start with the same messages: the question. */
function splitPrompt(chosen: JsonValue, rejected: JsonValue): Pair | undefined {
  if (!Array.isArray(chosen) || !Array.isArray(rejected)) return undefined;
  const isSame = (index: number) =>
    canonicalJson(chosen[index] ?? null) === canonicalJson(rejected[index] ?? null);
  const shorter = Math.min(chosen.length, rejected.length);
  let same = 0;
  while (same < shorter - 1 && isSame(same)) same++;
  return { prompt: chosen.slice(0, same), chosen: chosen.slice(same), rejected: rejected.slice(same) };
}

/** A whole chat in one text, as a template makes it, read as messages. */
function messagesIn(answer: JsonValue | undefined): JsonValue {
  const chat = typeof answer === 'string' ? readTemplate(answer) : undefined;
  if (chat === undefined) return answer ?? '';
  return [
    ...(chat.system === '' ? [] : [{ role: 'system', content: chat.system }]),
    ...chat.said.map(({ speaker, text }) => ({
      role: speaker === 'model' ? 'assistant' : 'user',
      content: text,
    })),
  ];
}

function promptIn(said: JsonValue, leaveOut: LeaveOut): Pick<Conversation, 'system' | 'turns'> {
  return typeof said === 'string' ? { turns: [textTurn('user', said)] } : readMessages(said, leaveOut);
}

function answerIn(said: JsonValue, leaveOut: LeaveOut): readonly Turn[] {
  return typeof said === 'string' ? [textTurn('model', said)] : readAnswer(said, leaveOut);
}
