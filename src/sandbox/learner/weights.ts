/**
 * The weights of a log-linear model, sparse: one number per pair (feature, character) that occurred in training.
 * A pair that never occurred has no weight and adds nothing, as in most CRF toolkits. It keeps a model small and
 * lets scoring touch the few characters that a feature knows instead of the whole alphabet.
 *
 * Features live in an open-addressed hash table; each holds the head of a linked list of its weights. What scoring
 * reads of a weight lies side by side, in one line of the processor's cache: most of training is waiting for memory.
 */
export const NO_ENTRY = -1;

/** About 120 MB with the table. Pairs met later are not learned, which a job tells of its rows. */
export const MOST_WEIGHTS = 1 << 22;

/** Cells of a weight: its character (an index of the vocabulary), the next weight of the same feature, two numbers. */
export const CELLS = 4;
export const CHARACTER = 0;
export const NEXT = 1;
export const VALUE = 2;
/** The optimiser's: the sum of the squares of all gradients before. */
export const SQUARES = 3;

/** A place of the table: a feature's name (0: free) and its first weight. */
const PLACE = 2;
const FIRST_SIZE = 1024;
/** Probing gets long in a fuller table. */
const FULLEST = 0.6;

export class Weights {
  /** The weight that begins at each `CELLS` cells: `CHARACTER` and `NEXT` of it here, … */
  cells = new Int32Array(FIRST_SIZE * CELLS);
  /** … `VALUE` and `SQUARES` in the same memory. */
  numbers = new Float32Array(this.cells.buffer);
  /** Of each weight, of the batch so far. */
  gradient = new Float32Array(FIRST_SIZE);
  count = 0;

  private table = new Uint32Array(FIRST_SIZE * PLACE);
  private features = 0;

  constructor(private readonly most = MOST_WEIGHTS) {}

  /** The first weight of a feature, or NO_ENTRY. Walk on with `NEXT`. */
  first(name: number): number {
    const { table } = this;
    const slot = this.slotOf(name);
    return table[slot] === name ? (table[slot + 1] ?? 0) : NO_ENTRY;
  }

  /** Makes sure that the pair has a weight; a new one is 0. False when there is no room for it. */
  include(name: number, character: number): boolean {
    let slot = this.slotOf(name);
    const known = this.table[slot] === name;
    const head = known ? (this.table[slot + 1] ?? 0) : NO_ENTRY;
    for (let entry = head; entry !== NO_ENTRY; entry = this.cells[entry * CELLS + NEXT] ?? NO_ENTRY) {
      if (this.cells[entry * CELLS + CHARACTER] === character) return true;
    }
    if (this.count === this.most) return false;
    if (!known) slot = this.addFeature(name, slot);
    if (this.count === this.gradient.length) this.growColumns();
    this.cells[this.count * CELLS + CHARACTER] = character;
    this.cells[this.count * CELLS + NEXT] = head;
    this.table[slot + 1] = this.count++;
    return true;
  }

  /** The feature of each weight. Including them again in this order makes the same table, chain by chain. */
  namesOfEntries(): Uint32Array {
    const names = new Uint32Array(this.count);
    for (let slot = 0; slot < this.table.length; slot += PLACE) {
      const name = this.table[slot] ?? 0;
      if (name === 0) continue;
      let entry = this.table[slot + 1] ?? 0;
      for (; entry !== NO_ENTRY; entry = this.cells[entry * CELLS + NEXT] ?? NO_ENTRY) names[entry] = name;
    }
    return names;
  }

  private slotOf(name: number): number {
    const { table } = this;
    const mask = table.length - 1;
    let slot = (name * PLACE) & mask;
    while (table[slot] !== 0 && table[slot] !== name) slot = (slot + PLACE) & mask;
    return slot;
  }

  private addFeature(name: number, slot: number): number {
    let free = slot;
    if (++this.features > (this.table.length / PLACE) * FULLEST) {
      this.growTable();
      free = this.slotOf(name);
    }
    this.table[free] = name;
    return free;
  }

  private growTable(): void {
    const { table } = this;
    this.table = new Uint32Array(table.length * 2);
    for (let old = 0; old < table.length; old += PLACE) {
      const name = table[old] ?? 0;
      if (name === 0) continue;
      const slot = this.slotOf(name);
      this.table[slot] = name;
      this.table[slot + 1] = table[old + 1] ?? 0;
    }
  }

  private growColumns(): void {
    const { cells, gradient } = this;
    this.cells = new Int32Array(cells.length * 2);
    this.cells.set(cells);
    this.numbers = new Float32Array(this.cells.buffer);
    this.gradient = new Float32Array(gradient.length * 2);
    this.gradient.set(gradient);
  }
}
