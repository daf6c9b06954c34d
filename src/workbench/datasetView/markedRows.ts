import type { RowRange } from './datasetView.protocol';
import type { FilteredRows } from './filteredRows';
import type { RowChange } from './rowSource';

/** The rows that a person has marked: they stay marked wherever they go, also while a filter leaves them out. */
export class MarkedRows {
  /** Ascending. */
  #lines: readonly number[] = [];

  constructor(private readonly rows: FilteredRows) {}

  mark(ranges: readonly RowRange[]): void {
    this.#lines = this.rows.linesIn(ranges);
  }

  clear(): void {
    this.#lines = [];
  }

  follow(follow: NonNullable<RowChange['follow']>): void {
    this.#lines = follow(this.#lines).flatMap(({ line, isSame }) => (isSame ? line : []));
  }

  /** Where they are among the rows that are shown. */
  ranges(): RowRange[] {
    const last = this.#lines.at(-1);
    if (last === undefined) return [];
    const isMarked = new Uint8Array(last + 1);
    for (const line of this.#lines) isMarked[line] = 1;
    const found: RowRange[] = [];
    let first = -1;
    for (let index = 0; index <= this.rows.count; index++) {
      const here = isMarked[this.rows.lineAt(index) ?? -1] === 1;
      if (here && first === -1) first = index;
      if (here || first === -1) continue;
      found.push([first, index - 1]);
      first = -1;
    }
    return found;
  }
}
