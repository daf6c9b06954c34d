// OpenAI's chat messages as a conversation.
import * as l10n from '@vscode/l10n';
import { type Conversation, type LeaveOut, type Part, type Turn, textOf } from '../../example/conversation';
import { parseExactly, stringifyExactly } from '../../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../../json/value';
import { mimeTypeOf } from '../../media/mediaTypes';
import { listOf, SYSTEM_ROLES } from './openaiMessages';

export function readMessages(
  messages: JsonValue | undefined,
  leaveOut: LeaveOut,
): Pick<Conversation, 'system' | 'turns'> {
  const list = listOf(messages);
  const names = new Map<string, string>();
  const turns: Turn[] = [];
  /** Those of the last turn, to which more may come. */
  let results: Part[] | undefined;
  for (const message of list) {
    const { role } = message;
    if (isSystem(message)) continue;
    if (role === 'tool' || role === 'function') {
      const result = readResult(message, names, leaveOut);
      if (results) results.push(result);
      else {
        results = [result];
        turns.push({ speaker: 'user', parts: results });
      }
    } else {
      results = undefined;
      turns.push(readTurn(message, names, leaveOut));
    }
  }
  const system = readSystemMessages(list, leaveOut);
  return system.length > 0 ? { system, turns } : { turns };
}

function isSystem({ role }: JsonObject): boolean {
  return SYSTEM_ROLES.includes(String(role));
}

/** A conversation has one system instruction; the texts of several messages become its paragraphs. */
function readSystemMessages(list: readonly JsonObject[], leaveOut: LeaveOut): Part[] {
  const messages = list.filter(isSystem);
  const firstTurn = list.findIndex((message) => !isSystem(message));
  if (firstTurn !== -1 && list.slice(firstTurn).some(isSystem))
    leaveOut(l10n.t('the position of a system message (it moves to the start, before earlier responses)'));
  for (const message of messages)
    for (const key of Object.keys(message))
      if (!['role', 'content'].includes(key)) leaveOut(l10n.t('"{0}" of a system message', key));
  const [only] = messages;
  if (only && messages.length === 1) return readParts(only.content, leaveOut);
  const parts = messages.map(({ content }) => readParts(content, leaveOut));
  if (parts.flat().some((part) => part.kind !== 'text')) return parts.flat();
  const texts = parts.map((own) => own.map((part) => (part.kind === 'text' ? part.text : '')).join('\n\n'));
  return texts.length > 0 ? [{ kind: 'text', text: texts.join('\n\n') }] : [];
}

/** A message of the user or the model. */
function readTurn(message: JsonObject, names: Map<string, string>, leaveOut: LeaveOut): Turn {
  const {
    role,
    content,
    weight,
    tool_calls: calls,
    function_call: legacyCall,
    refusal,
    reasoning_content: reasoningContent,
    reasoning,
    ...rest
  } = message;
  const parts: Part[] = [];
  const thought = [reasoningContent, reasoning].find((text) => typeof text === 'string');
  if (typeof reasoning === 'string' && reasoning !== thought)
    leaveOut(l10n.t('"{0}" ("{1}" was taken)', 'reasoning', 'reasoning_content'));
  if (thought !== undefined) parts.push({ kind: 'text', text: thought, thought: true });
  // Many write an empty text beside calls, where OpenAI's own samples have null.
  if (content !== '' || !(Array.isArray(calls) || isObject(legacyCall)))
    for (const part of readParts(content, leaveOut)) parts.push(part);
  if (typeof refusal === 'string') parts.push({ kind: 'other', value: { type: 'refusal', refusal } });
  if (isObject(legacyCall)) parts.push(readLegacyCall(legacyCall, leaveOut));
  if (Array.isArray(calls)) for (const call of calls) parts.push(readCall(call, names));
  const extras = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return {
    speaker: role === 'assistant' ? 'model' : 'user',
    parts,
    ...(typeof weight === 'number' ? { weight } : {}),
    ...(Object.keys(extras).length > 0 ? { extras } : {}),
  };
}

function readParts(content: JsonValue | undefined, leaveOut: LeaveOut): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.map((part): Part => {
    if (!isObject(part)) return { kind: 'other', value: part };
    const { type, text } = part;
    const read: Part | undefined =
      type === 'text' && typeof text === 'string' ? { kind: 'text', text } : readImage(part);
    if (!read) return { kind: 'other', value: part };
    nameOthers(part, ['type', String(type)], (key) => leaveOut(l10n.t('"{0}" of a part', key)));
    return read;
  });
}

