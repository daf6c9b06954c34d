// Reads the common lines of the two main formats in the bytes of a file, when nothing is wrong with them. Everything
// else (other keys, other parts, mistakes, doubts) is left to lineReading.ts: `read` then returns -1. What it gives
// for a line is what lineReading.ts would give, and a property test holds it to that.

import { TAGS } from '../exampleKeys';
import { Hash } from '../hash';
import { LONGEST_LINE } from '../rules/lineSize';
import { TextScan } from './textScan';

const SPACE = 0x20;
const TAB = 0x09;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

const key = (name: string): Uint8Array => new TextEncoder().encode(`"${name}"`);
const KEYS = {
  input: key('text_input'),
  output: key('output'),
  system: [key('systemInstruction'), key('system_instruction')],
  contents: key('contents'),
  role: key('role'),
  parts: key('parts'),
  text: key('text'),
  user: key('user'),
  model: key('model'),
};

export interface QuickLimits {
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** A line of fewer bytes cannot have too many tokens. */
  readonly lineBytes: number;
}

export interface QuickLine {
  readonly inputKey: number;
  readonly outputKey: number;
  readonly wholeKey: number;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** Where the only text of the answer stands, for classes; -1 when there are several. */
  readonly answerStart: number;
  readonly answerEnd: number;
  /** UTF-16 units of the line without its end. */
  readonly length: number;
  use(bytes: Uint8Array): void;
  /**
   * @param end where the last line ends; what the bytes hold behind it does not count
   * @returns the start of the next line; -1 when the line must be read the slow way
   */
  read(start: number, end: number): number;
}

abstract class QuickReader implements QuickLine {
  inputKey = 0;
  outputKey = 0;
  wholeKey = 0;
  inputCharacters = 0;
  outputCharacters = 0;
  answerStart = -1;
  answerEnd = -1;
  length = 0;
  protected readonly text = new TextScan();
  protected bytes: Uint8Array = new Uint8Array(0);
  protected readonly question = new Hash();
  protected readonly answer = new Hash();
  readonly #whole = new Hash();

  constructor(protected readonly limits: QuickLimits) {}

  use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.text.use(bytes);
  }

  read(start: number, end: number): number {
    this.text.extraBytes = 0;
    this.inputCharacters = 0;
    this.outputCharacters = 0;
    reset(this.question);
    reset(this.answer);
    const close = this.example(start, end);
    // Whatever was read behind the end, which may hold an earlier line, the bracket stands there too.
    if (close === -1 || close > end) return -1;
    const stop = Math.min(this.space(close), end);
    if (stop < end && this.bytes[stop] !== NEWLINE) return -1;
    const { limits, question, answer } = this;
    if (this.inputCharacters > limits.inputCharacters || this.outputCharacters > limits.outputCharacters)
      return -1;
    if (stop - start > limits.lineBytes || stop - start > LONGEST_LINE) return -1;
    this.length = close - start - this.text.extraBytes;
    const whole = this.#whole;
    reset(whole);
    this.wholeKey = whole.word(question.a).word(question.b).word(answer.a).word(answer.b).key;
    this.inputKey = question.key;
    this.outputKey = answer.key;
    return stop + 1;
  }

  /** @returns the index after the example's last bracket, or -1 */
  protected abstract example(start: number, end: number): number;

  protected fold(into: Hash): void {
    into.word(this.text.a).word(this.text.b);
  }

  protected space(start: number): number {
    let at = start;
    for (;;) {
      const byte = this.bytes[at];
      if (byte !== SPACE && byte !== TAB && byte !== RETURN) return at;
      at++;
    }
  }

  /** @returns the first index of the value after `"key":`, or -1 */
  protected value(keyEnd: number): number {
    const colon = this.space(keyEnd);
    return this.bytes[colon] === COLON ? this.space(colon + 1) : -1;
  }

  protected is(at: number, key: Uint8Array): boolean {
    for (let i = 0; i < key.length; i++) if (this.bytes[at + i] !== key[i]) return false;
    return true;
  }
}

function reset(hash: Hash): void {
  hash.a = 0x2545f491;
  hash.b = 0x3c6ef372;
}

/** `{"text_input": "…", "output": "…"}` in either order. */
export class QuickGeminiApi extends QuickReader {
  protected example(start: number, end: number): number {
    let at = this.space(start);
    if (this.bytes[at] !== OPEN_BRACE) return -1;
    at = this.space(at + 1);
    const inputFirst = this.is(at, KEYS.input);
    at = inputFirst ? this.#input(at, end) : this.#output(at, end);
    if (at === -1) return -1;
    at = this.space(at);
    if (this.bytes[at] !== COMMA) return -1;
    at = this.space(at + 1);
    at = inputFirst ? this.#output(at, end) : this.#input(at, end);
    if (at === -1) return -1;
    at = this.space(at);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  #input(start: number, end: number): number {
    if (!this.is(start, KEYS.input)) return -1;
    const at = this.value(start + KEYS.input.length);
    if (at === -1 || this.bytes[at] !== QUOTE) return -1;
    this.text.start(TAGS.user);
    const close = this.text.read(at + 1, end);
    this.fold(this.question);
    this.inputCharacters = this.text.characters;
    return close;
  }

