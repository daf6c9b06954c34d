// What could be typed at a place of a line: whole examples on an empty line, and within an example the keys, roles
// and values that the format knows.
import { findNodeAtLocation, getLocation, type Location, parseTree } from 'jsonc-parser';
import type { ColumnRange } from '../checking/problem';
import type { DatasetFormat } from '../formats/format';
import type { Spacing } from '../json/spacing';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../json/value';
import { depthOf } from '../json/walk';
import { propertiesOf, schemasAt, valuesOf } from './schemaAt';
import { SnippetWriter } from './snippet';

export interface Completion {
  readonly kind: 'key' | 'role' | 'value';
  readonly label: string;
  readonly description?: string;
  /** In VS Code's snippet syntax; replaces `range`. */
  readonly snippet: string;
  readonly range: ColumnRange;
  /** What the typed text in `range` is compared with. */
  readonly filter: string;
}

/** A line this long is no line that somebody types. */
const LONGEST_LINE = 200_000;
const DEEPEST = 100;
/** Nor is a word this long one that is being typed. */
const LONGEST_WORD = 100;

export interface CompletionContext {
  readonly format: DatasetFormat;
  readonly spacing: Spacing;
}

export function completionsAt(text: string, column: number, context: CompletionContext): Completion[] {
  if (text.length > LONGEST_LINE || depthOf(text, DEEPEST).passedAt !== -1) return [];
  const location = getLocation(text, column);
  const range = rangeToReplace(text, column, location);
  if (!range) return [];
  if (location.isAtPropertyKey) return keysAt(text, location, range, context);
  return startsValue(text, range) ? valuesAt(text, location.path, range, context) : [];
}

/** The text that is being typed; undefined in a place where nothing starts, such as after a closed text. */
function rangeToReplace(text: string, column: number, { previousNode }: Location): ColumnRange | undefined {
  const before = text.slice(0, column);
  if (previousNode && previousNode.offset < column && column <= previousNode.offset + previousNode.length) {
    const { offset, length } = previousNode;
    const isText = text[offset] === '"';
    const isClosed = isText && length > 1 && text[offset + length - 1] === '"';
    if (isClosed && column === offset + length) return undefined;
    return { start: offset, end: isClosed || !isText ? offset + length : column };
  }
  const word = /[\w-]*$/.exec(before.slice(-LONGEST_WORD))?.[0] ?? '';
  return { start: column - word.length, end: column };
}

