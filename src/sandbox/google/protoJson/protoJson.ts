// Google's rule book for proto3 as JSON, read through the descriptors: https://protobuf.dev/programming-guides/json/,
// with the error texts of the parser that stands in front of Google's REST APIs.
import { Enum, MapField, type Type } from 'protobufjs/light';
import type { FieldViolation } from '../errors';
import { findField, type NamedField, oneofOf, toSnakeCase } from './fields';
import { emptyObject, isObject, type JsonObject, type JsonValue, writeJson } from './json';
import { SCALARS } from './scalars';
import { TAKES_NULL, WELL_KNOWN } from './wellKnown';

/** What was read, in canonical form: camelCase, enums by name, int64 as decimal string, times in UTC. */
export interface ReadMessage {
  readonly message: JsonObject;
  readonly violations: readonly FieldViolation[];
}

interface Reading {
  /**
   * `request`: all that Google takes, and output-only fields are dropped, as Google ignores them.
   * `reply`: only the canonical form.
   */
  readonly direction: 'request' | 'reply';
  readonly enumsAsNumbers: boolean;
  readonly violations: FieldViolation[];
}

/** More findings in one message help nobody. */
const MAX_VIOLATIONS = 20;

/** Reads a request. `path` is where the message stands in the whole request, in snake_case; empty at the top. */
export function readRequestMessage(type: Type, value: JsonValue, path = ''): ReadMessage {
  const reading: Reading = { direction: 'request', enumsAsNumbers: false, violations: [] };
  const message = readMessage(type, value, path, reading);
  return { message: isObject(message) ? message : emptyObject(), violations: reading.violations };
}

/** Reads one field as if it stood alone in a request: for path and query parameters. */
export function readRequestField(named: NamedField, value: JsonValue, path: string) {
  const reading: Reading = { direction: 'request', enumsAsNumbers: false, violations: [] };
  return { value: readField(named, value, path, reading), violations: reading.violations };
}

/** Checks a reply and gives it the form to send: enums as numbers for clients that ask for `enum-encoding=int`. */
export function readReplyMessage(type: Type, value: JsonValue, enumsAsNumbers: boolean): ReadMessage {
  const reading: Reading = { direction: 'reply', enumsAsNumbers, violations: [] };
  const message = readMessage(type, value, '', reading);
  return { message: isObject(message) ? message : emptyObject(), violations: reading.violations };
}

function readMessage(type: Type, value: JsonValue, path: string, reading: Reading): JsonValue | undefined {
  if (type.fullName === '.google.protobuf.Any') return readAny(type, value, path, reading);
  const wellKnown = WELL_KNOWN[type.fullName];
  if (wellKnown) return canonical(wellKnown(value), value, path, typeUrl(type), reading);
  if (!isObject(value)) return invalid(path, typeUrl(type), value, reading);

  const message = emptyObject();
  const oneofs = new Map<string, string>();
  for (const [key, child] of Object.entries(value)) {
    const named = findField(type, key);
    if (!named || (reading.direction === 'reply' && named.jsonName !== key)) {
      report(
        reading,
        path,
        `Invalid JSON payload received. Unknown name "${key}"${at(path)}: Cannot find field.`,
      );
      continue;
    }
    if (child === null && !TAKES_NULL.has(named.field.resolvedType?.fullName ?? '')) {
      if (reading.direction === 'reply') invalid(join(path, named.protoName), 'null', child, reading);
      continue;
    }
    const oneof = oneofOf(named);
    const before = oneof === undefined ? undefined : oneofs.get(oneof);
    if (oneof !== undefined && before !== undefined) {
      const text = `oneof field '${toSnakeCase(oneof)}' is already set. Cannot set '${named.jsonName}'`;
      report(reading, path, `Invalid value${at(path)} (oneof), ${text}`);
      continue;
    }
    if (oneof !== undefined) oneofs.set(oneof, named.jsonName);
    const read = readField(named, child, join(path, named.protoName), reading);
    if (read === undefined || isOfOtherDirection(named, path, reading)) continue;
    // Proto3 knows no difference between an empty list and none, and Google writes none.
    if (reading.direction === 'reply' && named.field.repeated && Array.isArray(read) && read.length === 0)
      continue;
    message[named.jsonName] = read;
  }
  return message;
}

/** Output-only fields of a request are dropped without a word, input-only fields of a reply are a mistake. */
function isOfOtherDirection(named: NamedField, path: string, reading: Reading): boolean {
  if (reading.direction === 'request') return named.behavior.includes('OUTPUT_ONLY');
  if (!named.behavior.includes('INPUT_ONLY')) return false;
  report(reading, path, `${join(path, named.protoName)} is input only`);
  return true;
}

