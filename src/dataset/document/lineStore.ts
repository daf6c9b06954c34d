// The lines of a document in chunks, so that a line put in or taken out moves only its own chunk.
import type { LineReading } from '../line/checkLine';

const FULL = 1024;
const HALF = FULL / 2;

export interface LineRecord {
  readonly text: string;
  readonly reading: LineReading;
  /** The problems of this line as its chunk has counted them. */
  counted: number;
  /** Undefined when the line has left the document. */
  chunk: Chunk | undefined;
}

export interface Chunk {
  readonly records: LineRecord[];
  /** The number of problems on its lines. */
  problems: number;
  /** The line number of the first record, and the position of each record; right when `numbered`. */
  first: number;
}

export class LineStore {
  #chunks: Chunk[] = [];
  #length = 0;
  #problems = 0;
  /** Chunks before this one have the right `first`. */
  #numbered = 0;

  get length(): number {
    return this.#length;
  }

  get problems(): number {
    return this.#problems;
  }

  at(line: number): LineRecord | undefined {
    const index = this.#chunkOf(line);
    const chunk = this.#chunks[index];
    return chunk?.records[line - chunk.first];
  }

  /** The line number of a record that is in the store. */
  lineOf(record: LineRecord): number {
    const { chunk } = record;
    if (!chunk) return -1;
    this.#number();
    return chunk.first + chunk.records.indexOf(record);
  }

  *records(from = 0): Generator<LineRecord> {
    const start = this.#chunkOf(from);
    for (let i = start; i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i];
      if (!chunk) return;
      yield* i === start ? chunk.records.slice(from - chunk.first) : chunk.records;
    }
  }

  /** Lines with problems, in order, without a look at chunks that have none, or stand behind the last. */
  *recordsWithProblems(): Generator<{ line: number; record: LineRecord }> {
    this.#number();
    let left = this.#problems;
    for (const chunk of this.#chunks) {
      if (left === 0) return;
      if (chunk.problems === 0) continue;
      left -= chunk.problems;
      for (const [index, record] of chunk.records.entries()) {
        if (record.counted > 0) yield { line: chunk.first + index, record };
      }
    }
  }

  /** Takes `count` lines out at `line` and puts others in. Returns those taken out. */
  replace(line: number, count: number, inserted: readonly LineRecord[]): LineRecord[] {
    const removed: LineRecord[] = [];
    let index = this.#chunkOf(line);
    const at = line - (this.#chunks[index]?.first ?? 0);
    const first = this.#chunks[index] ?? this.#add(index);
    const taken = first.records.splice(at, count, ...(inserted.length <= HALF ? inserted : []));
    removed.push(...taken);
    for (let left = count - taken.length; left > 0; ) {
      const next = this.#chunks[index + 1];
      if (!next) break;
      const more = next.records.splice(0, left);
      for (const record of more) this.#leave(record, next);
      removed.push(...more);
      left -= more.length;
      if (next.records.length === 0) this.#chunks.splice(index + 1, 1);
    }
    for (const record of taken) this.#leave(record, first);
    if (inserted.length <= HALF) {
      for (const record of inserted) this.#enter(record, first);
      if (first.records.length > FULL) this.#split(index);
    } else {
      this.#insertMany(index, at, inserted);
    }
    this.#length += inserted.length - removed.length;
    if (inserted.length !== removed.length || inserted.length > 1)
      this.#numbered = Math.min(this.#numbered, index + 1);
    const chunk = this.#chunks[index];
    if (chunk && chunk.records.length === 0 && this.#chunks.length > 1) {
      this.#chunks.splice(index, 1);
      index = Math.max(0, index - 1);
      this.#numbered = Math.min(this.#numbered, index);
    }
    return removed;
  }

  /** Tells how many problems a line has now. */
  count(record: LineRecord, problems: number): void {
    const { chunk } = record;
    if (chunk) {
      chunk.problems += problems - record.counted;
      this.#problems += problems - record.counted;
    }
    record.counted = problems;
  }

  #add(index: number): Chunk {
    const chunk: Chunk = { records: [], problems: 0, first: this.#length };
    this.#chunks.splice(index, 0, chunk);
    return chunk;
  }

  #enter(record: LineRecord, chunk: Chunk): void {
    record.chunk = chunk;
    chunk.problems += record.counted;
    this.#problems += record.counted;
  }

  #leave(record: LineRecord, chunk: Chunk): void {
    record.chunk = undefined;
    chunk.problems -= record.counted;
    this.#problems -= record.counted;
  }

  #split(index: number): void {
    const chunk = this.#chunks[index];
    if (!chunk) return;
    const moved = chunk.records.splice(HALF);
    const next: Chunk = { records: moved, problems: 0, first: chunk.first + HALF };
    for (const record of moved) {
      record.chunk = next;
      next.problems += record.counted;
    }
    chunk.problems -= next.problems;
    this.#chunks.splice(index + 1, 0, next);
  }

  #insertMany(index: number, at: number, inserted: readonly LineRecord[]): void {
    const before = this.#chunks[index];
    const tail = before ? before.records.splice(at) : [];
    const added: Chunk[] = [];
    const all = [...inserted, ...tail];
    for (const record of tail) {
      if (before) before.problems -= record.counted;
    }
    for (let start = 0; start < all.length; start += HALF) {
      const chunk: Chunk = { records: all.slice(start, start + HALF), problems: 0, first: 0 };
      for (const record of chunk.records) {
        record.chunk = chunk;
        chunk.problems += record.counted;
      }
      added.push(chunk);
    }
    for (const record of inserted) this.#problems += record.counted;
    this.#chunks = [...this.#chunks.slice(0, index + 1), ...added, ...this.#chunks.slice(index + 1)];
    this.#numbered = Math.min(this.#numbered, index + 1);
  }

  #number(): void {
    for (let i = this.#numbered; i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i];
      const before = this.#chunks[i - 1];
      if (chunk) chunk.first = before ? before.first + before.records.length : 0;
    }
    this.#numbered = this.#chunks.length;
  }

  /** The chunk that holds a line; the last one for the line after the end. */
  #chunkOf(line: number): number {
    this.#number();
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#chunks[middle]?.first ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}
