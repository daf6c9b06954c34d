// ShareGPT: `conversations` of `from` and `value`, the commonest shape of chat data in open collections.
import validate, { schema } from 'validator:./shareGpt.schema.json';
import {
  CannotExpress,
  type Conversation,
  loseQuietly,
  type Part,
  refuseToLose,
  type Turn,
  textTurn,
} from '../example/conversation';
import { parseExactly, stringifyExactly } from '../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat } from './format';
import { readOpenaiTools } from './openai/openaiRead';
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
  label: 'ShareGPT (conversations)',
  source: 'common in public datasets of chats',
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
      if (index > 0) leaveOut('the place of a system message, which moves to the start');
    }
    for (const each of said)
      for (const key of Object.keys(each)) if (!KNOWN_KEYS.has(key)) leaveOut(`“${key}” of a message`);
    const turns = readTurns(said);
    const tools = typeof value.tools === 'string' ? parseExactly(value.tools) : value.tools;
    if (tools === undefined && typeof value.tools === 'string' && value.tools !== '')
      leaveOut('“tools”, which is not JSON');
    return {
      ...(systems.length > 0 ? { system: [{ kind: 'text', text: systems.join('\n\n') }] } : {}),
      turns,
      ...readAnswers(value),
      ...(Array.isArray(tools) && tools.length > 0 ? readOpenaiTools({ tools }) : {}),
    };
  },

  fromConversation({ system, turns, answers, tools }, leaveOut = refuseToLose) {
    if (answers) throw new CannotExpress('This format has no place for ranked answers.');
    const conversations = turns.flatMap((turn) => {
      leaveOutExtras(turn, leaveOut);
      const calls = turn.parts.filter((part) => part.kind === 'call');
      const results = turn.parts.filter((part) => part.kind === 'result');
      const others = turn.parts.filter((part) => part.kind !== 'call' && part.kind !== 'result');
      if (calls.length > 1 || results.length > 1)
        throw new CannotExpress('This format holds one call of a function at a time.');
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

function readTurns(said: readonly JsonObject[]): Turn[] {
  const turns: Turn[] = [];
  let called = '';
  for (const each of said) {
    const speaker = speakerOf(each);
    if (speaker === 'system') continue;
    if (speaker === undefined)
      throw new CannotExpress(`It is not known who “${String(each.from ?? each.role)}” is.`);
    if (speaker === 'user' || speaker === 'model') turns.push(textTurn(speaker, textIn(each)));
    else if (speaker === 'call') {
      const calls = readCalls(textIn(each));
      called = calls.at(-1)?.name ?? '';
      turns.push({ speaker: 'model', parts: calls });
    } else turns.push({ speaker: 'user', parts: [readResult(textIn(each), called)] });
  }
  return turns;
}

type CallPart = Extract<Part, { kind: 'call' }>;

/** `{"name": …, "arguments": {…}}`, or a list of these. */
function readCalls(text: string): CallPart[] {
  const value = parseExactly(text);
  const list = Array.isArray(value) ? value : [value];
  return list.map((call): CallPart => {
    if (!isObject(call) || typeof call.name !== 'string')
      throw new CannotExpress('A call of a function is not JSON with a “name”.');
    const own = typeof call.arguments === 'string' ? parseExactly(call.arguments) : call.arguments;
    return { kind: 'call', name: call.name, args: isObject(own) ? own : {} };
  });
}

function readResult(text: string, name: string): Part {
  const value = parseExactly(text);
  return { kind: 'result', name, response: isObject(value) ? value : { result: text } };
}

/** Preference data in this shape: the last answer twice, `chosen` and `rejected`. */
function readAnswers({ chosen, rejected }: JsonObject): Pick<Conversation, 'answers'> {
  if (!isObject(chosen) || !isObject(rejected)) return {};
  return {
    answers: [
      { score: 1, turns: [textTurn('model', textIn(chosen))] },
      { score: 0, turns: [textTurn('model', textIn(rejected))] },
    ],
  };
}
