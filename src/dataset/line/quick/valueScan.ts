// Reads any JSON value in the bytes of a file: its end and its hash. Like textScan.ts, of which it is made, it is sure
// or it gives up (-1). Must agree with `hashOfJson`.
import { Hash, KINDS, Members } from '../../example/hash';
import type { TextScan } from './textScan';

const SPACE = 0x20;
const TAB = 0x09;
const RETURN = 0x0d;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Far less than is too deep for a service, whatever stands around the value. */
const DEEPEST = 32;
/** Each is compared with the others, for a key must not stand twice. */
const MOST_KEYS = 32;
/** A double holds all numbers of so many digits. */
const MOST_DIGITS = 15;

const WORDS = (['true', 'false', 'null'] as const).map((word) => ({
  bytes: Buffer.from(word),
  kind: KINDS[word],
}));

export class ValueScan {
  /** Of the keys and types of the last value, in their order. */
  readonly shape = new Hash();
  readonly #levels = Array.from({ length: DEEPEST }, () => ({
    members: new Members(),
    keys: new Int32Array(2 * MOST_KEYS),
  }));

  constructor(private readonly text: TextScan) {}

  /**
   * Leaves the lanes of the value's hash in `text`.
   * @returns the index after the value that starts at `start`
   */
  read(start: number, end: number): number {
    this.shape.reset();
    return this.#read(start, end, 0);
  }

  #read(start: number, end: number, depth: number): number {
    const { text } = this;
    const byte = text.bytes[start] as number;
    if (byte === QUOTE) {
      this.shape.mark(KINDS.text);
      text.start(KINDS.text);
      return text.read(start + 1, end, false);
    }
    if (byte === OPEN_BRACE) return depth < DEEPEST ? this.#object(start, end, depth) : -1;
    if (byte === OPEN_BRACKET) return depth < DEEPEST ? this.#list(start, end, depth) : -1;
    if (byte === MINUS || isDigit(byte)) return this.#number(start);
    const word = WORDS.find(({ bytes }) => bytes.every((each, i) => text.bytes[start + i] === each));
    if (!word) return -1;
    this.shape.mark(word.kind);
    text.start(word.kind);
    return start + word.bytes.length;
  }

  #object(start: number, end: number, depth: number): number {
    const { text } = this;
    const level = this.#levels[depth];
    if (!level) return -1;
    const { members, keys } = level;
    members.clear();
    this.shape.mark(KINDS.object);
    let at = this.space(start + 1);
    if (text.bytes[at] === CLOSE_BRACE) {
      text.reset();
      members.addTo(text);
      this.shape.word(0);
      return at + 1;
    }
    for (;;) {
      if (text.bytes[at] !== QUOTE || members.count === MOST_KEYS) return -1;
      text.reset();
      at = text.read(at + 1, end, false);
      if (at === -1) return -1;
      const { a, b } = text;
      this.shape.word(a).word(b);
      for (let i = 0; i < members.count; i++) if (keys[2 * i] === a && keys[2 * i + 1] === b) return -1;
      keys[2 * members.count] = a;
      keys[2 * members.count + 1] = b;
      at = this.space(at);
      if (text.bytes[at] !== COLON) return -1;
      at = this.#read(this.space(at + 1), end, depth + 1);
      if (at === -1) return -1;
      members.add({ a, b }, text);
      at = this.space(at);
      if (text.bytes[at] === CLOSE_BRACE) break;
      if (text.bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    }
    text.reset();
    members.addTo(text);
    this.shape.word(members.count);
    return at + 1;
  }

  #list(start: number, end: number, depth: number): number {
    const { text } = this;
    let at = this.space(start + 1);
    text.start(KINDS.list);
    this.shape.mark(KINDS.list);
    let count = 0;
    if (text.bytes[at] !== CLOSE_BRACKET)
      for (;;) {
        const { a, b } = text;
        at = this.#read(at, end, depth + 1);
        if (at === -1) return -1;
        const own = { a: text.a, b: text.b };
        text.a = a;
        text.b = b;
        text.word(own.a);
        text.word(own.b);
        count++;
        at = this.space(at);
        if (text.bytes[at] === CLOSE_BRACKET) break;
        if (text.bytes[at] !== COMMA) return -1;
        at = this.space(at + 1);
      }
    text.word(count);
    this.shape.word(count);
    return at + 1;
  }

  /** Numbers that are written as `JSON.stringify` writes them, zeros at the end of a fraction aside. */
  #number(start: number): number {
    const { text } = this;
    const { bytes } = text;
    const first = bytes[start] === MINUS ? start + 1 : start;
    let at = first;
    while (isDigit(bytes[at] as number)) at++;
    if (at === first || (bytes[first] === ZERO && at > first + 1)) return -1;
    let last = at;
    let isWhole = true;
    if (bytes[at] === POINT) {
      const point = at;
      for (at++; isDigit(bytes[at] as number); at++) if (bytes[at] !== ZERO) last = at + 1;
      isWhole = last <= point;
      if (at === point + 1 || (last > point && this.#isSmall(first, point))) return -1;
    }
    const byte = bytes[at] as number;
    const isZero = bytes[first] === ZERO && last === first + 1;
    // -0 is written as 0.
    if (byte === 0x65 || byte === 0x45 || at - first > MOST_DIGITS || (isZero && first > start)) return -1;
    this.shape.mark(KINDS.number).word(isWhole ? 1 : 0);
    text.start(KINDS.number);
    text.plain(start, last);
    return at;
  }

  /** Below 0.001: smaller ones may be written with an exponent. */
  #isSmall(first: number, point: number): boolean {
    const { bytes } = this.text;
    return (
      bytes[first] === ZERO &&
      bytes[point + 1] === ZERO &&
      bytes[point + 2] === ZERO &&
      bytes[point + 3] === ZERO
    );
  }

  space(start: number): number {
    const { bytes } = this.text;
    for (let at = start; ; at++) {
      const byte = bytes[at];
      if (byte !== SPACE && byte !== TAB && byte !== RETURN) return at;
    }
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}