/** A value can stand only after a colon, a comma or an opening bracket. */
function startsValue(text: string, { start }: ColumnRange): boolean {
  return /[[:,]\s*$/.test(text.slice(Math.max(0, start - 100), start));
}

function keysAt(
  text: string,
  { path }: Location,
  range: ColumnRange,
  { format, spacing }: CompletionContext,
): Completion[] {
  const { schema, sample } = format;
  const parent = path.slice(0, -1);
  const properties = propertiesOf(schema, schemasAt(schema, parent));
  const written = keysBeside(text, parent, range);
  const hasValue = /^\s*:/.test(text.slice(range.end));
  const needsComma = /^\s*"/.test(text.slice(range.end));
  const wantsSnake = /"[a-z]+_[a-z_]+"\s*:/.test(text);
  return [...properties].flatMap(([key, own]): Completion[] => {
    if (written.has(key) || isOtherSpelling(key, properties, written, wantsSnake, valueAt(sample, parent)))
      return [];
    const writer = new SnippetWriter(spacing);
    const value = valueSnippet(writer, sampleAt(sample, [...parent, key]), own);
    const description = typeof own.description === 'string' ? { description: own.description } : {};
    return [
      {
        kind: 'key',
        label: key,
        ...description,
        snippet: hasValue
          ? JSON.stringify(key)
          : `${writer.member(key, value)}${needsComma ? spacing.comma : ''}`,
        range,
        filter: text[range.start] === '"' ? JSON.stringify(key) : key,
      },
    ];
  });
}

/** The other keys of the object. */
function keysBeside(text: string, parent: JsonPath, { start }: ColumnRange): Set<string> {
  const tree = parseTree(text);
  const object = tree && findNodeAtLocation(tree, [...parent]);
  const keys = (object?.children ?? []).flatMap(({ children }) => children?.[0] ?? []);
  return new Set(keys.filter(({ offset }) => offset !== start).map(({ value }) => String(value)));
}

/** Google reads each name in two spellings. Only one is offered: the one in use, else the one of the sample. */
function isOtherSpelling(
  key: string,
  properties: ReadonlyMap<string, unknown>,
  written: ReadonlySet<string>,
  wantsSnake: boolean,
  sample: JsonValue | undefined,
): boolean {
  const camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const other = key === camel ? snake : camel;
  if (other === key || !properties.has(other)) return false;
  if (written.has(other)) return true;
  const sampled = isObject(sample) && (key in sample || other in sample);
  if (sampled) return !(key in sample);
  return wantsSnake ? key === camel : key === snake;
}

function valuesAt(
  text: string,
  path: JsonPath,
  range: ColumnRange,
  { format, spacing }: CompletionContext,
): Completion[] {
  const isText = text[range.start] === '"';
  const schemas = schemasAt(format.schema, path);
  const plain = (kind: Completion['kind'], value: JsonValue): Completion => {
    const json = JSON.stringify(value);
    const label = typeof value === 'string' ? value : json;
    return {
      kind,
      label,
      snippet: new SnippetWriter(spacing).value(value),
      range,
      filter: isText ? json : label,
    };
  };
  const roles = rolesAt(format, path);
  if (roles.length > 0) return roles.map((role) => plain('role', role));
  const values = valuesOf(schemas);
  if (values.length > 0) return values.map((value) => plain('value', value));
  if (isText) return [];
  return wholeValues(text, path, range, { format, spacing }, schemas);
}

function rolesAt({ roles, outline, sample }: DatasetFormat, path: JsonPath): readonly string[] {
  if (!roles || path.at(-1) !== 'role') return [];
  const turns = outline(sample).turns.map((turn) => turn.path.slice(0, -1).join());
  if (turns.includes(path.slice(0, -2).join())) return [roles.user, roles.model, ...roles.others];
  const sampled = valueAt(sample, path);
  return typeof sampled === 'string' ? [sampled] : [roles.model];
}

/** A turn, a part, a list or an object to fill in. */
function wholeValues(
  text: string,
  path: JsonPath,
  range: ColumnRange,
  { format, spacing }: CompletionContext,
  schemas: readonly JsonObject[],
): Completion[] {
  const make = (label: string, snippet: string): Completion => ({
    kind: 'value',
    label,
    snippet,
    range,
    filter: label,
  });
  const write = (value: JsonValue) => new SnippetWriter(spacing).value(value);
  if (typeof path.at(-1) === 'number') {
    const siblings = sampleAt(format.sample, path.slice(0, -1));
    const turns = (Array.isArray(siblings) ? siblings : []).filter(isObject);
    const last = [...text.slice(0, range.start).matchAll(/"role"\s*:\s*"(\w+)"/g)].at(-1)?.[1];
    const fresh = turns.toSorted((a, b) => Number(a.role === last) - Number(b.role === last));
    if (fresh.length > 0) return fresh.map((turn) => make(labelOf(turn), write(turn)));
  }
  const writer = new SnippetWriter(spacing);
  const [schema] = schemas;
  if (!schema) return [];
  const snippet = valueSnippet(writer, sampleAt(format.sample, path), schema);
  return snippet.startsWith('$') ? [] : [make(snippet.replace(/\$\d/g, '…'), snippet)];
}

function labelOf(value: JsonObject): string {
  return typeof value.role === 'string' ? value.role : `{${Object.keys(value).join(', ')}}`;
}

/** An index past the end of a sample's list means its last element: all turns look alike. */
function sampleAt(sample: JsonObject, path: JsonPath): JsonValue | undefined {
  let at: JsonValue | undefined = sample;
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[Math.min(step, at.length - 1)] : undefined;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

function valueSnippet(writer: SnippetWriter, sample: JsonValue | undefined, schema: JsonObject): string {
  if (sample !== undefined && typeof sample !== 'string') return writer.value(sample);
  const values = valuesOf([schema]);
  if (values.length > 0) return writer.choice(values.map((value) => JSON.stringify(value)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'string') return writer.text('');
  if (type === 'object') return `{${writer.stop()}}`;
  if (type === 'array') return `[${writer.stop()}]`;
  return writer.stop();
}
