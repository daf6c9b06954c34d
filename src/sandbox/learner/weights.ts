/**
 * The weights of a log-linear model, sparse: one number per pair (feature, character) that occurred in training.
 * A pair that never occurred has no weight and adds nothing, as in most CRF toolkits. It keeps a model small and
 * lets scoring touch the few characters that a feature knows instead of the whole alphabet.
 *
 * Features live in an open-addressed hash table; each holds the head of a linked list of its weights. All columns
 * are typed arrays that double as they fill.
 */
export const NO_ENTRY = -1;

/** 64 MB of columns. Pairs met later are not learned; only files near Google's size limits get here. */
const MOST_WEIGHTS = 1 << 22;

export class Weights {
  /** Per weight: its character (an index of the vocabulary), the next weight of the same feature, and its value. */
  character = new Int32Array(1024);
  next = new Int32Array(1024);
  value = new Float32Array(1024);
  /** The optimiser's columns: the gradient of the batch so far, and the sum of the squares of all before. */
  gradient = new Float32Array(1024);
  squares = new Float32Array(1024);
  count = 0;

  private names = new Uint32Array(1024);
  private heads = new Int32Array(1024);
  private features = 0;

  /** The first weight of a feature, or NO_ENTRY. Walk on with `next`. */
  first(name: number): number {
    const slot = this.slotOf(name);
    return this.names[slot] === name ? (this.heads[slot] ?? NO_ENTRY) : NO_ENTRY;
  }

  /** Makes sure that the pair has a weight; a new one is 0. */
  include(name: number, character: number): void {
    let slot = this.slotOf(name);
    const known = this.names[slot] === name;
    let entry = known ? (this.heads[slot] ?? NO_ENTRY) : NO_ENTRY;
    const head = entry;
    while (entry !== NO_ENTRY) {
      if (this.character[entry] === character) return;
      entry = this.next[entry] ?? NO_ENTRY;
    }
    if (this.count === MOST_WEIGHTS) return;
    if (!known) slot = this.addFeature(name, slot);
    if (this.count === this.value.length) this.growColumns();
    this.character[this.count] = character;
    this.next[this.count] = head;
    this.heads[slot] = this.count++;
  }

  /** The feature of each weight. Including them again in this order makes the same table, chain by chain. */
  namesOfEntries(): Uint32Array {
    const names = new Uint32Array(this.count);
    for (const [slot, name] of this.names.entries()) {
      if (name === 0) continue;
      let entry = this.heads[slot] ?? NO_ENTRY;
      for (; entry !== NO_ENTRY; entry = this.next[entry] ?? NO_ENTRY) names[entry] = name;
    }
    return names;
  }

  private slotOf(name: number): number {
    const mask = this.names.length - 1;
    let slot = name & mask;
    while (this.names[slot] !== 0 && this.names[slot] !== name) slot = (slot + 1) & mask;
    return slot;
  }

  private addFeature(name: number, slot: number): number {
    let free = slot;
    if (++this.features > this.names.length / 2) {
      this.growTable();
      free = this.slotOf(name);
    }
    this.names[free] = name;
    return free;
  }

  private growTable(): void {
    const { names, heads } = this;
    this.names = new Uint32Array(names.length * 2);
    this.heads = new Int32Array(names.length * 2);
    for (let old = 0; old < names.length; old++) {
      const name = names[old] ?? 0;
      if (name === 0) continue;
      const slot = this.slotOf(name);
      this.names[slot] = name;
      this.heads[slot] = heads[old] ?? NO_ENTRY;
    }
  }

  private growColumns(): void {
    const size = this.value.length * 2;
    this.character = copied(this.character, new Int32Array(size));
    this.next = copied(this.next, new Int32Array(size));
    this.value = copied(this.value, new Float32Array(size));
    this.gradient = copied(this.gradient, new Float32Array(size));
    this.squares = copied(this.squares, new Float32Array(size));
  }
}

function copied<T extends Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
