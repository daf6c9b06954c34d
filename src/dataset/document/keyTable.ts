// Values by the keys of examples (example/exampleKeys.ts), such as a Map holds them. Such keys are hashes already: a Map
// would box each, hash it again and follow pointers, which is most of the time of an edit on thousands of lines.

export class KeyTable<T extends object> {
  /** Right where there is a value. */
  #keys = new Float64Array(16);
  #values: (T | undefined)[] = empty(16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: number): T | undefined {
    return this.#values[this.#slot(key)];
  }

  set(key: number, value: T): void {
    const slot = this.#slot(key);
    if (this.#values[slot] === undefined) this.#size++;
    this.#keys[slot] = key;
    this.#values[slot] = value;
    if (this.#size * 2 > this.#keys.length) this.#grow();
  }

  delete(key: number): void {
    const mask = this.#keys.length - 1;
    let free = this.#slot(key);
    if (this.#values[free] === undefined) return;
    this.#size--;
    // Those behind it move up, as far as they may, so that no search ends too early.
    for (let slot = (free + 1) & mask; this.#values[slot] !== undefined; slot = (slot + 1) & mask) {
      const other = this.#keys[slot] as number;
      const home = other & mask;
      if (((slot - home) & mask) < ((slot - free) & mask)) continue;
      this.#keys[free] = other;
      this.#values[free] = this.#values[slot];
      free = slot;
    }
    this.#values[free] = undefined;
  }

  *values(): Generator<T> {
    for (const value of this.#values) if (value !== undefined) yield value;
  }

  /** Where a key stands, or would. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = key & mask;
    while (this.#values[slot] !== undefined && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = empty(keys.length * 2);
    for (const [at, value] of values.entries()) {
      if (value === undefined) continue;
      const slot = this.#slot(keys[at] as number);
      this.#keys[slot] = keys[at] as number;
      this.#values[slot] = value;
    }
  }
}

function empty<T>(length: number): (T | undefined)[] {
  return new Array<T | undefined>(length).fill(undefined);
}
