// Keys by which equal examples are found. A key is made of the UTF-8 bytes of each text as
// `JSON.stringify` writes it (without quotes): that is what most files hold already, so that the scan of
// whole files can hash their bytes as they stand (see scan/quickLine.ts, which must agree with this file).

const A = 0x9e3779b1;
const B = 0x85ebca77;

/** A running hash of two 32-bit lanes. */
export class Hash {
  a = 0x2545f491;
  b = 0x3c6ef372;

  word(word: number): this {
    const a = Math.imul(this.a ^ word, A);
    this.a = (a << 15) | (a >>> 17);
    const b = Math.imul(this.b ^ word, B);
    this.b = (b << 13) | (b >>> 19);
    return this;
  }

  /** Marks where one thing ends and another begins. */
  mark(tag: number): this {
    return this.word(0x40000000 | tag);
  }

  text(text: string): this {
    const json = JSON.stringify(text);
    const bytes = encode(json);
    return this.bytes(bytes, 1, bytes.length - 1);
  }

  bytes(bytes: Uint8Array, start: number, end: number): this {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = start;
    for (; at + 4 <= end; at += 4) this.word(view.getInt32(at, true));
    let tail = 0;
    for (let shift = 0; at < end; at++, shift += 8) tail |= (bytes[at] ?? 0) << shift;
    return this.word(tail).word(end - start);
  }

  /** 53 bits, as a number. */
  get key(): number {
    return (avalanche(this.a) >>> 11) * 0x100000000 + (avalanche(this.b ^ this.a) >>> 0);
  }
}

function avalanche(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const encoder = new TextEncoder();
let buffer = new Uint8Array(4096);

/** The UTF-8 bytes of a text; valid until the next call. */
function encode(text: string): Uint8Array {
  if (buffer.length < text.length * 3) buffer = new Uint8Array(text.length * 3);
  const { written } = encoder.encodeInto(text, buffer);
  const bytes = buffer.subarray(0, written);
  if (buffer.length > 1 << 20) buffer = new Uint8Array(4096);
  return bytes;
}
