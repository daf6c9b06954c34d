// Reads one JSON text in the bytes of a file: its end, its hash, its length. Four bytes at a time, because this is
// where the time of a scan goes. It is sure or it gives up (-1): what it gives up is read by checkLine.ts, which
// finds out what is wrong, if anything is. Must agree with hash.ts.
import { hasSecret, SHORTEST_SECRET } from '../../checking/patterns';
import { repeatsIn, SHORTEST_REPETITION } from '../../rules/repetition';
import { END_OF_THOUGHTS, LONGEST_MARK, startsWithThoughts } from '../../rules/thoughts';
import {
  astralIn,
  BACKSLASH,
  BACKSLASHES,
  continuationsIn,
  HIGH,
  ONES,
  PLAIN_ESCAPES,
  QUOTE,
  QUOTES,
  UnescapedText,
} from './unescapedText';

const A = 0x9e3779b1;
const B = 0x85ebca77;
const SPACES = 0x20202020;

const DASHES = '-----';
/** Bytes of the white space that a private key may begin with: four characters of three (checking/patterns.ts). */
const LONGEST_GAP = 12;
const EQUALS = 0x3d;
const BASE64 = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  BASE64[char.charCodeAt(0)] = 1;
/** The same for two bytes at once. */
const BASE64_PAIRS = new Uint8Array(1 << 16).map(
  (_, pair) => (BASE64[pair & 0xff] as number) & (BASE64[pair >> 8] as number),
);

export class TextScan {
  /** The hash lanes; `start` sets them. */
  a = 0;
  b = 0;
  /** Unicode characters of the last text. */
  characters = 0;
  /** Bytes minus UTF-16 units of all texts since it was set to 0. */
  extraBytes = 0;
  bytes: Buffer = Buffer.alloc(0);
  #view = new DataView(this.bytes.buffer);
  #runEnd = 0;
  readonly #unescaped = new UnescapedText();
  /** Whether the last text that somebody says had other escapes: then the next one mostly has, too. */
  #isEscaped = false;