function readField(
  named: NamedField,
  value: JsonValue,
  path: string,
  reading: Reading,
): JsonValue | undefined {
  const { field } = named;
  if (field instanceof MapField) return readMap(field, named, value, path, reading);
  if (field.repeated) {
    // Google's parser takes a single value where a list belongs.
    if (!Array.isArray(value) && reading.direction === 'reply') return invalid(path, 'list', value, reading);
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item, i) => readSingle(named, item, `${path}[${i}]`, reading) ?? []);
  }
  if (Array.isArray(value) && !takesList(named)) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const text = 'Proto field is not repeating, cannot start list.';
    report(
      reading,
      path,
      `Invalid JSON payload received. Unknown name "${named.protoName}"${at(parent)}: ${text}`,
    );
    return undefined;
  }
  return readSingle(named, value, path, reading);
}

function takesList({ field }: NamedField): boolean {
  const name = field.resolvedType?.fullName;
  return name === '.google.protobuf.Value' || name === '.google.protobuf.ListValue';
}

function readMap(field: MapField, named: NamedField, value: JsonValue, path: string, reading: Reading) {
  if (!isObject(value)) return invalid(path, `map<${field.keyType}, ${field.type}>`, value, reading);
  const map = emptyObject();
  for (const [key, child] of Object.entries(value)) {
    const place = `${path}[${JSON.stringify(key)}]`;
    if (field.keyType !== 'string' && SCALARS[field.keyType]?.(key) === undefined) {
      invalid(place, `TYPE_${field.keyType.toUpperCase()}`, key, reading);
      continue;
    }
    const read = readSingle(named, child, place, reading);
    if (read !== undefined) map[key] = read;
  }
  return map;
}

function readSingle(
  { field }: NamedField,
  value: JsonValue,
  path: string,
  reading: Reading,
): JsonValue | undefined {
  const type = field.resolve().resolvedType;
  if (type instanceof Enum) return readEnum(type, value, path, reading);
  if (type) return readMessage(type, value, path, reading);
  return canonical(SCALARS[field.type]?.(value), value, path, `TYPE_${field.type.toUpperCase()}`, reading);
}

function readEnum(type: Enum, value: JsonValue, path: string, reading: Reading): JsonValue | undefined {
  if (type.fullName === '.google.protobuf.NullValue')
    return value === null ? null : invalid(path, 'null', value, reading);
  const name = reading.direction === 'request' ? enumName(type, value) : value;
  const number = typeof name === 'string' && Object.hasOwn(type.values, name) ? type.values[name] : undefined;
  if (typeof name !== 'string' || number === undefined) return invalid(path, typeUrl(type), value, reading);
  return reading.enumsAsNumbers ? number : name;
}

/** Google's samples write the types of a schema in small letters too. */
function enumName(type: Enum, value: JsonValue): JsonValue | undefined {
  if (typeof value === 'number') return type.valuesById[value];
  const isSchemaType = typeof value === 'string' && type.fullName.endsWith('.Type');
  return isSchemaType ? value.toUpperCase() : value;
}

function readAny(type: Type, value: JsonValue, path: string, reading: Reading): JsonValue | undefined {
  if (!isObject(value)) return invalid(path, typeUrl(type), value, reading);
  const { '@type': url, ...rest } = value;
  const name = typeof url === 'string' ? url.slice(url.lastIndexOf('/') + 1) : '';
  const inner = name === '' ? null : type.root.lookup(name);
  if (typeof url !== 'string' || !inner || !('fieldsArray' in inner)) {
    return invalid(join(path, '@type'), typeUrl(type), url ?? null, reading);
  }
  const own = `.${name}` in WELL_KNOWN;
  const read = readMessage(inner as Type, own ? (rest.value ?? null) : rest, path, reading);
  if (read === undefined) return undefined;
  return own || !isObject(read) ? { '@type': url, value: read } : { '@type': url, ...read };
}

/** `read` unless nothing could be read, or a reply's value is not yet in canonical form. */
function canonical(
  read: JsonValue | undefined,
  value: JsonValue,
  path: string,
  expected: string,
  reading: Reading,
): JsonValue | undefined {
  if (read === undefined) return invalid(path, expected, value, reading);
  // A float is rounded to what 32 bits hold; any other difference is another form of the same value.
  const changed = typeof read !== typeof value || (typeof read === 'string' && read !== value);
  return reading.direction === 'reply' && changed ? invalid(path, expected, value, reading) : read;
}

function invalid(path: string, expected: string, value: JsonValue, reading: Reading): undefined {
  const shown = typeof value === 'object' && value !== null ? '' : `, ${writeJson(value)}`;
  report(reading, path, `Invalid value${at(path)} (${expected})${shown}`);
}

function report(reading: Reading, field: string, description: string): void {
  if (reading.violations.length < MAX_VIOLATIONS) reading.violations.push({ field, description });
}

function typeUrl(type: Type | Enum): string {
  return `type.googleapis.com/${type.fullName.slice(1)}`;
}

function at(path: string): string {
  return path === '' ? '' : ` at '${path}'`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
