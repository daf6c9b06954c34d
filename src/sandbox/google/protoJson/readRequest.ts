import type { Type } from 'protobufjs/light';
import { badRequest, type FieldViolation, GoogleError } from '../errors';
import type { RouteMatch } from '../routes';
import { findField, type NamedField } from './fields';
import { isObject, type JsonObject, type JsonValue } from './json';
import { JsonTextError, readJson } from './jsonText';
import { readRequestField, readRequestMessage } from './protoJson';
import { missingFields } from './requiredFields';

/** Query parameters that Google's front end reads itself: they are no fields of a request. */
const SYSTEM_PARAMETERS = new Set([
  'alt',
  '$alt',
  'key',
  '$key',
  'prettyPrint',
  '$prettyPrint',
  'quotaUser',
  '$quotaUser',
  '$userProject',
  '$.xgafv',
]);

/**
 * The request message of a call, in canonical JSON: from the path, the query and the body, as google.api.http says.
 * @throws GoogleError 400 naming each unknown, wrong or missing field.
 */
export function readRequest(match: RouteMatch, query: URLSearchParams, body: string): JsonObject {
  const { rpc, rule, variables } = match;
  const read = rule.body === undefined ? refuseBody(body) : readBody(rpc.request, rule.body, body);
  const message = read.message;
  const violations = [...read.violations];
  for (const [name, values] of groupQuery(query)) {
    const found = rule.body === '*' ? undefined : findPath(rpc.request, name);
    if (!found) {
      const text = `Cannot bind query parameter. Field '${name}' could not be found in request message.`;
      violations.push({
        field: '',
        description: `Invalid JSON payload received. Unknown name "${name}": ${text}`,
      });
      continue;
    }
    const { named, jsonPath, protoPath } = found;
    const value = named.field.repeated
      ? values.map((v) => fromText(named, v))
      : fromText(named, values.at(-1) ?? '');
    const single = readRequestField(named, value, protoPath);
    violations.push(...single.violations);
    if (single.value !== undefined) setPath(message, jsonPath, single.value);
  }
  if (violations.length > 0) throw badRequest(violations);
  for (const [name, value] of variables) {
    const found = findPath(rpc.request, name);
    if (found) setPath(message, found.jsonPath, value);
  }
  requireFields(match, message);
  return message;
}

function readBody(request: Type, bodyField: string, body: string) {
  const json = body.trim() === '' ? {} : parse(body);
  if (bodyField === '*') return readRequestMessage(request, json);
  const named = findField(request, bodyField);
  const type = named?.field.resolvedType;
  if (!named || !type || !('fieldsArray' in type))
    throw new Error(`${request.fullName} has no body ${bodyField}`);
  const read = readRequestMessage(type, json, named.protoName);
  return { message: { [named.jsonName]: read.message }, violations: read.violations };
}

/** Clients send `{}` with DELETE; anything more has no field to go to. */
function refuseBody(body: string): { message: JsonObject; violations: FieldViolation[] } {
  const json = body.trim() === '' ? {} : parse(body);
  const keys = isObject(json) ? Object.keys(json) : ['body'];
  const violations = keys.map((key) => ({
    field: '',
    description: `Invalid JSON payload received. Unknown name "${key}": Cannot bind body to this method.`,
  }));
  return { message: {}, violations };
}

function parse(body: string): JsonValue {
  try {
    return readJson(body);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw new GoogleError('INVALID_ARGUMENT', `Invalid JSON payload received. ${error.message}`);
  }
}

/** Missing fields are told in the words of each service. In an update, the mask says what is meant: nothing is missed. */
function requireFields({ rpc, rule }: RouteMatch, message: JsonObject): void {
  if (rule.patch !== undefined) return;
  const missing = missingFields(rpc.request, message, 'request');
  if (missing.length === 0) return;
  const name = rpc.request.name;
  const described = missing.map((field, i) => ({
    field,
    description:
      rpc.api === 'geminiApi'
        ? `* ${name}.${field}: ${field.slice(field.lastIndexOf('.') + 1)} is not specified`
        : `List of found errors:\t${i + 1}.Field: ${field}; Message: Required field is not set.\t`,
  }));
  throw badRequest(described);
}

function groupQuery(query: URLSearchParams): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of query) {
    if (!SYSTEM_PARAMETERS.has(name) && name !== '') groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return groups;
}

function findPath(type: Type, path: string) {
  const jsonPath: string[] = [];
  const protoPath: string[] = [];
  let at: Type | undefined = type;
  let named: NamedField | undefined;
  for (const step of path.split('.')) {
    named = at && findField(at, step);
    if (!named) return undefined;
    jsonPath.push(named.jsonName);
    protoPath.push(named.protoName);
    at = messageOf(named);
  }
  return named && { named, jsonPath, protoPath: protoPath.join('.') };
}

function messageOf({ field }: NamedField): Type | undefined {
  const type = field.resolve().resolvedType;
  return type && 'fieldsArray' in type ? type : undefined;
}

function setPath(message: JsonObject, path: readonly string[], value: JsonValue): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    message[first] = value;
    return;
  }
  const child = message[first];
  const inner = isObject(child) ? child : {};
  message[first] = inner;
  setPath(inner, rest, value);
}

/** Query text as JSON would have it: bools and enum numbers are no strings there. */
function fromText({ field }: NamedField, text: string): JsonValue {
  if (field.type === 'bool' && (text === 'true' || text === 'false')) return text === 'true';
  const isEnum = field.resolve().resolvedType !== null && 'values' in (field.resolvedType ?? {});
  return isEnum && /^\d+$/.test(text) ? Number(text) : text;
}
