// OpenAI's chat messages, shared by its two formats.
import { CannotExpress, type Conversation, type Part, type Turn, textOf } from '../conversation';
import type { RoleNames, TextField, WrittenTurn } from '../format';
import { parse } from '../json/parse';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';
import { writtenTurns } from './content';

export const SYSTEM_ROLES: readonly string[] = ['system', 'developer'];
const OWN_ROLES = new Set(['assistant', 'developer', 'tool', 'function']);

export const openaiRoles: RoleNames = {
  user: 'user',
  model: 'assistant',
  others: ['system', 'developer', 'tool', 'function'],
  mayRepeat: true,
};

export function hasOwnRoles(messages: JsonValue | undefined): boolean {
  return listOf(messages).some(({ role }) => typeof role === 'string' && OWN_ROLES.has(role));
}

export function messageOutline(
  messages: JsonValue | undefined,
  path: JsonPath,
  answers: 'last' | 'all' | 'none',
): { fields: TextField[]; turns: WrittenTurn[] } {
  const turns = writtenTurns(messages, path);
  const fields = turns.flatMap(({ path: at, role }, index): TextField[] => {
    const message = Array.isArray(messages) ? messages[Number(at.at(-1))] : undefined;
    if (!isObject(message)) return [];
    const speaker = role === 'assistant' ? 'model' : SYSTEM_ROLES.includes(role ?? '') ? 'system' : 'user';
    const isAnswer = answers === 'all' || (answers === 'last' && index === turns.length - 1);
    const side = speaker === 'model' && isAnswer ? 'output' : 'input';
    const mayBeEmpty = Array.isArray(message.tool_calls) || role === 'tool' || role === 'function';
    return textsOf(message, at).map((text) => ({
      ...text,
      speaker,
      side,
      ...(mayBeEmpty ? { mayBeEmpty } : {}),
    }));
  });
  return { fields, turns };
}

function textsOf({ content }: JsonObject, path: JsonPath): Pick<TextField, 'path' | 'text'>[] {
  if (typeof content === 'string') return [{ path: [...path, 'content'], text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part, index) =>
    isObject(part) && typeof part.text === 'string'
      ? [{ path: [...path, 'content', index, 'text'], text: part.text }]
      : [],
  );
}

export function readMessages(messages: JsonValue | undefined): Pick<Conversation, 'system' | 'turns'> {
  const list = listOf(messages);
  const system = list
    .filter(({ role }) => SYSTEM_ROLES.includes(String(role)))
    .flatMap((message) => readParts(message.content));
  const names = new Map<string, string>();
  const turns: Turn[] = [];
  for (const message of list) {
    const { role } = message;
    if (SYSTEM_ROLES.includes(String(role))) continue;
    if (role === 'tool' || role === 'function') {
      const result = readResult(message, names);
      const last = turns.at(-1);
      if (last?.speaker === 'user' && last.parts.every((part) => part.kind === 'result')) {
        turns[turns.length - 1] = { ...last, parts: [...last.parts, result] };
      } else turns.push({ speaker: 'user', parts: [result] });
      continue;
    }
    const calls = Array.isArray(message.tool_calls)
      ? message.tool_calls.map((call) => readCall(call, names))
      : [];
    const parts = [...readParts(message.content), ...calls];
    const weight = typeof message.weight === 'number' ? { weight: message.weight } : {};
    turns.push({ speaker: role === 'assistant' ? 'model' : 'user', parts, ...weight });
  }
  return system.length > 0 ? { system, turns } : { turns };
}

function readParts(content: JsonValue | undefined): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.map((part): Part => {
    if (!isObject(part)) return { kind: 'other', value: part };
    if (part.type === 'text' && typeof part.text === 'string') return { kind: 'text', text: part.text };
    const { image_url: image } = part;
    const url = isObject(image) && Object.keys(image).length === 1 ? image.url : undefined;
    if (part.type === 'image_url' && typeof url === 'string') return readImage(url);
    return { kind: 'other', value: part };
  });
}

function readImage(url: string): Part {
  const data = /^data:([^;,]+);base64,/.exec(url);
  if (!data?.[1]) return { kind: 'file', uri: url };
  return { kind: 'data', mimeType: data[1], base64: url.slice(data[0].length) };
}

function readCall(call: JsonValue, names: Map<string, string>): Part {
  const own = isObject(call) && isObject(call.function) ? call.function : undefined;
  if (!isObject(call) || !own) return { kind: 'other', value: call };
  const args = typeof own.arguments === 'string' ? parse(own.arguments) : undefined;
  if (!isObject(args)) return { kind: 'other', value: call };
  const name = String(own.name);
  if (typeof call.id !== 'string') return { kind: 'call', name, args };
  names.set(call.id, name);
  return { kind: 'call', name, args, id: call.id };
}

