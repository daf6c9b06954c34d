// Writes an edited conversation back to the line it came from, and leaves everything else of the line as it is.
import * as l10n from '@vscode/l10n';

import type { Conversation, Part, Turn } from '../example/conversation';
import type { DatasetFormat } from '../formats/format';
import { parseExactly, withExactNumbers } from '../json/exactNumbers';
import { parse, withoutMark } from '../json/parse';
import { type Spacing, spacingOf, stringify, stringifyText } from '../json/spacing';
import { canonicalJson, isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';
import { locate } from '../json/walk';

/** The format cannot hold the conversation; the message says what. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
}

/**
 * The line with the edited conversation; the same line when nothing was changed. Keys that are no part of the
 * conversation, spellings and spaces stay.
 * Throws `CannotExpress` or `CannotWrite` when the format has no way to write it.
 */
export function editedLine(text: string, format: DatasetFormat, edited: Conversation): string {
  const original = parse(text);
  if (!isObject(original) || !format.validate(original))
    throw new CannotWrite(l10n.t("The line isn't a valid example."));
  const before = format.toConversation(original);
  if (isSame(before, edited)) return text;
  const written = format.fromConversation(edited);
  const base = baseOf(format, before);
  const candidates = [
    (from: JsonObject) => merge(from, base, written),
    (from: JsonObject) => ({ ...extrasOf(format, from), ...written }),
  ];
  for (const candidate of candidates) {
    const value = candidate(original);
    if (isObject(value) && format.validate(value) && saysAll(format.toConversation(value), edited)) {
      const exact = parseExactly(text);
      return isObject(exact) ? rewrite(text, exact, candidate(exact)) : rewrite(text, original, value);
    }
  }
  throw new CannotWrite(l10n.t("{0} can't represent this conversation.", format.label));
}

function baseOf(format: DatasetFormat, conversation: Conversation): JsonValue | undefined {
  try {
    return format.fromConversation(conversation);
  } catch {
    return undefined;
  }
}

function isSame(a: Conversation, b: Conversation): boolean {
  return canonicalConversation(a) === canonicalConversation(b);
}

/** The same, but for ids that the format has given to calls and results without one. */
function saysAll(written: Conversation, edited: Conversation): boolean {
  const asEdited = (turns: readonly Turn[], like: readonly Turn[]): readonly Turn[] =>
    turns.map((turn, at) => ({
      ...turn,
      parts: turn.parts.map((part, index) => withIdOf(part, like[at]?.parts[index])),
    }));
  const { turns, answers } = written;
  const likened = {
    ...written,
    turns: asEdited(turns, edited.turns),
    ...(answers && {
      answers: answers.map((one, at) => ({
        ...one,
        turns: asEdited(one.turns, edited.answers?.[at]?.turns ?? []),
      })),
    }),
  };
  return isSame(likened, edited);
}

function withIdOf(part: Part, like: Part | undefined): Part {
  if (part.kind !== like?.kind || (part.kind !== 'call' && part.kind !== 'result')) return part;
  if ('id' in like && like.id !== undefined) return part;
  const { id: _, ...rest } = part;
  return rest;
}

function canonicalConversation(conversation: Conversation): string {
  return canonicalJson(JSON.parse(JSON.stringify(conversation)) as JsonValue);
}

function extrasOf(format: DatasetFormat, value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !format.conversationKeys.includes(key)));
}

/** What `edited` changed of `base`, done to `original`, which says the same as `base` perhaps in other words. */
function merge(original: JsonValue | undefined, base: JsonValue | undefined, edited: JsonValue): JsonValue {
  if (original === undefined || base === undefined) return edited;
  if (canonicalJson(base) === canonicalJson(edited)) return original;
  if (isObject(original) && isObject(base) && isObject(edited)) return mergeObjects(original, base, edited);
  if (
    Array.isArray(original) &&
    Array.isArray(base) &&
    Array.isArray(edited) &&
    original.length === base.length
  ) {
    return mergeArrays(original, base, edited);
  }
  return edited;
}

