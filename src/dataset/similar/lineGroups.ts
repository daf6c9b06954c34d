/** Lines that must not be parted: sets that grow together. */
export class LineGroups {
  readonly #parents: Uint32Array;

  constructor(lines: number) {
    this.#parents = Uint32Array.from({ length: lines }, (_, line) => line);
  }

  /** @returns false when the two were together already */
  join(a: number, b: number): boolean {
    const [first, second] = [this.firstOf(a), this.firstOf(b)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
    return first !== second;
  }

  /** The topmost line of the group. */
  firstOf(line: number): number {
    const parents = this.#parents;
    let at = line;
    for (;;) {
      const parent = parents[at] as number;
      if (parent === at) return at;
      // Each look shortens the way for the next.
      const grand = parents[parent] as number;
      parents[at] = grand;
      at = grand;
    }
  }
}
