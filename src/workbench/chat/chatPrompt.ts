// What is said in VS Code's chat, as a prompt, and back. Knows nothing of VS Code.

import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import { googleFunctionNames } from '../../dataset/example/functionNames';
import { parse } from '../../dataset/json/parse';
import { isObject, type JsonObject, type JsonValue } from '../../dataset/json/value';
import type { FunctionPart } from '../../tuning/contract/functions';
import type { Attachment, GenerateChunk, Prompt, Turn } from '../../tuning/contract/service';

export type ChatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'data'; readonly mimeType: string; readonly data: Uint8Array }
  | { readonly kind: 'call'; readonly id: string; readonly name: string; readonly args: JsonObject }
  | { readonly kind: 'result'; readonly id: string; readonly text: string };

export interface ChatMessage {
  readonly role: 'user' | 'model' | 'system';
  readonly parts: readonly ChatPart[];
}

export interface ChatTool {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema. */
  readonly inputSchema?: object | undefined;
}

/** Parts of a message, told by their members: other versions of VS Code have more of them, which say nothing to a model. */
export function readChatParts(content: readonly unknown[]): readonly ChatPart[] {
  return content.flatMap((part): ChatPart[] => {
    if (typeof part !== 'object' || part === null) return [];
    const {
      value,
      callId: id,
      name,
      input,
      content: inner,
      mimeType,
      data,
    } = part as Record<string, unknown>;
    if (typeof id === 'string' && typeof name === 'string')
      return [{ kind: 'call', id, name, args: isObject(input as JsonValue) ? (input as JsonObject) : {} }];
    if (typeof id === 'string' && Array.isArray(inner))
      return [{ kind: 'result', id, text: chatText(readChatParts(inner)) }];
    if (typeof mimeType === 'string' && data instanceof Uint8Array) return [readData(mimeType, data)];
    const isThought = 'metadata' in part; // of whatever model was asked before
    return typeof value === 'string' && !isThought ? [{ kind: 'text', text: value }] : [];
  });
}

function readData(mimeType: string, data: Uint8Array): ChatPart {
  const isText = /^text\/|^application\/(?:[\w.-]+\+)?json$/.test(mimeType);
  return isText ? { kind: 'text', text: new TextDecoder().decode(data) } : { kind: 'data', mimeType, data };
}

/** The parts that cost tokens as text does. */
export function chatText(parts: readonly ChatPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'call') return `${part.name}${JSON.stringify(part.args)}`;
      return part.kind === 'data' ? notSent(part.mimeType) : part.text;
    })
    .join('');
}

/** In the place of a file that the model doesn't take, so that it can say so. Other data is marks of VS Code's own. */
function notSent(mimeType: string): string {
  return /^(?:image|audio|video)\/|^application\/pdf$/.test(mimeType) ? `[${mimeType}: not sent]` : '';
}

/** What is known of a model that is asked in a chat. */
export interface ChatContext {
  /** The system instruction that it was tuned with. */
  readonly trained: string | undefined;
  /** Of files that it takes. */
  readonly mimeTypes: readonly string[];
  /** What a call was signed with, by its id. */
  signatureOf(id: string): string | undefined;
}

/**
 * The turns of a prompt: they alternate, and the calls of each are answered by the next, one by one. A chat may have dropped
 * half of such a pair: a call without its result is left out, and a result without its call is text.
 */
export function chatPrompt(
  messages: readonly ChatMessage[],
  context: ChatContext,
): Pick<Prompt, 'systemInstruction' | 'turns'> {
  const system = messages.filter(({ role }) => role === 'system').map(({ parts }) => chatText(parts));
  const said = messages.filter(({ role }) => role !== 'system').map((message) => draftOf(message, context));
  const turns = merged(paired(merged(said)).filter(saysSomething)).map(toTurn);
  if (turns.at(-1)?.role !== 'user')
    throw new UserError(l10n.t('The chat has no message for the model.'), 'NO_PROMPT');
  const instruction = [context.trained ?? '', ...system].filter((text) => text.trim() !== '').join('\n\n');
  return { systemInstruction: instruction === '' ? undefined : instruction, turns };
}

