// Reads a JSON text with escapes such as `\u00e9` or `\/`, as Python, PHP and .NET write them by default, into the bytes
// that `JSON.stringify` would write. Four at a time, as in textScan.ts: files of most languages have one in each text.

/** The same byte four times, in a word. */
export const HIGH = 0x80808080 | 0;
export const ONES = 0x01010101;
export const QUOTES = 0x22222222;
export const BACKSLASHES = 0x5c5c5c5c;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const LETTER_U = 0x75;
/** Bytes that one turn of the loop adds at most. */
const MOST_AT_ONCE = 16;

/** Characters that may follow a backslash and stay as they are in canonical form: " \ b f n r t. */
export const PLAIN_ESCAPES = new Uint8Array(256);
for (const char of '"\\bfnrt') PLAIN_ESCAPES[char.charCodeAt(0)] = 1;

/** Values of hexadecimal digits; of other bytes a negative number. */
const HEX = new Int8Array(256).fill(-1);
for (const char of '0123456789abcdefABCDEF') HEX[char.charCodeAt(0)] = Number.parseInt(char, 16);

export class UnescapedText {
  /** The last text, between its quotes. */
  bytes = Buffer.alloc(1 << 16, QUOTE);
  /** Where it ends, with its last quote. */
  end = 1;
  /** Of the characters that were escaped: bytes minus UTF-16 units that they have now. */
  extraBytes = 0;
  /** Whether it has escapes that `JSON.stringify` would not write. */
  hasEscapes = false;
  /** Whether one of them is a character of ASCII. */
  showsMore = false;
  view = viewOf(this.bytes);

  /**
   * @param start index after the opening quote
   * @returns the index of the closing quote; -1 when an escape is wrong, or rare
   */
  read(bytes: Buffer, view: DataView, start: number, end: number): number {
    let own = this.bytes;
    let ownView = this.view;
    const lastPair = end - 8;
    let at = start;
    let out = 1;
    this.extraBytes = 0;
    this.hasEscapes = false;
    this.showsMore = false;
    while (at < end) {
      if (out + MOST_AT_ONCE > own.length) {
        this.#grow();
        own = this.bytes;
        ownView = this.view;
      }
      if (at <= lastPair) {
        const w = view.getInt32(at, true);
        const v = view.getInt32(at + 4, true);
        ownView.setInt32(out, w, true);
        ownView.setInt32(out + 4, v, true);
        const first = marksIn(w);
        const second = marksIn(v);
        const plain = first !== 0 ? lowest(first) : second !== 0 ? 4 + lowest(second) : 8;
        at += plain;
        out += plain;
        if (plain === 8) continue;
      }
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        own[out++] = QUOTE;
        this.end = out;
        return at;
      }
      if (byte !== BACKSLASH) {
        own[out++] = byte;
        at++;
        continue;
      }
      const next = bytes[at + 1] as number;
      if (PLAIN_ESCAPES[next] === 1) {
        own[out++] = BACKSLASH;
        own[out++] = next;
        at += 2;
      } else if (next === SLASH) {
        own[out++] = SLASH;
        this.hasEscapes = true;
        this.showsMore = true;
        at += 2;
      } else {
        this.hasEscapes = true;
        const code = next === LETTER_U ? codeAt(bytes, at + 2) : -1;
        if (code < 0x20 || code === 0xfffd) return -1;
        if (code < 0x80) this.showsMore = true;
        else this.extraBytes += code < 0x800 ? 1 : 2;
        if (code === QUOTE || code === BACKSLASH) own[out++] = BACKSLASH;
        out = putUtf8(own, out, code);
        at += code < 0x10000 ? 6 : 12;
      }
    }
    return -1;
  }

  #grow(): void {
    this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.bytes.length)]);
    this.view = viewOf(this.bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Sets the highest bit of the bytes that are a quote or a backslash; above the lowest of these, of others, too. */
function marksIn(word: number): number {
  const q = word ^ QUOTES;
  const s = word ^ BACKSLASHES;
  return (((q - ONES) & ~q) | ((s - ONES) & ~s)) & HIGH;
}

function lowest(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/** Bytes of a word that go on with a character of UTF-8: 10xxxxxx. */
export function continuationsIn(word: number): number {
  return count(word & ~(word << 1));
}

/** Bytes of a word that start a character of two UTF-16 units: 11110xxx. */
export function astralIn(word: number): number {
  return count(word & (word << 1) & (word << 2) & (word << 3));
}

/** Bytes with their highest bit set. */
function count(word: number): number {
  return Math.imul((word & HIGH) >>> 7, ONES) >>> 24;
}

/** The character after `\u`, with its second half where it has one; -1 when it has none. */
function codeAt(bytes: Buffer, at: number): number {
  const code = hex4(bytes, at);
  if (code < 0xd800 || code >= 0xe000) return code;
  const low = bytes[at + 4] === BACKSLASH && bytes[at + 5] === LETTER_U ? hex4(bytes, at + 6) : -1;
  if (code >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return -1;
  return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
}

/** Negative when one of the four bytes is no hexadecimal digit. */
function hex4(bytes: Buffer, at: number): number {
  const digit = (i: number) => HEX[bytes[at + i] as number] as number;
  return (digit(0) << 12) | (digit(1) << 8) | (digit(2) << 4) | digit(3);
}

function putUtf8(bytes: Buffer, at: number, code: number): number {
  let out = at;
  if (code < 0x80) bytes[out++] = code;
  else if (code < 0x800) {
    bytes[out++] = 0xc0 | (code >> 6);
    bytes[out++] = 0x80 | (code & 0x3f);
  } else if (code < 0x10000) {
    bytes[out++] = 0xe0 | (code >> 12);
    bytes[out++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[out++] = 0x80 | (code & 0x3f);
  } else {
    bytes[out++] = 0xf0 | (code >> 18);
    bytes[out++] = 0x80 | ((code >> 12) & 0x3f);
    bytes[out++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[out++] = 0x80 | (code & 0x3f);
  }
  return out;
}