function nameOthers(object: JsonObject, known: readonly string[], name: (key: string) => void): void {
  for (const key of Object.keys(object)) if (!known.includes(key)) name(key);
}

/** A picture whose type can be told; what OpenAI says besides, such as `detail`, stays with it. */
function readImage(part: JsonObject): Part | undefined {
  const { image_url: image } = part;
  if (part.type !== 'image_url' || !isObject(image) || typeof image.url !== 'string') return undefined;
  const { url, ...rest } = image;
  const extras = Object.keys(rest).length > 0 ? { extras: rest } : {};
  const data = /^data:(image\/[^;,]+);base64,/.exec(url);
  if (data?.[1]) return { kind: 'data', mimeType: data[1], base64: url.slice(data[0].length), ...extras };
  const mimeType = mimeTypeOf(url);
  return mimeType?.startsWith('image/') ? { kind: 'file', mimeType, uri: url, ...extras } : undefined;
}

function readCall(call: JsonValue, names: Map<string, string>): Part {
  const own = isObject(call) && isObject(call.function) ? call.function : undefined;
  const args = own && readArguments(own.arguments);
  if (!isObject(call) || !own || !args) return { kind: 'other', value: call };
  const name = String(own.name);
  if (typeof call.id !== 'string') return { kind: 'call', name, args };
  names.set(call.id, name);
  return { kind: 'call', name, args, id: call.id };
}

/** `function_call` of OpenAI's first function calling: one call, without an id. */
function readLegacyCall(call: JsonObject, leaveOut: LeaveOut): Part {
  const args = readArguments(call.arguments);
  if (typeof call.name !== 'string' || !args)
    return { kind: 'other', value: { type: 'function', function: call } };
  nameOthers(call, ['name', 'arguments'], (key) => leaveOut(l10n.t('"{0}" of a call', key)));
  return { kind: 'call', name: call.name, args };
}

function readArguments(text: JsonValue | undefined): JsonObject | undefined {
  const value = typeof text === 'string' ? parseExactly(text) : undefined;
  return isObject(value) ? value : undefined;
}

function readResult(message: JsonObject, names: ReadonlyMap<string, string>, leaveOut: LeaveOut): Part {
  const { role: _, content, tool_call_id: callId, name: ownName, ...rest } = message;
  for (const key of Object.keys(rest)) leaveOut(l10n.t('"{0}" of a function\'s result', key));
  const id = typeof callId === 'string' ? callId : undefined;
  const parts = readParts(content, leaveOut);
  if (parts.some((part) => part.kind !== 'text'))
    leaveOut(l10n.t("content other than text in a function's result"));
  const text = textOf(parts);
  const value = parseExactly(text);
  const response = isObject(value) && stringifyExactly(value) === text ? value : { result: text };
  const called = id === undefined ? undefined : names.get(id);
  const name = called ?? (typeof ownName === 'string' ? ownName : '');
  if (ownName !== undefined && ownName !== null && ownName !== name)
    leaveOut(l10n.t('"{0}" of a function\'s result', 'name'));
  return { kind: 'result', name, response, ...(id === undefined ? {} : { id }) };
}

/** `tools`, and `functions` of OpenAI's first function calling. */
export function readOpenaiTools(
  { tools, functions }: JsonObject,
  leaveOut: LeaveOut,
): Pick<Conversation, 'tools'> {
  const list = [...(Array.isArray(tools) ? tools : []), ...(Array.isArray(functions) ? functions : [])];
  if (!Array.isArray(tools) && list.length === 0) return {};
  return { tools: list.map((tool) => readTool(tool, leaveOut)) };
}

/** A function by its declaration alone; a tool of another type as it is. */
function readTool(tool: JsonValue, leaveOut: LeaveOut): JsonValue {
  if (!isObject(tool) || !isObject(tool.function) || (tool.type ?? 'function') !== 'function') return tool;
  nameOthers(tool, ['type', 'function'], (key) => leaveOut(l10n.t('"{0}" of a tool', key)));
  return tool.function;
}

/** One of several answers: a system message has no place there. */
export function readAnswer(messages: JsonValue | undefined, leaveOut: LeaveOut): readonly Turn[] {
  const { system, turns } = readMessages(messages, leaveOut);
  if (system) leaveOut(l10n.t('a system message among the responses'));
  return turns;
}
