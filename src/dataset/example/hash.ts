// Keys by which equal examples are found. A key is made of the UTF-8 bytes of each text as
// `JSON.stringify` writes it (without quotes): that is what most files hold already, so that the scan of
// whole files can hash their bytes as they stand (see line/quick/quickLine.ts, which must agree with this file).
import type { JsonValue } from '../json/value';

const A = 0x9e3779b1;
const B = 0x85ebca77;

/** A running hash of two 32-bit lanes. */
export class Hash {
  a = 0x2545f491;
  b = 0x3c6ef372;

  reset(): this {
    this.a = 0x2545f491;
    this.b = 0x3c6ef372;
    return this;
  }

  word(word: number): this {
    this.a = mixA(this.a, word);
    this.b = mixB(this.b, word);
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

/** What kind of value is hashed; part of the contract with line/quick/valueScan.ts. */
export const KINDS = { text: 32, number: 33, true: 34, false: 35, null: 36, list: 37, object: 38 } as const;

/** Of a JSON value. The members of an object are added up, so that their order does not matter. */
export function hashOfJson(value: JsonValue): Hash {
  const hash = new Hash();
  if (typeof value === 'string') return hash.mark(KINDS.text).text(value);
  if (typeof value === 'number') return hash.mark(KINDS.number).text(JSON.stringify(value));
  if (value === null) return hash.mark(KINDS.null);
  if (typeof value === 'boolean') return hash.mark(value ? KINDS.true : KINDS.false);
  if (Array.isArray(value)) {
    hash.mark(KINDS.list);
    for (const each of value) fold(hash, hashOfJson(each));
    return hash.word(value.length);
  }
  const members = new Members();
  for (const [key, each] of Object.entries(value)) members.add(new Hash().text(key), hashOfJson(each));
  return members.addTo(hash);
}

/** The two lanes of a hash. */
export interface Lanes {
  readonly a: number;
  readonly b: number;
}

/** The members of an object: added up, so that their order does not matter. */
export class Members implements Lanes {
  a = 0;
  b = 0;
  count = 0;

  clear(): void {
    this.a = 0;
    this.b = 0;
    this.count = 0;
  }

  /** @param key `new Hash().text(key)` */
  add(key: Lanes, value: Lanes): void {
    this.a = (this.a + avalanche(mixA(mixA(key.a, value.a), value.b))) | 0;
    this.b = (this.b + avalanche(mixB(mixB(key.b, value.a), value.b))) | 0;
    this.count++;
  }

  addTo<T extends { mark(tag: number): unknown; word(word: number): unknown }>(hash: T): T {
    hash.mark(KINDS.object);
    hash.word(this.a);
    hash.word(this.b);
    hash.word(this.count);
    return hash;
  }
}

function mixA(lane: number, word: number): number {
  const a = Math.imul(lane ^ word, A);
  return (a << 15) | (a >>> 17);
}

function mixB(lane: number, word: number): number {
  const b = Math.imul(lane ^ word, B);
  return (b << 13) | (b >>> 19);
}

export function fold(hash: Hash, other: Lanes): Hash {
  return hash.word(other.a).word(other.b);
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
