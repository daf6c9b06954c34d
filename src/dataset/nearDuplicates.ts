// Examples that are nearly the same, found with MinHash: only pairs that share a band of their signature are compared,
// so that the time grows with the lines and not with the pairs. On demand, for it reads every text.
import type { DatasetDocument } from './document';
import type { Problem } from './problem';
import { type Severities, severityOf } from './rule';
import { nearDuplicate, nearDuplicateMessage } from './rules/nearDuplicate';

/** Words in a row that are compared as one. */
const SHINGLE = 3;
const BANDS = 20;
const ROWS = 4;
/** Of a bucket that half the file falls into, only some are compared. */
const MOST_CANDIDATES = 50;

export interface NearDuplicate {
  readonly line: number;
  /** The line above that it resembles most. */
  readonly other: number;
  /** Shingles in common, of all shingles of both: 1 for equal sets. */
  readonly similarity: number;
}

/** In the order of lines; a line is compared with those above it. Exact duplicates are left to their own rule. */
export function findNearDuplicates(document: DatasetDocument, threshold = 0.8): NearDuplicate[] {
  const buckets = new Map<number, number[]>();
  const shingles = new Map<number, Set<number>>();
  const found: NearDuplicate[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    const example = document.line(line)?.example;
    if (!example) continue;
    const own = shinglesOf(example.outline.fields.map(({ text }) => text).join('\n'));
    if (own.size === 0) continue;
    let best: NearDuplicate | undefined;
    for (const other of candidates(buckets, signatureOf(own), line)) {
      const similarity = jaccard(own, shingles.get(other) ?? new Set());
      if (similarity >= threshold && similarity > (best?.similarity ?? 0)) best = { line, other, similarity };
    }
    shingles.set(line, own);
    if (best && !isExact(document, best)) found.push(best);
  }
  return found;
}

/** The same as problems, as they stand until the next edit. */
export function nearDuplicateProblems(document: DatasetDocument, severities: Severities = {}): Problem[] {
  const severity = severityOf(nearDuplicate, severities);
  if (severity === 'off') return [];
  const rangeOf = (line: number) => ({ start: 0, end: document.line(line)?.text.trimEnd().length ?? 0 });
  return findNearDuplicates(document).map(({ line, other, similarity }) => ({
    rule: nearDuplicate.id,
    kind: nearDuplicate.kind,
    severity,
    message: nearDuplicateMessage(other, similarity),
    line,
    range: rangeOf(line),
    related: [{ line: other, range: rangeOf(other), message: 'the other example' }],
  }));
}

function isExact(document: DatasetDocument, { line, other }: NearDuplicate): boolean {
  const keys = document.line(line)?.reading.keys;
  return keys !== undefined && keys.whole === document.line(other)?.reading.keys?.whole;
}

/** Lines above that share a band; puts the line into the buckets. */
function candidates(buckets: Map<number, number[]>, signature: Uint32Array, line: number): Set<number> {
  const found = new Set<number>();
  for (let band = 0; band < BANDS; band++) {
    let key = band + 1;
    for (let row = 0; row < ROWS; row++) key = mix(key, signature[band * ROWS + row] ?? 0);
    const bucket = buckets.get(key);
    if (!bucket) {
      buckets.set(key, [line]);
      continue;
    }
    for (const other of bucket) found.add(other);
    if (bucket.length < MOST_CANDIDATES) bucket.push(line);
  }
  return found;
}

function shinglesOf(text: string): Set<number> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = words.map(hashOfWord);
  const shingles = new Set<number>();
  for (let i = 0; i + SHINGLE <= hashes.length; i++) {
    let key = 7;
    for (let j = i; j < i + SHINGLE; j++) key = mix(key, hashes[j] ?? 0);
    shingles.add(key);
  }
  // Texts of fewer words are compared as a whole.
  if (hashes.length > 0 && hashes.length < SHINGLE) shingles.add(hashes.reduce(mix, 7));
  return shingles;
}

function hashOfWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6)), 0x85ebca6b);
  hash ^= hash >>> 13;
  return Math.imul(hash, 0xc2b2ae35) >>> 0;
}

/** The least of each of many hashes of the shingles. */
function signatureOf(shingles: ReadonlySet<number>): Uint32Array {
  const signature = new Uint32Array(BANDS * ROWS).fill(0xffff_ffff);
  for (const shingle of shingles) {
    for (let i = 0; i < signature.length; i++) {
      const hash = mix(shingle, Math.imul(i + 1, 0x9e3779b1));
      if (hash < (signature[i] ?? 0)) signature[i] = hash;
    }
  }
  return signature;
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const each of small) if (large.has(each)) common++;
  return common / (a.size + b.size - common);
}
