// The arguments of a call held to the declared schema: Google's `Schema` (google.cloud.aiplatform.v1) or JSON Schema,
// as far as both say the same: types, `enum`, `required`, `properties`, `items`. Nothing of it can run long.
import * as l10n from '@vscode/l10n';
import { anyOf } from '../../base/numbers';

import { closest } from '../../base/spelling';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';

export interface ArgumentError {
  /** From the arguments to the value that is wrong; of a missing one, to what should hold it. */
  readonly path: JsonPath;
  /** What is wrong with it, to go on after "In the call of "f": ". */
  readonly message: string;
  readonly mend: Mend | undefined;
}

/** How the wrong value is put right without asking anybody. */
export type Mend =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'key'; readonly key: string };

/** What is looked at in a schema besides keys and types: arguments of the same shape are equally right without these. */
export const VALUE_KEYWORDS: readonly string[] = ['enum'];

/** So many keys are looked through for the one that was meant. */
const MOST_KEYS = 100;

export function* argumentErrors(args: JsonObject, schema: JsonValue | undefined): Generator<ArgumentError> {
  if (isObject(schema)) yield* objectErrors(args, schema, []);
}

function* errorsOf(
  value: JsonValue,
  schema: JsonValue | undefined,
  path: JsonPath,
): Generator<ArgumentError> {
  if (!isObject(schema) || Array.isArray(schema.anyOf ?? schema.any_of ?? schema.oneOf)) return;
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    const mended = types.flatMap((type) => convert(value, type) ?? []);
    yield {
      path,
      message: l10n.t(
        '{0} must be {1}, not {2}',
        nameOf(path),
        anyOf(types.map(inWords)),
        inWords(typeOf(value)),
      ),
      mend: mended[0] === undefined ? undefined : { kind: 'value', value: mended[0] },
    };
    return;
  }
  if (value === null) return;
  const { enum: allowed } = schema;
  if (Array.isArray(allowed) && isScalar(value) && !setOf(allowed).has(value)) {
    const words = allowed.length <= MOST_KEYS ? allowed.filter((each) => typeof each === 'string') : [];
    const meant = typeof value === 'string' ? closest(value, words) : undefined;
    yield {
      path,
      message: l10n.t('{0} must be {1}', nameOf(path), wordsOf(allowed)),
      mend: meant === undefined ? undefined : { kind: 'value', value: meant },
    };
  }
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* errorsOf(each, schema.items, [...path, index]);
  } else if (isObject(value)) yield* objectErrors(value, schema, path);
}

function* objectErrors(value: JsonObject, schema: JsonObject, path: JsonPath): Generator<ArgumentError> {
  const { properties, required } = schema;
  const declared = isObject(properties) ? properties : {};
  const missing = new Set(Array.isArray(required) ? required.map(String) : []);
  for (const key of Object.keys(value)) missing.delete(key);
  const open = [...missing, ...Object.keys(declared).filter((key) => !Object.hasOwn(value, key))];
  for (const [key, each] of Object.entries(value)) {
    if (Object.hasOwn(declared, key)) yield* errorsOf(each, declared[key], [...path, key]);
    else if (isObject(properties) && !takesMore(schema)) {
      const meant = open.length <= MOST_KEYS ? closest(key, open) : undefined;
      if (meant !== undefined) {
        open.splice(0, open.length, ...open.filter((name) => name !== meant));
        missing.delete(meant);
      }
      yield {
        path: [...path, key],
        message:
          meant === undefined
            ? l10n.t('"{0}" isn\'t declared', key)
            : l10n.t('"{0}" isn\'t declared (did you mean "{1}"?)', key, meant),
        mend: meant === undefined ? undefined : { kind: 'key', key: meant },
      };
    }
  }
  for (const key of missing) {
    const own = declared[key];
    const usual = isObject(own) ? own.default : undefined;
    yield {
      path,
      message: l10n.t('the required argument "{0}" is missing', key),
      mend: usual === undefined ? undefined : { kind: 'value', value: { ...value, [key]: usual } },
    };
  }
}

/** The same arguments with one error put right. */
export function mended(args: JsonObject, { path, mend }: ArgumentError): JsonObject {
  return mend ? (replaced(args, path, mend) as JsonObject) : args;
}

function replaced(at: JsonValue, [step, ...rest]: JsonPath, mend: Mend): JsonValue {
  if (step === undefined) return mend.kind === 'value' ? mend.value : at;
  if (Array.isArray(at)) return at.with(Number(step), replaced(at[Number(step)] ?? null, rest, mend));
  if (!isObject(at)) return at;
  return Object.fromEntries(
    Object.entries(at).map(([key, value]) => {
      if (key !== step) return [key, value];
      return rest.length === 0 && mend.kind === 'key'
        ? [mend.key, value]
        : [key, replaced(value, rest, mend)];
    }),
  );
}

/** Google's `Schema` takes other arguments without a word; in JSON Schema they are right unless it forbids them. */
function takesMore(schema: JsonObject): boolean {
  const more = schema.additionalProperties ?? schema.additional_properties;
  return more === true || isObject(more) || isObject(schema.patternProperties);
}

function typesOf(schema: JsonObject): string[] {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type])
    .filter((type) => typeof type === 'string')
    .map((type) => type.toLowerCase())
    .filter((type) => Object.hasOwn(WORDS, type));
  return types.length > 0 && schema.nullable === true ? [...types, 'null'] : types;
}

function isOfType(value: JsonValue, type: string): boolean {
  const own = typeOf(value);
  return own === type || (own === 'integer' && type === 'number');
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** The same value as another type writes it; undefined when it would be another value. */
function convert(value: JsonValue, type: string): JsonValue | undefined {
  if (typeof value === 'string') {
    const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) && String(Number(value)) === value;
    if (isNumber && isOfType(Number(value), type)) return Number(value);
    if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  }
  return type === 'string' && (typeof value === 'number' || typeof value === 'boolean')
    ? String(value)
    : undefined;
}

const sets = new WeakMap<readonly JsonValue[], ReadonlySet<JsonValue>>();

/** Of a list that many values are held to. */
function setOf(list: readonly JsonValue[]): ReadonlySet<JsonValue> {
  const known = sets.get(list) ?? new Set(list);
  sets.set(list, known);
  return known;
}

function isScalar(value: JsonValue): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

const WORDS: Readonly<Record<string, string>> = {
  string: l10n.t('a string'),
  number: l10n.t('a number'),
  integer: l10n.t('an integer'),
  boolean: l10n.t('true or false'),
  array: l10n.t('an array'),
  object: l10n.t('an object'),
  null: 'null',
};

function inWords(type: string): string {
  return WORDS[type] ?? type;
}

function nameOf(path: JsonPath): string {
  return `"${path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')}"`;
}

function wordsOf(allowed: readonly JsonValue[]): string {
  const first = allowed.slice(0, 10).map(shown);
  return first.length < allowed.length ? l10n.t('one of {0}…', first.join(', ')) : anyOf(first);
}

function shown(value: JsonValue): string {
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
