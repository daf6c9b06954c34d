import type { NumberedNote } from './importJob';

/** At most so many as a person can look through. */
const MOST = 10_000;

/** What is said of the rows of a file, each of which can have a note: all are counted, the first ones are kept. */
export class FirstNotes {
  readonly kept: NumberedNote[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(more: readonly NumberedNote[]): void {
    this.#count += more.length;
    this.kept.push(...more.slice(0, MOST - this.kept.length));
  }
}
