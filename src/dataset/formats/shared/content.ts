// Google's `Content` and `Part`, shared by the formats that are made of them.
import * as l10n from '@vscode/l10n';
import {
  CannotExpress,
  type Conversation,
  type LeaveOut,
  type Part,
  type Turn,
} from '../../example/conversation';
import { canonicalJson, isObject, type JsonObject, type JsonPath, type JsonValue } from '../../json/value';
import type { TextField, WrittenTurn } from '../format';
import { leaveOutExtras } from './textPair';

/** The member under either spelling of a proto field's name. */
export function member(object: JsonObject, camel: string, snake: string): JsonValue | undefined {
  return object[camel] ?? object[snake];
}

/** The spelling that `object` uses. */
export function spelling(object: JsonObject, camel: string, snake: string): string {
  return snake in object && !(camel in object) ? snake : camel;
}

export function textFieldsOf(
  content: JsonValue | undefined,
  path: JsonPath,
  speaker: TextField['speaker'],
  side: TextField['side'],
): TextField[] {
  if (!isObject(content)) return [];
  const { parts } = content;
  const list = Array.isArray(parts) ? parts : parts === undefined ? [] : [parts];
  return list.flatMap((part, index): TextField[] => {
    if (!isObject(part) || typeof part.text !== 'string' || part.thought === true) return [];
    const place = Array.isArray(parts) ? [...path, 'parts', index, 'text'] : [...path, 'parts', 'text'];
    return [{ path: place, text: part.text, speaker, side }];
  });
}

export function writtenTurns(list: JsonValue | undefined, path: JsonPath): WrittenTurn[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((turn, index): WrittenTurn[] => {
    if (!isObject(turn)) return [];
    const place = [...path, index];
    const { role } = turn;
    // Google reads an empty role as one that is left out.
    return [typeof role === 'string' && role !== '' ? { path: place, role } : { path: place }];
  });
}

export function readContent(content: JsonValue | undefined): Turn {
  const object = isObject(content) ? content : {};
  const parts = Array.isArray(object.parts) ? object.parts : [];
  return { speaker: object.role === 'model' ? 'model' : 'user', parts: parts.map(readPart) };
}

export function readSystem(value: JsonObject, leaveOut: LeaveOut): Pick<Conversation, 'system'> {
  const [camel, snake] = [value.systemInstruction, value.system_instruction];
  if (camel !== undefined && snake !== undefined && canonicalJson(camel) !== canonicalJson(snake))
    leaveOut(l10n.t('"{0}" ("{1}" was taken)', 'system_instruction', 'systemInstruction'));
  const content = member(value, 'systemInstruction', 'system_instruction');
  return content === undefined ? {} : { system: readContent(content).parts };
}

function readPart(part: JsonValue): Part {
  if (!isObject(part)) return { kind: 'other', value: part };
  const extra = Object.keys(part).length > 1;
  if (typeof part.text === 'string') {
    if (!extra) return { kind: 'text', text: part.text };
    if (part.thought === true && Object.keys(part).length === 2) {
      return { kind: 'text', text: part.text, thought: true };
    }
  }
  const call = member(part, 'functionCall', 'function_call');
  if (!extra && isObject(call)) {
    const { name, args, id, ...more } = call;
    if (Object.keys(more).length === 0)
      return { kind: 'call', ...functionNames(name, id), args: objectOr(args) };
  }
  const result = member(part, 'functionResponse', 'function_response');
  if (!extra && isObject(result)) {
    const { name, response, id, ...more } = result;
    if (Object.keys(more).length === 0) {
      return { kind: 'result', ...functionNames(name, id), response: objectOr(response) };
    }
  }
  return readMedia(part, extra) ?? { kind: 'other', value: part };
}

/** The part as it is without what the model that made it signed it with. */
export function withoutSignature(part: Part): Part {
  if (part.kind !== 'other' || !isObject(part.value)) return part;
  const { thoughtSignature, thought_signature: snake, ...rest } = part.value;
  return thoughtSignature === undefined && snake === undefined ? part : readPart(rest);
}

function functionNames(
  name: JsonValue | undefined,
  id: JsonValue | undefined,
): { name: string; id?: string } {
  return { name: String(name ?? ''), ...(typeof id === 'string' ? { id } : {}) };
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function readMedia(part: JsonObject, extra: boolean): Part | undefined {
  const file = member(part, 'fileData', 'file_data');
  const data = member(part, 'inlineData', 'inline_data');
  const media = isObject(file) ? file : isObject(data) ? data : undefined;
  if (extra || !media || Object.keys(media).some((key) => !MEDIA_KEYS.has(key))) return undefined;
  const type = member(media, 'mimeType', 'mime_type');
  const mimeType = typeof type === 'string' ? { mimeType: type } : {};
  if (media === file)
    return { kind: 'file', ...mimeType, uri: String(member(media, 'fileUri', 'file_uri') ?? '') };
  return { kind: 'data', ...mimeType, base64: String(media.data ?? '') };
}

const MEDIA_KEYS = new Set(['mimeType', 'mime_type', 'fileUri', 'file_uri', 'data']);

/** Throws `CannotExpress` when nothing would be left of the turn. */
export function writeContent(turn: Turn, leaveOut: LeaveOut): JsonObject {
  leaveOutExtras(turn, leaveOut);
  return { role: turn.speaker, parts: writeParts(turn.parts, leaveOut) };
}

export function writeSystem(system: Conversation['system'], leaveOut: LeaveOut): JsonObject {
  return system ? { systemInstruction: { role: 'system', parts: writeParts(system, leaveOut) } } : {};
}

function writeParts(parts: readonly Part[], leaveOut: LeaveOut): JsonValue[] {
  const written = parts.flatMap((part) => writePart(part, leaveOut));
  if (written.length === 0) throw new CannotExpress(l10n.t('A turn would be empty in this format.'));
  return written;
}

function writePart(part: Part, leaveOut: LeaveOut): JsonValue[] {
  switch (part.kind) {
    case 'text':
      return [part.thought ? { text: part.text, thought: true } : { text: part.text }];
    case 'call':
      return [{ functionCall: { ...id(part.id), name: part.name, args: part.args } }];
    case 'result':
      return [{ functionResponse: { ...id(part.id), name: part.name, response: part.response } }];
    case 'file':
      leaveOutFileExtras(part.extras, leaveOut);
      return [{ fileData: { ...mime(part.mimeType), fileUri: part.uri } }];
    case 'data':
      leaveOutFileExtras(part.extras, leaveOut);
      return [{ inlineData: { ...mime(part.mimeType), data: part.base64 } }];
    case 'other':
      if (!isOpenaiPart(part.value)) return [part.value];
      leaveOut(
        part.value.type === 'function'
          ? l10n.t("a call whose arguments aren't a JSON object")
          : l10n.t('a part of type "{0}"', part.value.type),
      );
      return [];
  }
}

function leaveOutFileExtras(extras: JsonObject | undefined, leaveOut: LeaveOut): void {
  for (const key of Object.keys(extras ?? {})) leaveOut(l10n.t('"{0}" of an image', key));
}

/** OpenAI's parts say their `type`; Google's never do. */
export function isOpenaiPart(part: JsonValue): part is JsonObject & { type: string } {
  return isObject(part) && typeof part.type === 'string';
}

function id(value: string | undefined): JsonObject {
  return value === undefined ? {} : { id: value };
}

function mime(mimeType: string | undefined): JsonObject {
  return mimeType === undefined ? {} : { mimeType };
}
