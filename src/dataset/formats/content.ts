// Google's `Content` and `Part`, shared by the formats that are made of them.
import { CannotExpress, type Conversation, type Part, type Turn } from '../conversation';
import type { TextField, WrittenTurn } from '../format';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';

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
    return [typeof turn.role === 'string' ? { path: place, role: turn.role } : { path: place }];
  });
}

export function readContent(content: JsonValue | undefined): Turn {
  const object = isObject(content) ? content : {};
  const parts = Array.isArray(object.parts) ? object.parts : [];
  return { speaker: object.role === 'model' ? 'model' : 'user', parts: parts.map(readPart) };
}

export function readSystem(value: JsonObject): Pick<Conversation, 'system'> {
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

export function writeContent(turn: Turn): JsonObject {
  if (turn.weight !== undefined && turn.weight !== 1) {
    throw new CannotExpress('This format has no weights of turns.');
  }
  return { role: turn.speaker, parts: writeParts(turn.parts) };
}

export function writeSystem(system: Conversation['system']): JsonObject {
  return system ? { systemInstruction: { role: 'system', parts: writeParts(system) } } : {};
}

function writeParts(parts: readonly Part[]): JsonValue[] {
  return parts.map(writePart);
}

function writePart(part: Part): JsonValue {
  switch (part.kind) {
    case 'text':
      return part.thought ? { text: part.text, thought: true } : { text: part.text };
    case 'call':
      return { functionCall: { ...id(part.id), name: part.name, args: part.args } };
    case 'result':
      return { functionResponse: { ...id(part.id), name: part.name, response: part.response } };
    case 'file':
      return { fileData: { ...mime(part.mimeType), fileUri: part.uri } };
    case 'data':
      return { inlineData: { ...mime(part.mimeType), data: part.base64 } };
    case 'other':
      return part.value;
  }
}

function id(value: string | undefined): JsonObject {
  return value === undefined ? {} : { id: value };
}

function mime(mimeType: string | undefined): JsonObject {
  return mimeType === undefined ? {} : { mimeType };
}

/** `[{functionDeclarations: […]}, …]` to the plain list of functions; other tools are kept as they are. */
export function readTools(tools: JsonValue | undefined): Pick<Conversation, 'tools'> {
  if (!Array.isArray(tools)) return {};
  const list = tools.flatMap((tool): JsonValue[] => {
    if (!isObject(tool) || Object.keys(tool).length !== 1) return [tool];
    const declarations = member(tool, 'functionDeclarations', 'function_declarations');
    return Array.isArray(declarations) ? declarations.map((each) => withTypes(each, lowerCase)) : [tool];
  });
  return { tools: list };
}

export function writeTools(tools: Conversation['tools']): JsonObject {
  if (!tools) return {};
  const functions = tools.filter(isFunction).map((tool) => withTypes(tool, upperCase));
  const others = tools.filter((tool) => !isFunction(tool));
  return { tools: [...(functions.length > 0 ? [{ functionDeclarations: functions }] : []), ...others] };
}

function isFunction(tool: JsonValue): boolean {
  return isObject(tool) && typeof tool.name === 'string';
}

/** JSON Schema writes `"type": "object"`, Google's `Schema` the enum value `OBJECT`. */
const SCHEMA_TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

function lowerCase(type: string): string {
  return SCHEMA_TYPES.has(type.toLowerCase()) ? type.toLowerCase() : type;
}

function upperCase(type: string): string {
  return SCHEMA_TYPES.has(type) ? type.toUpperCase() : type;
}

function withTypes(declaration: JsonValue, change: (type: string) => string): JsonValue {
  if (!isObject(declaration) || !isObject(declaration.parameters)) return declaration;
  return { ...declaration, parameters: schemaWithTypes(declaration.parameters, change) };
}

function schemaWithTypes(schema: JsonValue, change: (type: string) => string): JsonValue {
  if (!isObject(schema)) return schema;
  const inside = (each: JsonValue): JsonValue => schemaWithTypes(each, change);
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'type' && typeof value === 'string') return [key, change(value)];
      if (key === 'items') return [key, inside(value)];
      if (key === 'anyOf' && Array.isArray(value)) return [key, value.map(inside)];
      if (key !== 'properties' || !isObject(value)) return [key, value];
      return [key, Object.fromEntries(Object.entries(value).map(([name, own]) => [name, inside(own)]))];
    }),
  );
}
