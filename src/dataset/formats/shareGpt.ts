// ShareGPT: `conversations` of `from` and `value`, the commonest shape of chat data in open collections.

import validate, { schema } from 'validator:./shareGpt.schema.json';
import * as l10n from '@vscode/l10n';
import {
  CannotExpress,
  type Conversation,
  type LeaveOut,
  loseQuietly,
  refuseToLose,
  type Turn,
  textTurn,
} from '../example/conversation';
import { parseExactly, stringifyExactly } from '../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat } from './format';
import { readOpenaiTools } from './openai/openaiRead';
import { belongsToNoCall, readAnswerParts, readCalls, readResults } from './shared/taggedCalls';
import { joinedText, leaveOutExtras } from './shared/textPair';

const LISTS = ['conversations', 'conversation'] as const;

/** Who speaks, by the names that collections use. */
const SPEAKERS: Readonly<Record<string, 'user' | 'model' | 'system' | 'call' | 'result'>> = {
  human: 'user',
  user: 'user',
  prompter: 'user',
  gpt: 'model',
  assistant: 'model',
  model: 'model',
  chatgpt: 'model',
  bot: 'model',
  bing: 'model',
  bard: 'model',
  system: 'system',
  function_call: 'call',
  tool_call: 'call',
  observation: 'result',
  function_response: 'result',
  tool_response: 'result',
  tool: 'result',
  function: 'result',
};

export const shareGpt: DatasetFormat = {
  id: 'shareGpt',
  family: 'other',
  label: l10n.t('ShareGPT (conversations)'),
  source: l10n.t('common in public datasets of chats'),
  importOnly: true,
  isForeign: true,
  validate,
  schema,
  conversationKeys: [...LISTS, 'system', 'tools', 'chosen', 'rejected'],
  sample: {
    conversations: [
      { from: 'human', value: '' },
      { from: 'gpt', value: '' },
    ],
  },

  likeness(value) {
    const said = saidIn(value);
    return said.length > 0 && said.every((each) => speakerOf(each) !== undefined) ? 2 : 0;
  },

  outline: (value) => ({
    fields: LISTS.flatMap((list) =>
      listOf(value[list]).flatMap((each, index) => {
        const key = 'value' in each ? 'value' : 'content';
        const speaker = speakerOf(each) === 'model' ? ('model' as const) : ('user' as const);
        const side = speaker === 'model' ? ('output' as const) : ('input' as const);
        const text = each[key];
        return typeof text === 'string' ? [{ path: [list, index, key], text, speaker, side }] : [];
      }),
    ),
    turns: [],
  }),

  toConversation(value, leaveOut = loseQuietly) {
    const said = saidIn(value);
    const systems = [...(typeof value.system === 'string' && value.system !== '' ? [value.system] : [])];
    for (const [index, each] of said.entries()) {
      if (speakerOf(each) !== 'system') continue;
      systems.push(textIn(each));
      if (index > 0) leaveOut(l10n.t('the position of a system message (it moves to the start)'));
    }
    for (const each of said) nameOthers(each, leaveOut);
    const turns = readTurns(said, leaveOut);
    return {
      ...(systems.length > 0 ? { system: [{ kind: 'text', text: systems.join('\n\n') }] } : {}),
      turns,
      ...readAnswers(value, leaveOut),
      ...readTools(value.tools, leaveOut),
    };
  },

  fromConversation({ system, turns, answers, tools }, leaveOut = refuseToLose) {
    if (answers) throw new CannotExpress(l10n.t("This format doesn't support ranked responses."));
    let hasCalled = false;
    const conversations = turns.flatMap((turn) => {
      leaveOutExtras(turn, leaveOut);
      const calls = turn.parts.filter((part) => part.kind === 'call');
      const results = turn.parts.filter((part) => part.kind === 'result');
      const others = turn.parts.filter((part) => part.kind !== 'call' && part.kind !== 'result');
      if (calls.length > 1)
        throw new CannotExpress(l10n.t('This format supports only one function call at a time.'));
      hasCalled ||= calls.length > 0;
      if (results.length > 0 && !hasCalled) throw belongsToNoCall();
      return [
        ...(others.length > 0
          ? [{ from: turn.speaker === 'model' ? 'gpt' : 'human', value: joinedText(others, leaveOut) }]
          : []),
        ...calls.map(({ name, args }) => ({
          from: 'function_call',
          value: stringifyExactly({ name, arguments: args }),
        })),
        ...results.map(({ response }) => ({ from: 'observation', value: stringifyExactly(response) })),
      ];
    });
    return {
      conversations,
      ...(system?.length ? { system: joinedText(system, leaveOut) } : {}),
      ...(tools?.length ? { tools: stringifyExactly([...tools]) } : {}),
    };
  },
};

