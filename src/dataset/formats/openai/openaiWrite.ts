// A conversation as OpenAI's chat messages.
import * as l10n from '@vscode/l10n';
import { allOf } from '../../../base/numbers';
import {
  CannotExpress,
  type Conversation,
  type LeaveOut,
  type Part,
  type Turn,
} from '../../example/conversation';
import { stringifyExactly } from '../../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../../json/value';
import { mimeTypeOf } from '../../media/mediaTypes';
import { isOpenaiPart } from '../shared/content';

/** Throws `CannotExpress`. */
export function writeMessages(
  { system, turns }: Pick<Conversation, 'system' | 'turns'>,
  leaveOut: LeaveOut,
): JsonValue[] {
  const messages: JsonValue[] = [];
  if (system?.length) messages.push({ role: 'system', content: writeParts(system, leaveOut) });
  const ids = new CallIds(turns);
  for (const turn of turns) for (const message of writeTurn(turn, ids, leaveOut)) messages.push(message);
  return messages;
}

/** Google's calls need no ids, OpenAI's do: a result belongs to the oldest open call of its name. */
class CallIds {
  #count = 0;
  readonly #own: ReadonlySet<string>;
  /** By the name of the function, the oldest first. */
  readonly #calls = new Map<string, { readonly ids: string[]; next: number }>();
  readonly #answered = new Set<string>();

  constructor(turns: readonly Turn[]) {
    const parts = turns.flatMap((turn) => turn.parts);
    this.#own = new Set(parts.flatMap((part) => ('id' in part && part.id !== undefined ? [part.id] : [])));
  }

  ofCall(name: string, id: string | undefined): string {
    const own = id ?? this.#new();
    const calls = this.#calls.get(name);
    if (calls) calls.ids.push(own);
    else this.#calls.set(name, { ids: [own], next: 0 });
    return own;
  }

  ofResult(name: string, id: string | undefined): string {
    const own = id ?? this.#oldestOpen(name) ?? this.#new();
    this.#answered.add(own);
    return own;
  }

  #oldestOpen(name: string): string | undefined {
    const calls = this.#calls.get(name);
    while (calls && this.#answered.has(calls.ids[calls.next] ?? '')) calls.next++;
    return calls?.ids[calls.next];
  }

  /** None that a call of the conversation has already. */
  #new(): string {
    let id: string;
    do id = `call_${++this.#count}`;
    while (this.#own.has(id));
    return id;
  }
}

function writeTurn(turn: Turn, ids: CallIds, leaveOut: LeaveOut): JsonObject[] {
  const rest: JsonObject = { ...turn.extras, ...(turn.weight === undefined ? {} : { weight: turn.weight }) };
  const results = turn.parts.filter((part) => part.kind === 'result');
  const calls = turn.parts.filter(isCall);
  const others = turn.parts.filter((part) => part.kind !== 'result' && !isCall(part));
  if (turn.speaker === 'user' && calls.length > 0)
    throw new CannotExpress(l10n.t('Only the model can call functions.'));
  if (turn.speaker === 'model' && results.length > 0)
    throw new CannotExpress(l10n.t("The model can't return function results."));
  const messages: JsonObject[] = results.map((part) => ({
    role: 'tool',
    tool_call_id: ids.ofResult(part.name, part.id),
    content: writeResponse(part.response),
  }));
  if (turn.speaker === 'user') {
    if (others.length > 0 || results.length === 0)
      messages.push({ role: 'user', content: writeParts(others, leaveOut), ...rest });
    return messages;
  }
  return [writeAnswer(others, calls, ids, leaveOut, rest)];
}

function writeAnswer(
  parts: readonly Part[],
  calls: readonly Part[],
  ids: CallIds,
  leaveOut: LeaveOut,
  rest: JsonObject,
): JsonObject {
  const thoughts = parts.flatMap((part) => (part.kind === 'text' && part.thought ? [part.text] : []));
  const said = parts.filter((part) => part.kind !== 'text' || !part.thought);
  const message: JsonObject = { role: 'assistant' };
  if (thoughts.length > 0) message.reasoning_content = thoughts.join('\n\n');
  if (said.length > 0 || calls.length === 0) message.content = writeParts(said, leaveOut);
  if (calls.length > 0) message.tool_calls = calls.map((part) => writeCall(part, ids));
  return { ...message, ...rest };
}

