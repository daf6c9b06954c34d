import * as vscode from 'vscode';
import { grow, intersect } from '../../dataset/rows/rowLists';
import { whyNoQuery } from '../../dataset/rows/textSearch';
import type { RowFilter } from './datasetViewMessages.protocol';
import type { RowSource } from './rowSource';

/** Milliseconds that a search may go without finding out anything: a regular expression can take for ever. */
const patience = 15_000;

/** The rows that a filter leaves, in the order of the file. */
export class FilteredRows implements vscode.Disposable {
  /** Undefined: all. */
  #lines: Uint32Array | undefined;
  #filter: RowFilter = {};
  #searched: number | undefined;
  #notice: string | undefined;
  #search = new AbortController();

  constructor(
    private readonly source: RowSource,
    private readonly changed: () => void,
  ) {}

  get filter(): RowFilter {
    return this.#filter;
  }

  get count(): number {
    return this.#lines?.length ?? this.source.count;
  }

  /** Share that is searched; undefined when nobody searches. */
  get searched(): number | undefined {
    return this.#searched;
  }

  get notice(): string | undefined {
    return this.#notice;
  }

  lineAt(index: number): number | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return this.#lines ? this.#lines[index] : index;
  }

  /** Of all rows that are shown now, in order, also when others are by the time they are read. */
  lines(): Iterable<number> {
    return this.#lines ?? linesUpTo(this.count);
  }

  /** Where a line is among the rows, or the next one that is; undefined when none follows. */
  indexOf(line: number): { readonly index: number; readonly isThere: boolean } | undefined {
    const lines = this.#lines;
    if (!lines) return line < this.source.count ? { index: line, isThere: true } : undefined;
    let low = 0;
    let high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle] as number) < line) low = middle + 1;
      else high = middle;
    }
    return low < lines.length ? { index: low, isThere: lines[low] === line } : undefined;
  }

  dispose(): void {
    this.#search.abort();
  }

  stop(): void {
    this.#search.abort();
    this.#searched = undefined;
    this.#notice = vscode.l10n.t('The search was stopped. Only the rows found so far are shown.');
    this.changed();
  }

  /** Applies a filter, or the same one again after the rows have changed. */
  async apply(filter: RowFilter = this.#filter): Promise<void> {
    this.#search.abort();
    const search = new AbortController();
    this.#search = search;
    const isOther = filter !== this.#filter;
    this.#filter = filter;
    this.#searched = undefined;
    this.#notice = undefined;
    const { text, problems } = filter;
    const withProblems = problems && this.source.problems.rowsWith(problems);
    if (text === undefined || text.text === '') {
      this.#lines = withProblems;
      this.changed();
      return;
    }
    const why = whyNoQuery(text);
    if (why !== undefined) {
      this.#lines = new Uint32Array();
      this.#notice = vscode.l10n.t("This isn't a regular expression: {0}", why);
      this.changed();
      return;
    }
    let found = new Uint32Array(1024);
    let count = 0;
    let timer: NodeJS.Timeout | undefined;
    let isSlow = false;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        isSlow = true;
        search.abort();
      }, patience);
    };
    const show = () => {
      const all = found.subarray(0, count);
      this.#lines = withProblems ? intersect(withProblems, all) : all.slice();
      this.changed();
    };
    this.#searched = 0;
    if (isOther) show();
    wait();
    let shownAt = Date.now();
    try {
      await this.source.search(
        text,
        (share, more) => {
          wait();
          if (count + more.length > found.length) found = grow(found, count + more.length);
          found.set(more, count);
          count += more.length;
          this.#searched = share;
          if (!isOther || Date.now() - shownAt < 200) return; // a search again shows its result at once
          shownAt = Date.now();
          show();
        },
        search.signal,
      );
      this.#searched = undefined;
      show();
    } catch (error) {
      if (!search.signal.aborted) throw error;
      if (!isSlow) return;
      this.#searched = undefined;
      this.#notice = vscode.l10n.t(
        'The search was stopped because a row took longer than {0} seconds. Simplify the regular expression.',
        patience / 1000,
      );
      show();
    } finally {
      clearTimeout(timer);
    }
  }
}

function* linesUpTo(count: number): Generator<number> {
  for (let line = 0; line < count; line++) yield line;
}
