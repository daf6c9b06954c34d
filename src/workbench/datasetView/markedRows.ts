import type { RowRange } from './datasetView.protocol';
import type { FilteredRows } from './filteredRows';
import type { RowChange } from './rowSource';

/** The rows that a person has marked: they stay marked wherever they go, also while a filter leaves them out. */
export class MarkedRows {
  /** Ascending. */
  #lines: readonly number[] = [];

  constructor(private readonly rows: FilteredRows) {}

  /** Marks these of the rows that are shown, and no others of them; none unmarks all. */
  mark(ranges: readonly RowRange[]): void {
    const marked = this.rows.linesIn(ranges);
    const shown = marked.length > 0 && this.#lines.length > 0 ? new Set(this.rows.lines()) : undefined;
    const hidden = shown ? this.#lines.filter((line) => !shown.has(line)) : [];
    this.#lines = hidden.length > 0 ? [...hidden, ...marked].sort((a, b) => a - b) : marked;
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