  use(bytes: Buffer): void {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** As a new `Hash`. */
  reset(): void {
    this.a = 0x2545f491;
    this.b = 0x3c6ef372;
  }

  /** As a new `Hash` with one mark. */
  start(tag: number): void {
    this.reset();
    this.mark(tag);
  }

  mark(tag: number): void {
    this.word(0x40000000 | tag);
  }

  word(word: number): void {
    const a = Math.imul(this.a ^ word, A);
    this.a = (a << 15) | (a >>> 17);
    const b = Math.imul(this.b ^ word, B);
    this.b = (b << 13) | (b >>> 19);
  }

  /**
   * @param start index after the opening quote
   * @param isSaid the rules look at the text, for somebody says it; else it may be anything, such as an argument
   * @returns the index after the closing quote; -1 for a text that is empty, has white space at its ends, holds what
   *   could be a secret, repeats itself, or is not right; also when it could not tell
   */
  read(start: number, end: number, isSaid = true): number {
    return isSaid && this.#isEscaped
      ? this.#readEscaped(start, end, isSaid)
      : this.#readPlain(start, end, isSaid);
  }

  #readPlain(start: number, end: number, isSaid: boolean): number {
    const { bytes } = this;
    const view = this.#view;
    if (isSaid && (isSpaceAt(bytes, start) || mayBeThoughts(bytes, start))) return -1;
    this.#runEnd = isSaid ? 0 : end;
    let a = this.a;
    let b = this.b;
    let at = start;
    let escapes = 0;
    /** Bytes before this index belong to an escape that is already read. */
    let resume = start;
    let close = -1;
    const last = end - 4;
    let continuations = 0;
    let astral = 0;
    const lastPair = end - 8;
    while (at <= last) {
      if (at <= lastPair) {
        const w = view.getInt32(at, true);
        const v = view.getInt32(at + 4, true);
        const all = w | v;
        let isPlain: boolean;
        if ((all & HIGH) === 0) {
          // Below 0x80 a subtraction alone tells: its high bits are set for quotes, escapes and control characters.
          const marks =
            ((w ^ QUOTES) - ONES) |
            ((w ^ BACKSLASHES) - ONES) |
            ((v ^ QUOTES) - ONES) |
            ((v ^ BACKSLASHES) - ONES) |
            (w - SPACES) |
            (v - SPACES);
          isPlain = (marks & HIGH) === 0;
          const stops = ((w ^ SPACES) - ONES) | ((v ^ SPACES) - ONES);
          // Every run of 20 letters covers such a pair without a space.
          if ((stops & HIGH) === 0 && isPlain && at >= this.#runEnd && this.#isSecret(at, start, end))
            return -1;
        } else {
          const q = w ^ QUOTES;
          const s = w ^ BACKSLASHES;
          const r = v ^ QUOTES;
          const t = v ^ BACKSLASHES;
          const marks = ((q - ONES) & ~q) | ((s - ONES) & ~s) | ((r - ONES) & ~r) | ((t - ONES) & ~t);
          const controls = ((w - SPACES) & ~w) | ((v - SPACES) & ~v);
          isPlain = ((marks | controls) & HIGH) === 0;
          if (isPlain) {
            continuations += continuationsIn(w) + continuationsIn(v);
            astral += astralIn(w) + astralIn(v);
          }
        }
        if (isPlain) {
          const x = Math.imul(a ^ w, A);
          const x2 = Math.imul(((x << 15) | (x >>> 17)) ^ v, A);
          a = (x2 << 15) | (x2 >>> 17);
          const y = Math.imul(b ^ w, B);
          const y2 = Math.imul(((y << 13) | (y >>> 19)) ^ v, B);
          b = (y2 << 13) | (y2 >>> 19);
          at += 8;
          continue;
        }
      }
      // Two words with a quote or an escape somewhere, or the last word: mark by mark.
      const stop = Math.min(at + 8, last + 4);
      for (; at + 4 <= stop && close === -1; ) {
        const w = view.getInt32(at, true);
        const q = w ^ QUOTES;
        const s = w ^ BACKSLASHES;
        let marks = (((q - ONES) & ~q) | ((s - ONES) & ~s) | ((w - SPACES) & ~w)) & HIGH;
        for (; marks !== 0; marks &= marks - 1) {
          const i = at + ((31 - Math.clz32(marks & -marks)) >> 3);
          if (i < resume) continue;
          const byte = bytes[i] as number;
          if (byte === QUOTE) {
            close = i;
            break;
          }
          if (byte < 0x20) return -1;
          // A borrow can mark the byte after a true one.
          if (byte !== BACKSLASH) continue;
          if (PLAIN_ESCAPES[bytes[i + 1] as number] === 0) return this.#readEscaped(start, end, isSaid);
          escapes++;
          resume = i + 2;
        }
        if (close !== -1) break;
        if ((w & HIGH) !== 0) {
          continuations += continuationsIn(w);
          astral += astralIn(w);
        }
        const x = Math.imul(a ^ w, A);
        a = (x << 15) | (x >>> 17);
        const y = Math.imul(b ^ w, B);
        b = (y << 13) | (y >>> 19);
        at += 4;
      }
      if (close !== -1) break;
    }
    if (close === -1) {
      for (let i = at < resume ? resume : at; i < end; i++) {
        const byte = bytes[i] as number;
        if (byte === QUOTE) {
          close = i;
          break;
        }
        if (byte < 0x20) return -1;
        if (byte === BACKSLASH) {
          if (PLAIN_ESCAPES[bytes[i + 1] as number] === 0) return this.#readEscaped(start, end, isSaid);
          escapes++;
          i++;
        }
      }
      if (close === -1) return -1;
    }
    // `at` is where the words that were hashed end: the rest, up to the quote, is hashed byte by byte.
    let tail = 0;
    for (let i = at, shift = 0; i < close; i++, shift += 8) tail |= (bytes[i] as number) << shift;
    continuations += continuationsIn(tail);
    astral += astralIn(tail);
    const length = close - start;
    if (isSaid && (length === 0 || isSpaceBefore(bytes, close))) return -1;
    if (isSaid && length >= SHORTEST_REPETITION && this.#repeats(start, close)) return -1;
    this.a = a;
    this.b = b;
    this.word(tail);
    this.word(length);
    this.characters = length - continuations - escapes;
    this.extraBytes += continuations - astral;
    return close + 1;
  }

  /** The same for texts with other escapes, such as `\u00e9`: they are read as the characters that they are. */
  #readEscaped(start: number, end: number, isSaid: boolean): number {
    const { bytes } = this;
    const view = this.#view;
    const text = this.#unescaped;
    const close = text.read(bytes, view, start, end);
    if (isSaid) this.#isEscaped = text.hasEscapes;
    if (close === -1) return -1;
    // Whoever calls has looked for it in the bytes as they stand.
    if (isSaid && text.showsMore && text.bytes.subarray(0, text.end).includes(END_OF_THOUGHTS)) return -1;
    this.bytes = text.bytes;
    this.#view = text.view;
    const stop = this.#readPlain(1, text.end, isSaid);
    this.bytes = bytes;
    this.#view = view;
    this.extraBytes -= text.extraBytes;
    return stop === -1 ? -1 : close + 1;
  }

  /** Adds bytes of ASCII as they stand, as `Hash.text` does. */
  plain(start: number, end: number): void {
    const view = this.#view;
    let at = start;
    for (; at + 4 <= end; at += 4) this.word(view.getInt32(at, true));
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8) tail |= (this.bytes[at] as number) << shift;
    this.word(tail);
    this.word(end - start);
  }

