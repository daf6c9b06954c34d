// How much texts have in common, by MinHash: each text becomes a set of word triples, the set a short signature, and
// only texts whose signatures share a band need be compared at all. In scripts without spaces between words, two
// characters in a row stand for the triple.
import { isUnspaced } from '../example/words';

/** Words in a row that are compared as one, and characters of scripts without spaces. */
const SHINGLE = 3;
const CHARACTERS = 2;
/** Texts that are four fifths the same share one of the bands with a probability of 99.99 %. */
export const BANDS = 20;
const ROWS = 4;
export const LANES = BANDS * ROWS;
const EMPTY = 0xffff_ffff;

/** One number for each three words in a row, in the order of the text; some may be equal. */
export function shinglesOf(text: string): number[] {
  const { words, areCharacters } = wordsOf(text);
  const shingles: number[] = [];
  for (let i = 0; i < words.length; i++) {
    const isPair = areCharacters.has(i) && areCharacters.has(i + CHARACTERS - 1);
    const end = i + (isPair ? CHARACTERS : SHINGLE);
    if (end > words.length) break;
    let key = 7;
    for (let j = i; j < end; j++) key = mix(key, words[j] as number);
    shingles.push(key);
  }
  // Texts of fewer words are compared as a whole.
  if (words.length > 0 && shingles.length === 0) shingles.push(words.reduce(mix, 7));
  return shingles;
}

/**
 * One hash of each shingle decides its lane, another is its value there, and the least value of each lane counts
 * (One Permutation Hashing). Lanes that are left empty borrow from others, in an order that is the same for all texts
 * (Shrivastava, Optimal Densification for Fast and Accurate Minwise Hashing, 2017).
 */
export function signatureOf(shingles: readonly number[]): Uint32Array {
  const signature = new Uint32Array(LANES).fill(EMPTY);
  for (const shingle of shingles) {
    const lane = ((mix(shingle, 0x1b873593) >>> 8) * LANES) >>> 24;
    const value = mix(shingle, 0x2545f491);
    if (value < (signature[lane] as number)) signature[lane] = value;
  }
  if (shingles.length === 0) return signature;
  const own = Uint32Array.from(signature);
  for (let lane = 0; lane < LANES; lane++) {
    for (let attempt = 1; signature[lane] === EMPTY; attempt++)
      signature[lane] = own[((mix(lane + 1, attempt) >>> 8) * LANES) >>> 24] as number;
  }
  return signature;
}

/** Equal for signatures that agree in all rows of a band. 32 bits. */
export function bandKey(signature: Uint8Array | Uint32Array, band: number, start = 0): number {
  let key = band + 1;
  for (let row = 0; row < ROWS; row++) key = mix(key, signature[start + band * ROWS + row] ?? 0);
  return key;
}

export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const each of small) if (large.has(each)) common++;
  return common / (a.size + b.size - common);
}

export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6)), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A hash of each word: letters and digits in a row, capital or not, or a character of a script without spaces. */
function wordsOf(text: string): { words: number[]; areCharacters: ReadonlySet<number> } {
  const lower = text.toLowerCase();
  const words: number[] = [];
  const areCharacters = new Set<number>();
  let hash = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const kind = kindOf(code);
    if (kind === WORD && !isWideHan(lower, at)) {
      hash = Math.imul((hash === 0 ? 0x811c9dc5 : hash) ^ code, 0x01000193);
      continue;
    }
    if (hash !== 0) words.push(hash >>> 0);
    hash = 0;
    if (kind === OTHER) continue;
    areCharacters.add(words.length);
    words.push(mix(lower.codePointAt(at) ?? 0, 0x2c1b3c6d));
    if (kind === WORD) at++;
  }
  if (hash !== 0) words.push(hash >>> 0);
  return { words, areCharacters };
}

type Kind = 1 | 2 | 3;
const OTHER = 1;
const WORD = 2;
const CHARACTER = 3;

/** Of each UTF-16 unit that was looked at. */
const kinds = new Uint8Array(1 << 16);

/** Letters, digits and the halves of characters beyond the first 65,536, which are letters or pictures. */
function kindOf(code: number): Kind {
  const known = kinds[code] as Kind | 0;
  if (known !== 0) return known;
  const character = String.fromCharCode(code);
  const isWord = (code >= 0xd800 && code < 0xe000) || /[\p{L}\p{N}]/u.test(character);
  const kind = isUnspaced(character) ? CHARACTER : isWord ? WORD : OTHER;
  kinds[code] = kind;
  return kind;
}

/** A pair of units that is one Chinese character beyond the first 65,536. */
function isWideHan(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0xd840 || code > 0xd8ff) return false;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next < 0xe000;
}