function writeResponse(response: JsonObject): string {
  const { result } = response;
  if (Object.keys(response).length === 1 && typeof result === 'string') return result;
  return stringifyExactly(response);
}

/** A call, or one that could not be read since its arguments are no JSON. */
function isCall(part: Part): boolean {
  return (
    part.kind === 'call' ||
    (part.kind === 'other' && isOpenaiPart(part.value) && part.value.type === 'function')
  );
}

function writeCall(part: Part, ids: CallIds): JsonValue {
  if (part.kind === 'other') return part.value;
  if (part.kind !== 'call') throw new CannotExpress(l10n.t('This part must be a function call.'));
  const own = { name: part.name, arguments: stringifyExactly(part.args) };
  return { id: ids.ofCall(part.name, part.id), type: 'function', function: own };
}

function writeParts(parts: readonly Part[], leaveOut: LeaveOut): JsonValue {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text' && !first.thought) return first.text;
  const written = parts.flatMap((part) => writePart(part, leaveOut));
  if (written.length === 0) throw new CannotExpress(l10n.t('A turn would be empty in this format.'));
  return written;
}

function writePart(part: Part, leaveOut: LeaveOut): JsonValue[] {
  switch (part.kind) {
    case 'text':
      if (!part.thought) return [{ type: 'text', text: part.text }];
      leaveOut(l10n.t('a thought outside the responses'));
      return [];
    case 'file':
    case 'data':
      return writeImage(part, leaveOut);
    case 'other':
      if (isOpenaiPart(part.value)) return [part.value];
      leaveOut(l10n.t("a part with {0}, which only Google's format supports", nameOf(part.value)));
      return [];
    case 'call':
    case 'result':
      throw new CannotExpress(
        l10n.t('In this format, function calls and results are separate from the text.'),
      );
  }
}

/** OpenAI takes pictures only, by an address that anybody can read or in the line itself. */
function writeImage(part: Extract<Part, { kind: 'file' | 'data' }>, leaveOut: LeaveOut): JsonValue[] {
  const { mimeType = part.kind === 'file' ? mimeTypeOf(part.uri) : undefined, extras } = part;
  if (mimeType === undefined) leaveOut(l10n.t('a file without a MIME type'));
  else if (!mimeType.startsWith('image/')) leaveOut(l10n.t('a file of type {0}', mimeType));
  else if (part.kind === 'file' && part.uri.startsWith('gs:')) leaveOut(l10n.t('an image in Cloud Storage'));
  else {
    const url = part.kind === 'file' ? part.uri : `data:${mimeType};base64,${part.base64}`;
    return [{ type: 'image_url', image_url: { url, ...extras } }];
  }
  return [];
}

function nameOf(value: JsonValue): string {
  const keys = isObject(value) ? Object.keys(value).map((key) => `"${key}"`) : [];
  return keys.length > 0 ? allOf(keys) : l10n.t('nothing');
}

export function writeOpenaiTools(tools: Conversation['tools'], leaveOut: LeaveOut): JsonObject {
  const written = (tools ?? []).flatMap((tool): JsonObject[] => {
    if (isObject(tool) && typeof tool.name === 'string')
      return [{ type: 'function', function: writeFunction(tool, leaveOut) }];
    if (isOpenaiPart(tool)) return [tool];
    leaveOut(l10n.t("a tool with {0}, which only Google's format supports", nameOf(tool)));
    return [];
  });
  return written.length > 0 ? { tools: written } : {};
}

function writeFunction(tool: JsonObject, leaveOut: LeaveOut): JsonObject {
  const {
    parametersJsonSchema,
    parameters = parametersJsonSchema,
    response,
    responseJsonSchema,
    ...rest
  } = tool;
  for (const key of ['response', 'responseJsonSchema'])
    if (tool[key] !== undefined) leaveOut(l10n.t('"{0}" of a function', key));
  return { ...rest, ...(parameters === undefined ? {} : { parameters }) };
}