function mergeObjects(original: JsonObject, base: JsonObject, edited: JsonObject): JsonObject {
  const merged = new Map<string, JsonValue>(); // no object: "__proto__" is a key like others
  const taken = new Set<string>();
  for (const [key, own] of Object.entries(original)) {
    const name = twin(key, base) ?? twin(key, edited);
    if (name === undefined) merged.set(key, own);
    else {
      taken.add(name);
      const after = Object.hasOwn(edited, name) ? edited[name] : undefined;
      if (after !== undefined)
        merged.set(key, merge(own, Object.hasOwn(base, name) ? base[name] : undefined, after));
    }
  }
  for (const [key, after] of Object.entries(edited)) {
    const wasImplied = Object.hasOwn(base, key) && canonicalJson(base[key] ?? null) === canonicalJson(after);
    if (!taken.has(key) && !wasImplied) merged.set(key, after);
  }
  return Object.fromEntries(merged);
}

/** The key as `other` spells it: Google reads `textInput` and `text_input` alike. */
function twin(key: string, other: JsonObject): string | undefined {
  if (Object.hasOwn(other, key)) return key;
  const camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (Object.hasOwn(other, camel)) return camel;
  const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.hasOwn(other, snake) ? snake : undefined;
}

/**
 * Elements that are the same keep their originals, at the front and at the end by their places, between them wherever they
 * are now; others are merged with the one at the same place.
 */
function mergeArrays(
  original: readonly JsonValue[],
  base: readonly JsonValue[],
  edited: readonly JsonValue[],
): JsonValue[] {
  const equal = (i: number, j: number) => canonicalJson(base[i] ?? null) === canonicalJson(edited[j] ?? null);
  const shorter = Math.min(base.length, edited.length);
  let front = 0;
  while (front < shorter && equal(front, front)) front++;
  let end = 0;
  while (end < shorter - front && equal(base.length - 1 - end, edited.length - 1 - end)) end++;
  const places = new Map(base.map((element, index) => [canonicalJson(element), index]));
  return edited.map((element, index) => {
    if (index >= edited.length - end) return original[index - edited.length + original.length] ?? element;
    const isBetween = index < base.length - end;
    const same = isBetween && equal(index, index) ? index : places.get(canonicalJson(element));
    if (same !== undefined) return original[same] ?? element;
    return isBetween ? merge(original[index], base[index], element) : element;
  });
}

/** Changed texts are replaced where they stand; only when more than texts changed, the line is written anew. */
function rewrite(text: string, original: JsonObject, value: JsonValue): string {
  const spacing = spacingOf(text);
  const changes = changedTexts(original, value, []);
  if (!changes) return withExactNumbers(stringify(value, spacing));
  return withTexts(text, changes, spacing);
}

export interface ChangedText {
  readonly path: JsonPath;
  readonly text: string;
}

/** Undefined when something else than texts differs. */
function changedTexts(before: JsonValue, after: JsonValue, path: JsonPath): ChangedText[] | undefined {
  if (typeof before === 'string' && typeof after === 'string') {
    return before === after ? [] : [{ path, text: after }];
  }
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return before === after ? [] : undefined;
  }
  if (Array.isArray(before) !== Array.isArray(after)) return undefined;
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  if (a.size !== b.size) return undefined;
  const found: ChangedText[] = [];
  for (const [key, own] of a) {
    const other = b.get(key);
    const step = Array.isArray(before) ? Number(key) : key;
    const changes = other === undefined ? undefined : changedTexts(own, other, [...path, step]);
    if (!changes) return undefined;
    for (const change of changes) found.push(change);
  }
  return found;
}

/** The line with other texts at these places, and all else as it is. */
export function withTexts(line: string, changes: readonly ChangedText[], spacing: Spacing): string {
  const places = changes.flatMap(({ path, text }) => {
    const place = locate(withoutMark(line), path);
    return place ? [{ ...place.value, text }] : [];
  });
  places.sort((a, b) => b.start - a.start);
  let written = line;
  for (const { start, end, text } of places) {
    written = written.slice(0, start) + stringifyText(text, spacing) + written.slice(end);
  }
  return written;
}