  /** As `read`, for a text in base64, which is most of a line with a picture; -1 when it is something else. */
  readBase64(start: number, end: number): number {
    const { bytes } = this;
    const view = this.#view;
    const close = bytes.indexOf(QUOTE, start);
    let stop = close;
    while (stop > start && close - stop < 2 && bytes[stop - 1] === EQUALS) stop--;
    if (close === -1 || close >= end || stop === start || (close - start) % 4 !== 0) return -1;
    let a = this.a;
    let b = this.b;
    // One word at a time; the last one may hold the marks at the end.
    let at = start;
    for (; at + 4 <= stop; at += 4) {
      const w = view.getInt32(at, true);
      if (((BASE64_PAIRS[w & 0xffff] as number) & (BASE64_PAIRS[w >>> 16] as number)) === 0) return -1;
      const x = Math.imul(a ^ w, A);
      a = (x << 15) | (x >>> 17);
      const y = Math.imul(b ^ w, B);
      b = (y << 13) | (y >>> 19);
    }
    this.a = a;
    this.b = b;
    for (let i = at; i < stop; i++) if (BASE64[bytes[i] as number] === 0) return -1;
    if (at < close) this.word(view.getInt32(at, true));
    this.word(0);
    this.word(close - start);
    return close + 1;
  }

  /** Whether the run of letters around `at` is what a secret looks like. Looks at each run once. */
  #isSecret(at: number, start: number, end: number): boolean {
    const { bytes } = this;
    let from = at;
    while (from > start && isRunByte(bytes[from - 1] as number)) from--;
    let to = at;
    while (to < end && isRunByte(bytes[to] as number)) to++;
    this.#runEnd = to;
    if (to - from < SHORTEST_SECRET) return false;
    // The lines of a private key follow `-----BEGIN PRIVATE KEY-----`, with white space between that may be wide.
    if (latin1(bytes, Math.max(start, from - LONGEST_GAP - DASHES.length), from).includes(DASHES))
      return true;
    const run = latin1(bytes, from, to);
    if (hasSecret(run) || /-----[0-9A-Za-z+/=]{20}/.test(run)) return true;
    // The letter of an escape belongs to the character before the run.
    return bytes[from - 1] === BACKSLASH && hasSecret(latin1(bytes, from + 1, to));
  }

  #repeats(start: number, close: number): boolean {
    const { bytes } = this;
    const literal = Buffer.from(bytes.buffer, bytes.byteOffset + start - 1, close + 2 - start);
    return repeatsIn(String(JSON.parse(literal.toString('utf8')))) !== undefined;
  }
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(to, bytes.length) - from).toString(
    'latin1',
  );
}

/** Letters, digits and what else stands in keys and tokens. */
function isRunByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x2b ||
    byte === 0x2f ||
    byte === 0x3d
  );
}

/** What `String.prototype.trim` takes away at the start, also as an escape. */
function isSpaceAt(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] as number;
  if (byte === 0x20) return true;
  if (byte === BACKSLASH) return isSpaceEscape(bytes[at + 1] as number);
  return byte >= 0x80 && isWideSpace(byte, bytes[at + 1] as number, bytes[at + 2] as number);
}

function isSpaceBefore(bytes: Uint8Array, end: number): boolean {
  const byte = bytes[end - 1] as number;
  if (byte === 0x20) return true;
  if (byte >= 0x80) {
    return (
      isWideSpace(bytes[end - 3] as number, bytes[end - 2] as number, byte) ||
      isWideSpace(bytes[end - 2] as number, byte, 0)
    );
  }
  // `\\n` is a backslash and an n: then this is wrong, and the line is only read the slow way.
  return bytes[end - 2] === BACKSLASH && isSpaceEscape(byte);
}

function isSpaceEscape(byte: number): boolean {
  return byte === 0x6e || byte === 0x74 || byte === 0x72 || byte === 0x66;
}

/** A text that starts with a mark such as `<think>`, `[THINK]` or `◁think▷`. */
function mayBeThoughts(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  if (first === 0xe2) return bytes[at + 1] === 0x97 && bytes[at + 2] === 0x81;
  return (first === 0x3c || first === 0x5b) && startsWithThoughts(latin1(bytes, at, at + LONGEST_MARK));
}

/** U+00A0, U+1680, U+2000…200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF. */
function isWideSpace(first: number, second: number, third: number): boolean {
  switch (first) {
    case 0xc2:
      return second === 0xa0;
    case 0xe1:
      return second === 0x9a && third === 0x80;
    case 0xe2:
      if (second === 0x81) return third === 0x9f;
      return second === 0x80 && (third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf);
    case 0xe3:
      return second === 0x80 && third === 0x80;
    case 0xef:
      return second === 0xbb && third === 0xbf;
    default:
      return false;
  }
}