  #output(start: number, end: number): number {
    if (!this.is(start, KEYS.output)) return -1;
    const at = this.value(start + KEYS.output.length);
    if (at === -1 || this.bytes[at] !== QUOTE) return -1;
    this.text.start(TAGS.model);
    const close = this.text.read(at + 1, end);
    this.fold(this.answer);
    this.outputCharacters = this.text.characters;
    this.answerStart = at;
    this.answerEnd = close;
    return close;
  }
}

/** `{"systemInstruction": …, "contents": […]}` of texts, the role before the parts. */
export class QuickVertexContents extends QuickReader {
  #characters = 0;
  #texts = 0;

  protected example(start: number, end: number): number {
    let at = this.space(start);
    if (this.bytes[at] !== OPEN_BRACE) return -1;
    at = this.space(at + 1);
    const system = KEYS.system.find((name) => this.is(at, name));
    if (system) {
      at = this.value(at + system.length);
      if (at !== -1) at = this.#content(at, end, TAGS.system);
      if (at === -1) return -1;
      this.fold(this.question);
      this.inputCharacters = this.#characters;
      at = this.space(at);
      if (this.bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    }
    if (!this.is(at, KEYS.contents)) return -1;
    at = this.value(at + KEYS.contents.length);
    if (at === -1 || this.bytes[at] !== OPEN_BRACKET) return -1;
    at = this.#turns(this.space(at + 1), end);
    if (at === -1) return -1;
    at = this.space(at);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  /** User and model in turn; the last one, a model's, is the answer. */
  #turns(start: number, end: number): number {
    let at = start;
    for (;;) {
      at = this.#content(at, end, TAGS.user);
      if (at === -1) return -1;
      this.fold(this.question);
      this.inputCharacters += this.#characters;
      at = this.space(at);
      if (this.bytes[at] !== COMMA) return -1;
      at = this.#content(this.space(at + 1), end, TAGS.model);
      if (at === -1) return -1;
      at = this.space(at);
      if (this.bytes[at] === CLOSE_BRACKET) break;
      if (this.bytes[at] !== COMMA) return -1;
      this.fold(this.question);
      this.inputCharacters += this.#characters;
      at = this.space(at + 1);
    }
    this.fold(this.answer);
    this.outputCharacters = this.#characters;
    if (this.#texts !== 1) this.answerStart = -1;
    return at + 1;
  }

  /** `{"role": "user", "parts": [{"text": "…"}]}`; leaves the hash in `text`. */
  #content(start: number, end: number, tag: number): number {
    this.#characters = 0;
    this.#texts = 0;
    if (this.bytes[start] !== OPEN_BRACE) return -1;
    let at = this.space(start + 1);
    if (this.is(at, KEYS.role)) {
      at = this.value(at + KEYS.role.length);
      if (at === -1) return -1;
      if (tag === TAGS.system) at = this.#anyWord(at, end);
      else {
        const role = tag === TAGS.user ? KEYS.user : KEYS.model;
        if (!this.is(at, role)) return -1;
        at += role.length;
      }
      if (at === -1) return -1;
      at = this.space(at);
      if (this.bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    } else if (tag !== TAGS.system) return -1;
    if (!this.is(at, KEYS.parts)) return -1;
    at = this.value(at + KEYS.parts.length);
    if (at === -1 || this.bytes[at] !== OPEN_BRACKET) return -1;
    this.text.start(tag);
    at = this.space(at + 1);
    for (;;) {
      at = this.#part(at, end);
      if (at === -1) return -1;
      at = this.space(at);
      if (this.bytes[at] === CLOSE_BRACKET) break;
      if (this.bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    }
    at = this.space(at + 1);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  #part(start: number, end: number): number {
    if (this.bytes[start] !== OPEN_BRACE) return -1;
    let at = this.space(start + 1);
    if (!this.is(at, KEYS.text)) return -1;
    at = this.value(at + KEYS.text.length);
    if (at === -1 || this.bytes[at] !== QUOTE) return -1;
    this.answerStart = at;
    at = this.text.read(at + 1, end);
    if (at === -1) return -1;
    this.answerEnd = at;
    this.#characters += this.text.characters;
    this.#texts++;
    at = this.space(at);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  /** A text of small letters, such as the role of a system instruction, which means nothing. */
  #anyWord(start: number, end: number): number {
    if (this.bytes[start] !== QUOTE) return -1;
    for (let at = start + 1; at < end; at++) {
      const byte = this.bytes[at] as number;
      if (byte === QUOTE) return at + 1;
      if (byte < 0x61 || byte > 0x7a) return -1;
    }
    return -1;
  }
}
