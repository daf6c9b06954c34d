// Walks over JSON that is known to be right, without building anything. Texts are jumped over with
// `indexOf`, so that a line of 12 MB costs milliseconds.
import type { ColumnRange } from '../checking/problem';
import type { JsonPath } from './value';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
const SMALL_U = 0x75;

/** Index after the closing quote of the text that opens at `start`; the end when none closes it. */
export function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

export function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return at;
    at++;
  }
}

/** Index after the value that starts at `start`. */
export function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth === 0) return at;
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === COMMA || code <= 0x20)) return at;
    at++;
  }
  return at;
}

/** How deep the brackets go, and where they first pass `limit` (-1 when they do not). */
export function depthOf(text: string, limit: number): { depth: number; passedAt: number } {
  let depth = 0;
  let deepest = 0;
  let passedAt = -1;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth++;
      if (depth > deepest) deepest = depth;
      if (depth > limit && passedAt === -1) passedAt = at;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    at++;
  }
  return { depth: deepest, passedAt };
}

export interface Member {
  readonly key: string;
  readonly keyRange: ColumnRange;
  readonly valueRange: ColumnRange;
}

/** The members of the object that opens at `start`, in order, duplicates included. */
export function* members(text: string, start: number): Generator<Member> {
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyRange = { start: at, end: endOfString(text, at) };
    at = skipSpace(text, keyRange.end);
    if (text.charCodeAt(at) !== COLON) return;
    const valueStart = skipSpace(text, at + 1);
    const valueRange = { start: valueStart, end: endOfValue(text, valueStart) };
    yield { key: readString(text, keyRange), keyRange, valueRange };
    at = skipSpace(text, valueRange.end);
    if (text.charCodeAt(at) !== COMMA) return;
    at = skipSpace(text, at + 1);
  }
}

/** The elements of the array that opens at `start`. */
export function* elements(text: string, start: number): Generator<ColumnRange> {
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_BRACKET) {
    const range = { start: at, end: endOfValue(text, at) };
    yield range;
    at = skipSpace(text, range.end);
    if (text.charCodeAt(at) !== COMMA) return;
    at = skipSpace(text, at + 1);
  }
}

/** The decoded text of a string literal, quotes included in `range`. */
function readString(text: string, range: ColumnRange): string {
  const raw = text.slice(range.start + 1, range.end - 1);
  if (!raw.includes('\\')) return raw;
  const value: unknown = JSON.parse(text.slice(range.start, range.end));
  return typeof value === 'string' ? value : raw;
}

export interface Place {
  /** The key that leads to the value, quotes included; absent for elements and the top value. */
  readonly key?: ColumnRange;
  readonly value: ColumnRange;
}

/** Finds places in one line of JSON; remembers what it saw, so that many questions cost one reading. */
export class Places {
  readonly #inside = new Map<number, Map<string | number, Place>>();

  constructor(readonly text: string) {}

  /** Where the value at `path` stands. With duplicate keys the last one counts, as in `JSON.parse`. */
  find(path: JsonPath): Place | undefined {
    const start = skipSpace(this.text, 0);
    let place: Place | undefined = { value: { start, end: this.text.trimEnd().length } };
    for (const step of path) {
      place = this.#childrenOf(place.value.start).get(step);
      if (!place) return undefined;
    }
    return place;
  }

  #childrenOf(start: number): Map<string | number, Place> {
    const known = this.#inside.get(start);
    if (known) return known;
    const children = new Map<string | number, Place>();
    const opening = this.text.charCodeAt(start);
    if (opening === OPEN_BRACE) {
      for (const { key, keyRange, valueRange } of members(this.text, start)) {
        children.set(key, { key: keyRange, value: valueRange });
      }
    } else if (opening === OPEN_BRACKET) {
      let index = 0;
      for (const value of elements(this.text, start)) children.set(index++, { value });
    }
    this.#inside.set(start, children);
    return children;
  }
}

/** Where the value at `path` stands, for a single question about a line. */
export function locate(text: string, path: JsonPath): Place | undefined {
  return new Places(text).find(path);
}

/**
 * Where stretches of a decoded text stand in its literal, which opens at `start`. A `\n` in the source is one decoded
 * character and two in the range.
 * @param stretches in UTF-16 units, in order, without overlaps
 */
export function rangesInString(
  text: string,
  start: number,
  stretches: readonly ColumnRange[],
): ColumnRange[] {
  let at = start + 1;
  let decoded = 0;
  const goTo = (target: number): number => {
    while (decoded < target && at < text.length) {
      if (text.charCodeAt(at) !== BACKSLASH) at++;
      else at += text.charCodeAt(at + 1) === SMALL_U ? 6 : 2;
      decoded++;
    }
    return at;
  };
  return stretches.map((stretch) => ({ start: goTo(stretch.start), end: goTo(stretch.end) }));
}
