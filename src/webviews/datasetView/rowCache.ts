import { mostRows, type ShownRow } from '../../workbench/datasetView/datasetView.protocol';

/** Rows kept away from the view, so that scrolling back shows them at once. */
const kept = 2000;
const margin = 40;
/** Milliseconds after which an answer that has not come is asked for again. */
const patience = 2000;

export interface Wish {
  readonly revision: number;
  readonly first: number;
  readonly count: number;
}

/** The rows that the page knows. One request is under way at a time; those of an older revision are shown until the new ones come. */
export class RowCache {
  readonly #rows = new Map<number, { readonly row: ShownRow; readonly revision: number }>();
  #underWay: { readonly wish: Wish; readonly since: number } | undefined;

  get(index: number): ShownRow | undefined {
    return this.#rows.get(index)?.row;
  }

  put(revision: number, first: number, rows: readonly ShownRow[]): void {
    for (const [at, row] of rows.entries()) this.#rows.set(first + at, { row, revision });
    this.#underWay = undefined;
  }

  /** What to ask for so that these rows are there; undefined when they are, or on their way. */
  wish(revision: number, first: number, last: number, total: number, now: number): Wish | undefined {
    let missing = first;
    while (missing < last && this.#rows.get(missing)?.revision === revision) missing++;
    if (missing >= last) return undefined;
    const { wish, since } = this.#underWay ?? {};
    if (wish?.revision === revision && since !== undefined && now - since < patience) return undefined;
    const from = Math.max(0, first - margin);
    const count = Math.min(mostRows, total - from, last + margin - from);
    const next = { revision, first: from, count };
    this.#underWay = { wish: next, since: now };
    if (this.#rows.size > kept) this.#forgetAround(first, last);
    return next;
  }

  /** Rows behind the end are gone. */
  cut(total: number): void {
    for (const index of this.#rows.keys()) if (index >= total) this.#rows.delete(index);
  }

  #forgetAround(first: number, last: number): void {
    for (const index of this.#rows.keys())
      if (index < first - margin || index > last + margin) this.#rows.delete(index);
  }
}