interface Draft {
  readonly role: Turn['role'];
  readonly texts: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly functions: readonly FunctionPart[];
  /** Results that have not found their call. */
  readonly open: readonly Extract<ChatPart, { kind: 'result' }>[];
}

function draftOf({ role, parts }: ChatMessage, { mimeTypes, signatureOf }: ChatContext): Draft {
  const isModel = role === 'model';
  const attachments: Attachment[] = [];
  const functions: FunctionPart[] = [];
  const open: Extract<ChatPart, { kind: 'result' }>[] = [];
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'result') open.push(part);
    else if (part.kind === 'call') {
      const { id, name, args } = part;
      const signature = signatureOf(id);
      if (isModel) functions.push({ kind: 'call', id, name, args, ...(signature ? { signature } : {}) });
    } else if (!isModel && mimeTypes.includes(part.mimeType))
      attachments.push({
        kind: 'data',
        mimeType: part.mimeType,
        base64: Buffer.from(part.data).toString('base64'),
      });
    else text += notSent(part.mimeType);
  }
  return { role: isModel ? 'model' : 'user', texts: text === '' ? [] : [text], attachments, functions, open };
}

/** One draft for all that one side says in a row. */
function merged(drafts: readonly Draft[]): readonly Draft[] {
  const all: Draft[] = [];
  for (const draft of drafts) {
    const last = all.at(-1);
    if (last?.role !== draft.role) {
      all.push(draft);
      continue;
    }
    all[all.length - 1] = {
      role: last.role,
      texts: [...last.texts, ...draft.texts],
      attachments: [...last.attachments, ...draft.attachments],
      functions: [...last.functions, ...draft.functions],
      open: [...last.open, ...draft.open],
    };
  }
  return all;
}

/** Gives each call the result that comes next, in the order of the calls, by which a service without ids knows them. */
function paired(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft, index) => {
    if (draft.role === 'model') {
      const answered = new Set(drafts[index + 1]?.open.map(({ id }) => id));
      return { ...draft, functions: draft.functions.filter(({ id = '' }) => answered.has(id)), open: [] };
    }
    const calls = drafts[index - 1]?.functions ?? [];
    const functions = calls.flatMap(({ id, name }): FunctionPart[] => {
      const result = draft.open.find((one) => one.id === id);
      if (result === undefined || id === undefined) return [];
      return [{ kind: 'result', id, name, response: responseOf(result.text) }];
    });
    const orphans = draft.open.filter(({ id }) => calls.every((call) => call.id !== id));
    return { ...draft, functions, open: [], texts: [...orphans.map(({ text }) => text), ...draft.texts] };
  });
}

/** A response is an object; what is none goes into one, under the key that Google advises. */
function responseOf(text: string): JsonObject {
  const value = parse(text);
  return isObject(value) ? value : { output: text };
}

function saysSomething({ texts, attachments, functions }: Draft): boolean {
  return texts.some((text) => text.trim() !== '') || attachments.length + functions.length > 0;
}

function toTurn({ role, texts, attachments, functions }: Draft): Turn {
  return {
    role,
    text: texts.join('\n\n'),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(functions.length > 0 ? { functions } : {}),
  };
}

/** Functions as prompts declare them. @throws UserError for a name that Google doesn't take */
export function chatTools(tools: readonly ChatTool[]): readonly JsonValue[] {
  return tools.map(({ name, description, inputSchema }) => {
    if (!googleFunctionNames.pattern.test(name))
      throw new UserError(googleFunctionNames.refusal(name), 'BAD_TOOLS');
    const schema = (inputSchema ?? {}) as JsonObject;
    // Google refuses an object without members.
    const takesNothing = !isObject(schema.properties) || Object.keys(schema.properties).length === 0;
    return { name, description, ...(takesNothing ? {} : { parameters: { type: 'object', ...schema } }) };
  });
}

/** What a model says, as the chat takes it; undefined at the end. @param newId for a call that the service gave none */
export function chatPartOf(
  chunk: GenerateChunk,
  newId: () => string,
): Extract<ChatPart, { kind: 'text' | 'call' }> | undefined {
  if (chunk.kind === 'text') return { kind: 'text', text: chunk.text };
  if (chunk.kind === 'end') return undefined;
  const { id, name, args } = chunk.call;
  return { kind: 'call', id: id ?? newId(), name, args };
}
