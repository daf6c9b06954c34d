// Duplicates and conflicts of a whole file, found in the keys of its lines (see exampleKeys.ts). Tables of plain
// numbers, because a file can have millions of lines; filled while workers read on.
import { isRanking } from '../example/exampleKeys';

export interface GroupFindings {
  /** Pairs of lines: a line, and the first one that is equal. In the order of lines. */
  readonly duplicates: Uint32Array;
  /** Pairs of lines: a line, and one that has the same input and another output. In the order of lines. */
  readonly conflicts: Uint32Array;
}

interface Member {
  readonly line: number;
  readonly whole: number;
  readonly output: number;
}

export class GroupScan {
  #keys: Float64Array;
  #firsts: Uint32Array;
  #entries = 0;
  #lines = 0;
  /** All keys, block by block, and the number of the first line of each. */
  readonly #blocks: { readonly first: number; readonly keys: Float64Array }[] = [];
  /** Lines whose key another line had before, by the number of that line. */
  readonly #repeats = new Map<number, number[]>();

  /** @param expected a guess at the number of lines, so that the table need not grow */
  constructor(expected: number) {
    let size = 1024;
    while (size < expected * 1.5) size *= 2;
    this.#keys = new Float64Array(size).fill(-1);
    this.#firsts = new Uint32Array(size);
  }

  /** @param keys of consecutive lines: whole, input and output of each; -1 where there is none */
  add(keys: Float64Array): void {
    this.#blocks.push({ first: this.#lines, keys });
    for (let i = 0; i < keys.length; i += 3, this.#lines++) {
      const input = keys[i + 1] as number;
      // Without an input, lines can only be equal as a whole.
      const key = input === -1 ? (keys[i] as number) : input;
      if (key === -1) continue;
      const slot = this.#slot(key);
      if (this.#keys[slot] === key) {
        const first = this.#firsts[slot] as number;
        const repeats = this.#repeats.get(first);
        if (repeats) repeats.push(this.#lines);
        else this.#repeats.set(first, [this.#lines]);
        continue;
      }
      this.#keys[slot] = key;
      this.#firsts[slot] = this.#lines;
      if (++this.#entries * 1.3 > this.#keys.length) this.#grow();
    }
  }

  /** The keys of all lines in their order, as `add` took them. */
  *keys(): Generator<Float64Array> {
    for (const { keys } of this.#blocks) yield keys;
  }

  /** The lines of each input (or whole line, where no input is known) that stands more than once. */
  *repeated(): Generator<readonly number[]> {
    for (const [first, repeats] of this.#repeats) yield [first, ...repeats];
  }

  find(): GroupFindings {
    const duplicates: [number, number][] = [];
    const conflicts: [number, number][] = [];
    for (const [first, repeats] of this.#repeats) {
      const members = [this.#member(first)].concat(repeats.map((line) => this.#member(line)));
      addDuplicates(members, duplicates);
      addConflicts(members, conflicts);
    }
    return { duplicates: inOrder(duplicates), conflicts: inOrder(conflicts) };
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = key & mask;
    for (;;) {
      const own = this.#keys[slot];
      if (own === key || own === -1) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const keys = this.#keys;
    const firsts = this.#firsts;
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#firsts = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key === -1) continue;
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#firsts[slot] = firsts[i] as number;
    }
  }

  #member(line: number): Member {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.first ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    const block = this.#blocks[low];
    const at = 3 * (line - (block?.first ?? 0));
    return { line, whole: block?.keys[at] ?? -1, output: block?.keys[at + 2] ?? -1 };
  }
}

function addDuplicates(members: readonly Member[], found: [number, number][]): void {
  const firsts = new Map<number, number>();
  for (const { line, whole } of members) {
    const first = firsts.get(whole);
    if (first === undefined) firsts.set(whole, line);
    else found.push([line, first]);
  }
}

function addConflicts(members: readonly Member[], found: [number, number][]): void {
  const lineWith = new Map<number, number>();
  for (const { line, output } of members) if (!lineWith.has(output)) lineWith.set(output, line);
  if (lineWith.size < 2) return;
  const [[first, line] = [0, 0], [, other] = [0, 0]] = [...lineWith];
  for (const member of members) {
    const { output } = member;
    const against = isRanking(output) ? lineWith.get(-output) : output === first ? other : line;
    if (against !== undefined) found.push([member.line, against]);
  }
}

function inOrder(pairs: [number, number][]): Uint32Array {
  return Uint32Array.from(pairs.sort((a, b) => a[0] - b[0]).flat());
}
