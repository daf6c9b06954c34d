// Byte-pair merging of one word: of all neighbours that make a piece, those with the lowest id first, the leftmost of
// equals first, until none are left. What is no piece in the end counts as its UTF-8 bytes.
import type { Vocabulary } from './vocabulary';

/** Up to this many characters, looking at all pairs again beats keeping a heap of them. */
const SHORT = 48;

export function countMerged(word: string, { ids }: Vocabulary): number {
  if (ids.has(word) && word.length === 1) return 1;
  const starts = startsOf(word);
  const ends = starts.length - 1 <= SHORT ? mergeShort(word, starts, ids) : mergeLong(word, starts, ids);
  let count = 0;
  let from = 0;
  for (const to of ends) {
    const piece = word.slice(from, to);
    count += ids.has(piece) ? 1 : Buffer.byteLength(piece);
    from = to;
  }
  return count;
}

/** Where each character starts, and the end. */
function startsOf(word: string): number[] {
  const starts: number[] = [];
  for (let at = 0; at < word.length; at += (word.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) starts.push(at);
  starts.push(word.length);
  return starts;
}

type Ids = ReadonlyMap<string, number>;

/** @returns where each remaining symbol ends */
function mergeShort(word: string, bounds: number[], ids: Ids): number[] {
  const ranks: number[] = [];
  const rank = (i: number): number =>
    i + 2 < bounds.length
      ? (ids.get(word.slice(bounds[i], bounds[i + 2])) ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY;
  for (let i = 0; i + 2 < bounds.length; i++) ranks.push(rank(i));
  for (;;) {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < ranks.length; i++) {
      const own = ranks[i] as number;
      if (own < lowest) {
        lowest = own;
        best = i;
      }
    }
    if (best === -1) return bounds.slice(1);
    bounds.splice(best + 1, 1);
    ranks.splice(best, 1);
    if (best < ranks.length) ranks[best] = rank(best);
    if (best > 0) ranks[best - 1] = rank(best - 1);
  }
}

interface Pair {
  readonly rank: number;
  /** Symbols by the index of their first character, and the end when the pair was found. */
  readonly left: number;
  readonly right: number;
  readonly end: number;
}

/** The same with a linked list and a heap: linear in the length but for the heap. */
function mergeLong(word: string, starts: readonly number[], ids: Ids): number[] {
  const count = starts.length - 1;
  const next = Array.from({ length: count }, (_, i) => i + 1);
  const previous = Array.from({ length: count }, (_, i) => i - 1);
  const alive = new Uint8Array(count).fill(1);
  const heap = new PairHeap();
  const offer = (left: number): void => {
    const right = next[left] ?? count;
    if (left < 0 || right >= count) return;
    const end = next[right] ?? count;
    const id = ids.get(word.slice(starts[left], starts[end]));
    if (id !== undefined) heap.push({ rank: id, left, right, end });
  };
  for (let i = 0; i + 1 < count; i++) offer(i);
  for (let pair = heap.pop(); pair; pair = heap.pop()) {
    const { left, right, end } = pair;
    if (!alive[left] || !alive[right] || next[left] !== right || next[right] !== end) continue;
    alive[right] = 0;
    next[left] = end;
    if (end < count) previous[end] = left;
    const before = previous[left] ?? -1;
    if (before >= 0) offer(before);
    offer(left);
  }
  const ends: number[] = [];
  for (let i = 0; i < count; i = next[i] ?? count) ends.push(starts[next[i] ?? count] ?? word.length);
  return ends;
}

class PairHeap {
  readonly #pairs: Pair[] = [];

  push(pair: Pair): void {
    const pairs = this.#pairs;
    let at = pairs.length;
    pairs.push(pair);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = pairs[parent];
      if (!above || isBefore(above, pair)) break;
      pairs[at] = above;
      at = parent;
    }
    pairs[at] = pair;
  }

  pop(): Pair | undefined {
    const pairs = this.#pairs;
    const [top] = pairs;
    const last = pairs.pop();
    if (!last || pairs.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let own = pairs[child];
      if (!own) break;
      const other = pairs[child + 1];
      if (other && isBefore(other, own)) {
        own = other;
        child++;
      }
      if (isBefore(last, own)) break;
      pairs[at] = own;
      at = child;
    }
    pairs[at] = last;
    return top;
  }
}

function isBefore(a: Pair, b: Pair): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.left <= b.left);
}
