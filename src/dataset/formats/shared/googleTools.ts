// Google's declarations of functions. Between the formats their parameters are JSON Schema, which writes
// `"type": ["string", "null"]` where Google's `Schema` (google.cloud.aiplatform.v1) has `STRING` and `nullable`.
import * as l10n from '@vscode/l10n';
import type { Conversation, LeaveOut } from '../../example/conversation';
import { isObject, type JsonObject, type JsonValue } from '../../json/value';
import { member } from './content';

/** `[{functionDeclarations: […]}, …]` to the plain list of functions; other tools are kept as they are. */
export function readTools(tools: JsonValue | undefined): Pick<Conversation, 'tools'> {
  if (!Array.isArray(tools)) return {};
  const list = tools.flatMap((tool): JsonValue[] => {
    if (!isObject(tool) || Object.keys(tool).length !== 1) return [tool];
    const declarations = member(tool, 'functionDeclarations', 'function_declarations');
    return Array.isArray(declarations) ? declarations.map(readDeclaration) : [tool];
  });
  return { tools: list };
}

function readDeclaration(declaration: JsonValue): JsonValue {
  if (!isObject(declaration) || !isObject(declaration.parameters)) return declaration;
  return { ...declaration, parameters: readSchema(declaration.parameters) };
}

function readSchema(schema: JsonValue): JsonValue {
  if (!isObject(schema)) return schema;
  const { nullable, ...rest } = mapSchema(schema, readSchema);
  const type = typeof rest.type === 'string' && TYPES.has(rest.type) ? rest.type.toLowerCase() : rest.type;
  if (type !== undefined) rest.type = type;
  if (nullable === true && typeof type === 'string')
    return {
      ...rest,
      type: [type, 'null'],
      ...(Array.isArray(rest.enum) ? { enum: [...rest.enum, null] } : {}),
    };
  return nullable === undefined ? rest : { ...rest, nullable };
}

export function writeTools(tools: Conversation['tools'], leaveOut: LeaveOut): JsonObject {
  if (!tools) return {};
  const functions = tools.filter(isFunction).map((tool) => writeDeclaration(tool, leaveOut));
  const others = tools.filter((tool) => {
    if (isFunction(tool)) return false;
    const isOpenais = isObject(tool) && typeof tool.type === 'string';
    if (isOpenais) leaveOut(l10n.t('a tool of type "{0}"', String(tool.type)));
    return !isOpenais;
  });
  if (functions.length + others.length === 0 && tools.length > 0) return {};
  return { tools: [...(functions.length > 0 ? [{ functionDeclarations: functions }] : []), ...others] };
}

function isFunction(tool: JsonValue): tool is JsonObject & { name: string } {
  return isObject(tool) && typeof tool.name === 'string';
}

function writeDeclaration(tool: JsonObject & { name: string }, leaveOut: LeaveOut): JsonObject {
  const written: JsonObject = {};
  for (const [key, value] of Object.entries(tool)) {
    if (key === 'parameters') written[key] = writeSchema(value, leaveOut);
    else if (DECLARATION_KEYS.has(key)) written[key] = value;
    else leaveOut(l10n.t('"{0}" of the function {1}', key, tool.name));
  }
  return written;
}

function writeSchema(schema: JsonValue, leaveOut: LeaveOut): JsonValue {
  if (!isObject(schema)) return schema;
  const { type, ...rest } = mapSchema(withoutNull(reworded(schema)), (inner) => writeSchema(inner, leaveOut));
  const written: JsonObject = type === undefined ? {} : writeType(type);
  for (const [key, value] of Object.entries(rest)) {
    const isKept = SCHEMA_KEYS.has(key) && (key !== 'enum' || isTexts(value));
    if (isKept) written[key] = value;
    else leaveOut(l10n.t('"{0}" in the parameters of a function', key));
  }
  return written;
}

/** What Google's `Schema` has other words for. A null among the values is what `nullable` says. */
function reworded({ const: only, oneOf, ...schema }: JsonObject): JsonObject {
  const written: JsonObject = { ...schema };
  if (typeof only === 'string') Object.assign(written, { type: 'string', enum: [only] });
  else if (only !== undefined) written.const = only;
  if (oneOf !== undefined) written[Array.isArray(oneOf) && !('anyOf' in schema) ? 'anyOf' : 'oneOf'] = oneOf;
  const { type, enum: values } = written;
  if (Array.isArray(type) && type.includes('null') && Array.isArray(values))
    written.enum = values.filter((value) => value !== null);
  return written;
}

/** Google's `Schema` has no alternative of null. */
function withoutNull(schema: JsonObject): JsonObject {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const others = anyOf.filter((each) => !isObject(each) || each.type !== 'null');
  return others.length === anyOf.length ? schema : { ...rest, anyOf: others, nullable: true };
}

/** Of several types, null becomes `nullable`; the others become alternatives. */
function writeType(type: JsonValue): JsonObject {
  if (!Array.isArray(type)) return type === 'null' ? { nullable: true } : { type: upperCase(type) };
  const types = type.filter((each) => each !== 'null').map(upperCase);
  const nullable: JsonObject = types.length < type.length ? { nullable: true } : {};
  const [only] = types;
  if (only === undefined) return nullable;
  return types.length === 1
    ? { type: only, ...nullable }
    : { anyOf: types.map((each) => ({ type: each })), ...nullable };
}

function upperCase(type: JsonValue): JsonValue {
  return typeof type === 'string' && TYPES.has(type.toUpperCase()) ? type.toUpperCase() : type;
}

function isTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** The schema with `change` done to the schemas inside. */
function mapSchema(schema: JsonObject, change: (inner: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'items' || key === 'additionalProperties') return [key, change(value)];
      if ((key === 'anyOf' || key === 'any_of') && Array.isArray(value)) return [key, value.map(change)];
      if (key !== 'properties' || !isObject(value)) return [key, value];
      return [key, Object.fromEntries(Object.entries(value).map(([name, own]) => [name, change(own)]))];
    }),
  );
}

const TYPES = new Set(['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL']);

const DECLARATION_KEYS = new Set([
  'name',
  'description',
  'parameters',
  'parametersJsonSchema',
  'parameters_json_schema',
  'response',
  'responseJsonSchema',
  'response_json_schema',
]);

/** Of google.cloud.aiplatform.v1.Schema. */
const SCHEMA_KEYS = new Set([
  'format',
  'title',
  'description',
  'nullable',
  'default',
  'items',
  'minItems',
  'min_items',
  'maxItems',
  'max_items',
  'enum',
  'properties',
  'propertyOrdering',
  'property_ordering',
  'required',
  'minProperties',
  'min_properties',
  'maxProperties',
  'max_properties',
  'minimum',
  'maximum',
  'minLength',
  'min_length',
  'maxLength',
  'max_length',
  'pattern',
  'example',
  'anyOf',
  'any_of',
  'additionalProperties',
  'additional_properties',
  'ref',
  'defs',
]);
