// What ajv found in an example, as places and sentences.
import * as l10n from '@vscode/l10n';

import type { ErrorObject } from 'ajv';
import { anyOf, counted } from '../../base/numbers';
import { closest } from '../../base/spelling';
import type { DatasetFormat } from '../formats/format';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../json/value';

export interface SchemaError {
  readonly path: JsonPath;
  /** Whether the place is the key at the end of `path`, its value, or the opening bracket of its value. */
  readonly at: 'key' | 'value' | 'opening';
  readonly message: string;
  /** The key that was probably meant. */
  readonly meant?: string;
  /** The JSON type that the value should have. */
  readonly expected?: string;
  /** The key that is missing in the object at `path`. */
  readonly missing?: string;
}

export function schemaErrors(format: DatasetFormat, value: JsonObject): SchemaError[] {
  if (format.validate(value)) return [];
  const errors = format.validate.errors ?? [];
  const found = errors.flatMap((error): SchemaError[] => {
    const path = parsePointer(error.instancePath, value);
    const read = readError(error, path, format.schema, value);
    return read ? [read] : [];
  });
  const explained = new Set<string>();
  for (const { meant, path } of found)
    if (meant !== undefined) explained.add(JSON.stringify([...path.slice(0, -1), meant]));
  const typed = new Set<string>();
  return found.filter(({ missing, path, expected }) => {
    // A missing key whose misspelling stands beside it is one mistake, not two.
    if (missing !== undefined) return !explained.has(JSON.stringify([...path, missing]));
    // A value has one type that it must have, whatever a condition says of it besides.
    const place = JSON.stringify(path);
    if (expected === undefined || !typed.has(place)) {
      if (expected !== undefined) typed.add(place);
      return true;
    }
    return false;
  });
}

function readError(
  error: ErrorObject,
  path: JsonPath,
  schema: JsonObject,
  value: JsonObject,
): SchemaError | undefined {
  const { keyword, params } = error;
  const name = nameOf(path);
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const own = valueAt(value, path);
      const known = keysAt(schema, path).filter((other) => !isObject(own) || !(other in own));
      const meant = closest(key, known);
      const message = unknownKey(key, path.length > 0 ? name : undefined, meant);
      return { path: [...path, key], at: 'key', message, ...(meant === undefined ? {} : { meant }) };
    }
    case 'required': {
      // Alternatives, such as both spellings of a key: speak of the first only.
      if (/\/(?:anyOf|oneOf)\/[1-9]/.test(error.schemaPath)) return undefined;
      const missing = String(params.missingProperty);
      return { path, at: 'opening', message: l10n.t('Missing key "{0}" in {1}.', missing, name), missing };
    }
    case 'type':
      return {
        path,
        at: 'value',
        message: l10n.t('{0} must be {1}.', upper(name), typeName(params.type)),
        expected: String(params.type),
      };
    case 'enum': {
      const values: readonly unknown[] = Array.isArray(params.allowedValues) ? params.allowedValues : [];
      // Google's enums may also be written as numbers, which nobody does.
      const names = values.filter((each) => typeof each === 'string');
      const allowed = names.length > 0 ? names : values;
      return { path, at: 'value', message: l10n.t('{0} must be {1}.', upper(name), oneOf(allowed)) };
    }
    case 'const':
      return {
        path,
        at: 'value',
        message: l10n.t('{0} must be {1}.', upper(name), JSON.stringify(params.allowedValue)),
      };
    case 'minItems':
      return {
        path,
        at: 'value',
        message: l10n.t('{0} must have at least {1}.', upper(name), elements(params.limit)),
      };
    case 'maxItems':
      return {
        path,
        at: 'value',
        message: l10n.t('{0} can have at most {1}.', upper(name), elements(params.limit)),
      };
    case 'anyOf':
    case 'oneOf':
    case 'if':
    case 'not':
      return undefined;
    default:
      return { path, at: 'value', message: l10n.t("{0} isn't valid in this format.", upper(name)) };
  }
}

function unknownKey(key: string, where: string | undefined, meant: string | undefined): string {
  if (where === undefined)
    return meant === undefined
      ? l10n.t('Unknown key "{0}".', key)
      : l10n.t('Unknown key "{0}". Did you mean "{1}"?', key, meant);
  return meant === undefined
    ? l10n.t('Unknown key "{0}" in {1}.', key, where)
    : l10n.t('Unknown key "{0}" in {1}. Did you mean "{2}"?', key, where, meant);
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function elements(count: unknown): string {
  return counted(Number(count), 'element');
}

function typeName(type: unknown): string {
  const names: Readonly<Record<string, string>> = {
    string: l10n.t('a string'),
    array: l10n.t('an array'),
    object: l10n.t('an object'),
    number: l10n.t('a number'),
    integer: l10n.t('an integer'),
    boolean: l10n.t('true or false'),
    null: 'null',
  };
  const types = Array.isArray(type) ? type : String(type).split(',');
  return anyOf(types.map((each) => names[each] ?? String(each)));
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.slice(0, 8).map((value) => JSON.stringify(value));
  return shown.length < values.length ? l10n.t('one of {0}…', shown.join(', ')) : anyOf(shown);
}

function nameOf(path: JsonPath): string {
  if (path.length === 0) return l10n.t('the example');
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `"${text.replace(/^\./, '')}"`;
}

/** ajv's JSON pointer to a path; the value tells indexes from keys that look like them. */
function parsePointer(pointer: string, value: JsonValue): JsonPath {
  let at: JsonValue | undefined = value;
  const path: (string | number)[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(step) : step);
    at = valueAt(value, path);
  }
  return path;
}

/** The keys that the schema knows for the object at `path`. */
export function keysAt(schema: JsonObject, path: JsonPath): string[] {
  const at = schemaAt(schema, path);
  return isObject(at?.properties) ? Object.keys(at.properties) : [];
}

/** The part of a schema that describes the value at `path`. */
export function schemaAt(schema: JsonObject, path: JsonPath): JsonObject | undefined {
  let at = followReference(schema, schema);
  for (const step of path) {
    if (!at) return undefined;
    const next: JsonValue | undefined =
      typeof step === 'number'
        ? at.items
        : isObject(at.properties) && Object.hasOwn(at.properties, step)
          ? at.properties[step]
          : at.additionalProperties;
    at = followReference(schema, next);
  }
  return at;
}

/** A part of a schema, or what it refers to. */
export function followReference(schema: JsonObject, at: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(at)) return undefined;
  if (typeof at.$ref !== 'string') return at;
  const target = valueAt(schema, at.$ref.replace(/^#\//, '').split('/'));
  return isObject(target) ? target : undefined;
}
