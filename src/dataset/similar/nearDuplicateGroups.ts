// Which of many texts are nearly the same, in 80 bytes for each: their MinHash signatures, with a byte of each lane.

import type { LineGroups } from './lineGroups';
import { BANDS, bandKey, LANES, shinglesOf, signatureOf } from './minHash';

/**
 * Lanes that must agree. Texts that are 0.8 the same agree in 64 ± 4 of 80; with the bound a little below that, few
 * such are missed, and what is wrongly taken for the same only stays together.
 */
const ENOUGH_LANES = 0.72 * LANES;
/** Texts from which the template is learned. */
const SAMPLE = 1_000;
/** What stands in most texts is a template and says nothing of their likeness. */
const TEMPLATE_SHARE = 0.5;
const LEAST_SAMPLE = 20;
/** Of the texts that share a band, each is compared with so many groups. */
const MOST_COMPARED = 50;

export class LikeLines {
  readonly #lines: number[] = [];
  #lanes = new Uint8Array(LANES * 1024);
  #sample: { readonly line: number; readonly shingles: number[] }[] | undefined = [];
  #template: ReadonlySet<number> = new Set();

  add(line: number, text: string): void {
    const shingles = shinglesOf(text);
    if (shingles.length === 0) return;
    if (!this.#sample) {
      this.#sign(line, shingles);
      return;
    }
    this.#sample.push({ line, shingles });
    if (this.#sample.length === SAMPLE) this.#endSample();
  }

  /** Joins the lines that are nearly the same. */
  join(groups: LineGroups): void {
    this.#endSample();
    for (let band = 0; band < BANDS; band++) {
      const keys = Uint32Array.from(this.#lines, (_, i) => bandKey(this.#lanes, band, i * LANES));
      for (const bucket of equalKeys(keys)) this.#joinBucket(bucket, groups);
    }
  }

  #endSample(): void {
    const sample = this.#sample;
    if (!sample) return;
    this.#sample = undefined;
    this.#template = templateOf(sample.map(({ shingles }) => new Set(shingles)));
    for (const { line, shingles } of sample) this.#sign(line, shingles);
  }

  #sign(line: number, shingles: readonly number[]): void {
    const own =
      this.#template.size === 0 ? shingles : shingles.filter((shingle) => !this.#template.has(shingle));
    const at = this.#lines.length * LANES;
    if (at === this.#lanes.length) {
      const more = new Uint8Array(this.#lanes.length * 2);
      more.set(this.#lanes);
      this.#lanes = more;
    }
    this.#lanes.set(
      signatureOf(own.length > 0 ? own : shingles).map((lane) => lane >>> 24),
      at,
    );
    this.#lines.push(line);
  }

  #joinBucket(bucket: readonly number[], groups: LineGroups): void {
    const heads: number[] = [];
    for (const one of bucket) {
      const line = this.#lines[one] as number;
      const like = heads.find((head) => {
        const other = this.#lines[head] as number;
        return groups.firstOf(other) === groups.firstOf(line) || this.#areLike(head, one);
      });
      if (like !== undefined) groups.join(this.#lines[like] as number, line);
      else if (heads.length < MOST_COMPARED) heads.push(one);
    }
  }

  #areLike(a: number, b: number): boolean {
    let equal = 0;
    for (let lane = 0; lane < LANES; lane++)
      if (this.#lanes[a * LANES + lane] === this.#lanes[b * LANES + lane]) equal++;
    return equal >= ENOUGH_LANES;
  }
}

function templateOf(sample: readonly ReadonlySet<number>[]): Set<number> {
  const counts = new Map<number, number>();
  if (sample.length < LEAST_SAMPLE) return new Set();
  for (const shingles of sample)
    for (const shingle of shingles) counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  const most = sample.length * TEMPLATE_SHARE;
  return new Set([...counts].filter(([, count]) => count > most).map(([shingle]) => shingle));
}

/** The indexes of equal keys, where there are at least two, in their order. */
function* equalKeys(keys: Uint32Array): Generator<number[]> {
  // Key and index in one number sort without a comparison of ours. With millions of texts a few low bits of the key
  // are dropped, for a number holds 53: more texts are compared then.
  const indexes = 2 ** Math.ceil(Math.log2(keys.length + 1));
  const dropped = Math.max(1, (indexes * 2 ** 32) / 2 ** 53);
  const sorted = Float64Array.from(keys, (key, i) => Math.floor(key / dropped) * indexes + i).sort();
  let bucket: number[] = [];
  for (const [at, packed] of sorted.entries()) {
    const key = Math.floor(packed / indexes);
    bucket.push(packed - key * indexes);
    if (Math.floor((sorted[at + 1] ?? -1) / indexes) === key) continue;
    if (bucket.length > 1) yield bucket;
    bucket = [];
  }
}
