// Which rows of a file an older version of it does not have. Runs in workers.
import type { DatasetFormat } from '../formats/format';
import { wholeKeyOf } from '../line/rowKeys';

export class ChangedRows {
  /** How many rows of the older version have each key and are not met again yet. */
  readonly #left = new Map<number, number>();

  /** @param before all text of the older version */
  constructor(
    before: string,
    private readonly format: DatasetFormat | undefined,
  ) {
    for (let at = 0; at < before.length; ) {
      const newline = before.indexOf('\n', at);
      const end = newline === -1 ? before.length : newline;
      const key = wholeKeyOf(before.slice(at, end), format);
      if (key !== undefined) this.#left.set(key, (this.#left.get(key) ?? 0) + 1);
      at = end + 1;
    }
  }

  /** Of the next rows those that were added or changed; blank lines are neither. */
  among(texts: readonly string[]): number[] {
    return texts.flatMap((text, at) => (this.#isNew(text) ? [at] : []));
  }

  #isNew(text: string): boolean {
    const key = wholeKeyOf(text, this.format);
    if (key === undefined) return false;
    const left = this.#left.get(key) ?? 0;
    if (left > 0) this.#left.set(key, left - 1);
    return left === 0;
  }
}