function readResult(message: JsonObject, names: ReadonlyMap<string, string>): Part {
  const id = typeof message.tool_call_id === 'string' ? message.tool_call_id : undefined;
  const name = typeof message.name === 'string' ? message.name : id === undefined ? undefined : names.get(id);
  const text = textOf(readParts(message.content));
  const value = parse(text);
  const response = isObject(value) && JSON.stringify(value) === text ? value : { result: text };
  return { kind: 'result', name: name ?? '', response, ...(id === undefined ? {} : { id }) };
}

export function writeMessages({ system, turns }: Pick<Conversation, 'system' | 'turns'>): JsonValue[] {
  const messages: JsonValue[] = [];
  if (system?.length) messages.push({ role: 'system', content: writeParts(system) });
  const ids = new CallIds();
  for (const turn of turns) messages.push(...writeTurn(turn, ids));
  return messages;
}

/** Google's calls need no ids, OpenAI's do: a result belongs to the oldest open call of its name. */
class CallIds {
  #count = 0;
  readonly #open: { name: string; id: string }[] = [];

  ofCall(name: string, id: string | undefined): string {
    const own = id ?? `call_${++this.#count}`;
    this.#open.push({ name, id: own });
    return own;
  }

  ofResult(name: string, id: string | undefined): string {
    const index = this.#open.findIndex((call) => (id === undefined ? call.name === name : call.id === id));
    const [call] = index === -1 ? [] : this.#open.splice(index, 1);
    return id ?? call?.id ?? `call_${++this.#count}`;
  }
}

function writeTurn(turn: Turn, ids: CallIds): JsonObject[] {
  const weight: JsonObject = turn.weight === undefined ? {} : { weight: turn.weight };
  const results = turn.parts.filter((part) => part.kind === 'result');
  const calls = turn.parts.filter((part) => part.kind === 'call');
  const others = turn.parts.filter((part) => part.kind !== 'result' && part.kind !== 'call');
  if (turn.speaker === 'user' && calls.length > 0) throw new CannotExpress('Only the model calls functions.');
  if (turn.speaker === 'model' && results.length > 0)
    throw new CannotExpress('The model gives no results of functions.');
  const messages: JsonObject[] = results.map((part) => ({
    role: 'tool',
    tool_call_id: ids.ofResult(part.name, part.id),
    content: writeResponse(part.response),
  }));
  if (turn.speaker === 'user') {
    if (others.length > 0 || results.length === 0)
      messages.push({ role: 'user', content: writeParts(others), ...weight });
    return messages;
  }
  const said: JsonObject = others.length > 0 || calls.length === 0 ? { content: writeParts(others) } : {};
  const called: JsonObject =
    calls.length === 0 ? {} : { tool_calls: calls.map((part) => writeCall(part, ids)) };
  return [...messages, { role: 'assistant', ...said, ...called, ...weight }];
}

function writeResponse(response: JsonObject): string {
  const { result } = response;
  if (Object.keys(response).length === 1 && typeof result === 'string') return result;
  return JSON.stringify(response);
}

function writeCall(part: Extract<Part, { kind: 'call' }>, ids: CallIds): JsonObject {
  const own = { name: part.name, arguments: JSON.stringify(part.args) };
  return { id: ids.ofCall(part.name, part.id), type: 'function', function: own };
}

function writeParts(parts: readonly Part[]): JsonValue {
  const [first] = parts;
  if (!first) return '';
  if (parts.length === 1 && first.kind === 'text' && !first.thought) return first.text;
  return parts.map(writePart);
}

function writePart(part: Part): JsonValue {
  switch (part.kind) {
    case 'text':
      if (part.thought) throw new CannotExpress('This format has no place for thoughts.');
      return { type: 'text', text: part.text };
    case 'file':
      if (/^gs:/.test(part.uri)) throw new CannotExpress('This format cannot name files in Cloud Storage.');
      return { type: 'image_url', image_url: { url: part.uri } };
    case 'data':
      return {
        type: 'image_url',
        image_url: { url: `data:${part.mimeType ?? 'image/png'};base64,${part.base64}` },
      };
    case 'other':
      if (isObject(part.value) && typeof part.value.type === 'string') return part.value;
      throw new CannotExpress('This format cannot hold a part that only another format knows.');
    case 'call':
    case 'result':
      throw new CannotExpress('Calls and results stand beside the text in this format.');
  }
}

export function readOpenaiTools(tools: JsonValue | undefined): Pick<Conversation, 'tools'> {
  if (!Array.isArray(tools)) return {};
  return { tools: tools.map((tool) => (isObject(tool) && isObject(tool.function) ? tool.function : tool)) };
}

export function writeOpenaiTools(tools: Conversation['tools']): JsonObject {
  if (!tools?.length) return {};
  return {
    tools: tools.map((tool) => {
      if (!isObject(tool) || typeof tool.name !== 'string') {
        throw new CannotExpress('This format knows functions as tools, no others.');
      }
      return { type: 'function', function: tool };
    }),
  };
}

function listOf(messages: JsonValue | undefined): JsonObject[] {
  return Array.isArray(messages) ? messages.filter(isObject) : [];
}
