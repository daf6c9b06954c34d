// Duplicates and conflicts of a whole file, found in the keys of its lines (see exampleKeys.ts). Tables of plain
// numbers, because a file can have millions of lines.

/** The keys of consecutive lines: whole, input and output of each; -1 where there is none. */
export type KeyBlocks = readonly Float64Array[];

export interface GroupFindings {
  /** Pairs of lines: a line, and the first one that is equal. In the order of lines. */
  readonly duplicates: Uint32Array;
  /** Pairs of lines: a line, and one that has the same input and another output. In the order of lines. */
  readonly conflicts: Uint32Array;
}

export function findGroups(blocks: KeyBlocks, lines: number): GroupFindings {
  return { duplicates: findDuplicates(blocks, lines), conflicts: findConflicts(blocks, lines) };
}

/** Open addressing: which slot belongs to a key. */
class Table {
  readonly keys: Float64Array;
  readonly #mask: number;

  constructor(entries: number) {
    let size = 16;
    while (size < entries * 2) size *= 2;
    this.keys = new Float64Array(size).fill(-1);
    this.#mask = size - 1;
  }

  /** The slot that holds `key`, or the free one where it belongs. */
  slot(key: number): number {
    let slot = ((key % 0x7fffffff) | 0) & this.#mask;
    for (;;) {
      const own = this.keys[slot];
      if (own === key || own === -1) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

class Pairs {
  #pairs = new Uint32Array(256);
  #length = 0;

  add(a: number, b: number): void {
    if (this.#length + 2 > this.#pairs.length) {
      const more = new Uint32Array(this.#pairs.length * 2);
      more.set(this.#pairs);
      this.#pairs = more;
    }
    this.#pairs[this.#length++] = a;
    this.#pairs[this.#length++] = b;
  }

  get all(): Uint32Array {
    return this.#pairs.subarray(0, this.#length);
  }
}

function findDuplicates(blocks: KeyBlocks, lines: number): Uint32Array {
  const table = new Table(lines);
  const first = new Uint32Array(table.keys.length);
  const pairs = new Pairs();
  let line = 0;
  for (const keys of blocks) {
    for (let i = 0; i < keys.length; i += 3, line++) {
      const whole = keys[i] ?? -1;
      if (whole === -1) continue;
      const slot = table.slot(whole);
      if (table.keys[slot] === -1) {
        table.keys[slot] = whole;
        first[slot] = line;
      } else pairs.add(line, first[slot] ?? 0);
    }
  }
  return pairs.all;
}

const NONE = 0xffff_ffff;

function findConflicts(blocks: KeyBlocks, lines: number): Uint32Array {
  const table = new Table(lines);
  const first = new Uint32Array(table.keys.length);
  const outputs = new Float64Array(table.keys.length);
  /** The first line whose output differs from the first line's. */
  const others = new Uint32Array(table.keys.length).fill(NONE);
  let found = false;
  let line = 0;
  for (const keys of blocks) {
    for (let i = 0; i < keys.length; i += 3, line++) {
      const input = keys[i + 1] ?? -1;
      if (input === -1) continue;
      const output = keys[i + 2] ?? -1;
      const slot = table.slot(input);
      if (table.keys[slot] === -1) {
        table.keys[slot] = input;
        first[slot] = line;
        outputs[slot] = output;
      } else if (outputs[slot] !== output && others[slot] === NONE) {
        others[slot] = line;
        found = true;
      }
    }
  }
  const pairs = new Pairs();
  line = 0;
  for (const keys of found ? blocks : []) {
    for (let i = 0; i < keys.length; i += 3, line++) {
      const input = keys[i + 1] ?? -1;
      if (input === -1) continue;
      const slot = table.slot(input);
      const other = others[slot] ?? NONE;
      if (other !== NONE) pairs.add(line, outputs[slot] === keys[i + 2] ? other : (first[slot] ?? 0));
    }
  }
  return pairs.all;
}