const KNOWN_KEYS = new Set(['from', 'value', 'role', 'content']);

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function saidIn(value: JsonObject): JsonObject[] {
  return LISTS.flatMap((list) => listOf(value[list]));
}

function speakerOf({ from, role }: JsonObject) {
  const name = String(from ?? role ?? '').toLowerCase();
  return Object.hasOwn(SPEAKERS, name) ? SPEAKERS[name] : undefined;
}

function textIn({ value, content }: JsonObject): string {
  return String(value ?? content ?? '');
}

/** Names what a message has besides who speaks and what is said. */
function nameOthers(message: JsonObject, leaveOut: LeaveOut): void {
  const { value, content } = message;
  for (const key of Object.keys(message))
    if (!KNOWN_KEYS.has(key) && !(key === 'weight' && weightOf(message) !== undefined))
      leaveOut(l10n.t('"{0}" of a message', key));
  if (typeof value === 'string' && typeof content === 'string' && content !== value)
    leaveOut(l10n.t('"{0}" ("{1}" was taken)', 'content', 'value'));
}

/** A list of functions, or one function; mostly as a text. */
function readTools(written: JsonValue | undefined, leaveOut: LeaveOut): Pick<Conversation, 'tools'> {
  const tools = typeof written === 'string' ? parseExactly(written) : written;
  if (tools === undefined && written !== undefined && written !== '')
    leaveOut(l10n.t('"tools", which isn\'t valid JSON'));
  if (tools === undefined || tools === null) return {};
  const list = Array.isArray(tools) ? tools : [tools];
  return list.length > 0 ? readOpenaiTools({ tools: list }, leaveOut) : {};
}

function weightOf(each: JsonObject): number | undefined {
  return speakerOf(each) === 'model' && typeof each.weight === 'number' ? each.weight : undefined;
}

function readTurns(said: readonly JsonObject[], leaveOut: LeaveOut): Turn[] {
  const turns: Turn[] = [];
  /** Names of the functions that were called last. */
  let called: readonly string[] = [];
  for (const each of said) {
    const speaker = speakerOf(each);
    if (speaker === 'system') continue;
    if (speaker === undefined)
      throw new CannotExpress(l10n.t('Unknown role "{0}".', String(each.from ?? each.role)));
    if (speaker === 'user') turns.push(textTurn('user', textIn(each)));
    else if (speaker === 'result') {
      const results = readResults(textIn(each), called, leaveOut);
      if (called.length > results.length) called = called.slice(results.length);
      turns.push({ speaker: 'user', parts: results });
    } else {
      const weight = weightOf(each);
      const read = speaker === 'call' ? readCalls : readAnswerParts;
      const parts = read(textIn(each), leaveOut);
      const names = parts.flatMap((part) => (part.kind === 'call' ? [part.name] : []));
      if (names.length > 0) called = names;
      turns.push({ speaker: 'model', parts, ...(weight === undefined ? {} : { weight }) });
    }
  }
  return joinResults(turns);
}

/** The results of calls that were made together are one turn. */
function joinResults(turns: readonly Turn[]): Turn[] {
  const joined: Turn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last && isOfResults(last) && isOfResults(turn))
      joined.splice(-1, 1, { ...last, parts: [...last.parts, ...turn.parts] });
    else joined.push(turn);
  }
  return joined;
}

function isOfResults({ parts }: Turn): boolean {
  return parts.every(({ kind }) => kind === 'result');
}

/** Preference data in this shape: the last answer twice, `chosen` and `rejected`. */
function readAnswers({ chosen, rejected }: JsonObject, leaveOut: LeaveOut): Pick<Conversation, 'answers'> {
  if (!isObject(chosen) || !isObject(rejected)) {
    for (const [key, value] of Object.entries({ chosen, rejected }))
      if (value !== undefined && value !== null) leaveOut(`"${key}"`);
    return {};
  }
  for (const each of [chosen, rejected]) nameOthers(each, leaveOut);
  return {
    answers: [
      { score: 1, turns: [textTurn('model', textIn(chosen))] },
      { score: 0, turns: [textTurn('model', textIn(rejected))] },
    ],
  };
}
