import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { grouped } from '../../base/numbers';
import { type FactTable, NONE } from '../../dataset/rows/factTable';
import { type Lens, lensOf } from '../../dataset/rows/lens';
import { grow, intersect, sorted } from '../../dataset/rows/rowLists';
import type { RowTest, RuleRows } from '../../dataset/rows/rowTypes';
import { whyNoQuery } from '../../dataset/rows/textSearch';
import { sampledRows } from '../../dataset/tools/draw';
import type { RowRange } from './datasetView.protocol';
import type { DatasetViewProtocol, RowFilter, RowOrder } from './datasetViewMessages.protocol';
import type { RowChange, RowSource } from './rowSource';
import type { RowTests } from './rowTests';

/** Milliseconds that a search may go without finding out anything: a regular expression can take for ever. */
const patience = 15_000;

/** The rows that a filter leaves, as they are sorted. */
export class FilteredRows implements vscode.Disposable {
  /** In the order of the file. Undefined: all. */
  #lines: Uint32Array | undefined;
  /** The same, sorted. Undefined: as they stand in the file. */
  #sorted: Uint32Array | undefined;
  #filter: RowFilter = {};
  #order: RowOrder | undefined;
  #facts: FactTable | undefined;
  #searched: number | undefined;
  #isMeasuring = false;
  /** Reading all rows was stopped, and what needs them left out. */
  #isReadingStopped = false;
  #isLensOpen = false;
  #lens: Lens | undefined;
  #notice: string | undefined;
  /** What is drawn of the rows that the rest of the filter leaves. The same rows stay while they are edited. */
  #drawn: Uint32Array | undefined;
  #search = new AbortController();
  /** Where the row was that was looked for last. */
  #near = 0;

  constructor(
    private readonly source: RowSource,
    private readonly tests: Pick<RowTests, 'rowsWith' | 'firsts'>,
    private readonly changed: (what: 'rows' | 'progress') => void,
  ) {}

  get filter(): RowFilter {
    return this.#filter;
  }

  get order(): RowOrder | undefined {
    return this.#order;
  }

  get isLensOpen(): boolean {
    return this.#isLensOpen;
  }

  /** Of the rows that are shown; while these change, of those that were. */
  get lens(): Lens | undefined {
    return this.#lens;
  }

  /** The rules that rows of the file break, and how many of those that are shown do. */
  rules(): RuleRows[] {
    return this.source.problems.rules(this.#lines);
  }

  get count(): number {
    return this.#shown?.length ?? this.source.count;
  }

  /** Share that is searched; undefined when nobody searches. */
  get searched(): number | undefined {
    return this.#searched;
  }

  get notice(): string | undefined {
    if (this.#notice !== undefined || !this.#isReadingStopped) return this.#notice;
    return vscode.l10n.t(
      'Reading was stopped before all rows were read. Added filters, distributions, and sorting by tokens, turns, or length were turned off.',
    );
  }

  lineAt(index: number): number | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return this.#shown ? this.#shown[index] : index;
  }

  /** Of all rows that are shown now, in order, also when others are by the time they are read. */
  lines(): Iterable<number> {
    return this.#shown ?? linesUpTo(this.count);
  }

  /** Ascending. */
  linesIn(ranges: readonly RowRange[]): number[] {
    const lines: number[] = [];
    for (const [first, last] of ranges) {
      for (let index = first; index <= Math.min(last, this.count - 1); index++) {
        const line = this.lineAt(index);
        if (line !== undefined) lines.push(line);
      }
    }
    return this.#sorted ? lines.sort((a, b) => a - b) : lines;
  }

  /** Where a line is among the rows, or the one that has its place; undefined when none has. */
  indexOf(line: number): { readonly index: number; readonly isThere: boolean } | undefined {
    if (this.#sorted) {
      const index = this.#sorted.indexOf(line);
      if (index !== -1) this.#near = index;
      if (index !== -1) return { index, isThere: true };
      return this.#near < this.#sorted.length ? { index: this.#near, isThere: false } : undefined;
    }
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

  /** What is shown depends on what has changed. */
  dependsOn(change: RowChange['kind']): boolean {
    const { text, problems, facts = [], tests = [] } = this.#filter;
    if (this.#isMeasuring && change !== 'rows') return false; // what comes meanwhile is there when all rows are read
    if (change === 'problems' || change === 'checked')
      return problems !== undefined || this.#order?.by === 'problems';
    const isMeasured = facts.length + tests.length > 0 || this.#order !== undefined || this.#isLensOpen;
    return isMeasured || (change === 'rows' && (text !== undefined || problems !== undefined));
  }

  /** Rows came and went: what the filter says of a row is said of where it is now, and of one that is gone no more. */
  follow(follow: NonNullable<RowChange['follow']>): void {
    if (this.#drawn) {
      const left = follow([...this.#drawn]).flatMap(({ line, isSame }) => (isSame ? line : []));
      this.#drawn = left.length > 0 ? Uint32Array.from(left) : undefined;
    }
    const { tests } = this.#filter;
    const followed = tests?.flatMap((test): RowTest[] => {
      if (test.kind !== 'like' || test.line === undefined) return [test];
      const [now] = follow([test.line]);
      return now?.isSame ? [{ ...test, line: now.line }] : [];
    });
    if (tests && followed && !isDeepStrictEqual(tests, followed))
      this.#filter = { ...this.#filter, tests: followed };
  }

  /** Leaves out what is not found yet; while all rows are read, what needs them. */
  async stop(): Promise<void> {
    if (this.#searched === undefined) return; // it has just ended
    if (this.#isMeasuring) return this.#stopReading();
    this.#search.abort();
    this.#searched = undefined;
    this.#notice = vscode.l10n.t('The search was stopped. Only the rows found so far are shown.');
    this.#show(this.#lines);
  }

  #stopReading(): Promise<void> {
    if (isFact(this.#order?.by)) this.#order = undefined;
    this.#isLensOpen = false;
    const applied = this.apply({ ...this.#filter, facts: [], tests: [] });
    this.#isReadingStopped = true;
    return applied;
  }

  /** All at once, as they were when the page was left. */
  restore(kept: Pick<DatasetViewProtocol['kept'], 'filter' | 'order' | 'isLensOpen'>): Promise<void> {
    this.#order = kept.order;
    this.#isLensOpen = kept.isLensOpen ?? false;
    return this.apply(kept.filter);
  }

  /** @param order undefined: as the rows stand in the file */
  async sort(order: RowOrder | undefined): Promise<void> {
    this.#order = order;
    await this.#showAgain();
  }

  /** Reads all rows to say how they are spread, or no longer does. */
  async showLens(isOpen: boolean): Promise<void> {
    this.#isLensOpen = isOpen;
    await this.#showAgain();
  }

  /** The same rows, also when they are still searched for. */
  async #showAgain(): Promise<void> {
    if (this.#searched !== undefined) return this.apply();
    const { signal } = this.#begin();
    if (this.#needsFacts) await this.#measure(signal);
    if (!signal.aborted) this.#show(this.#lines);
  }

  /** Applies a filter, or the same one again after the rows have changed. */
  async apply(filter = this.#filter): Promise<void> {
    const search = this.#begin();
    const isOther = filter !== this.#filter;
    this.#filter = filter;
    if (isOther) this.#drawn = undefined;
    this.#notice = undefined;
    if (this.#needsFacts) await this.#measure(search.signal);
    if (search.signal.aborted) return;
    const { text, problems, facts = [], tests = [] } = filter;
    const tested = tests.length > 0 ? await this.#test(filter, search.signal) : []; // at once without any
    if (search.signal.aborted) return;
    const withFacts = facts.length > 0 ? this.#facts?.rowsWith(facts) : undefined;
    const withProblems = problems && this.source.problems.rowsWith(problems);
    const known = inAll([withFacts, withProblems, ...tested]);
    if (text === undefined || text.text === '') {
      this.#show(this.#sampled(known));
      return;
    }
    const why = whyNoQuery(text);
    if (why !== undefined) {
      this.#notice = vscode.l10n.t("This isn't a regular expression: {0}", why);
      this.#show(new Uint32Array());
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
    const hasSample = tests.some(({ kind }) => kind === 'sample');
    const show = () => {
      const all = found.subarray(0, count);
      const left = known ? intersect(known, all) : all.slice();
      this.#show(this.#searched === undefined ? this.#sampled(left) : left);
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
          if (!isOther || hasSample || Date.now() - shownAt < 200) return; // a search again shows its result at once
          shownAt = Date.now();
          show();
        },
        search.signal,
      );
      this.#searched = undefined;
      show();
    } catch (error) {
      if (search.signal.aborted && !isSlow) return;
      this.#searched = undefined;
      if (!isSlow) {
        show(); // what was found so far, as the error tells
        throw error;
      }
      this.#notice = vscode.l10n.t(
        'The search was stopped because a row took longer than {0} seconds. Simplify the regular expression.',
        grouped(patience / 1000),
      );
      show();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends what is under way. */
  #begin(): AbortController {
    this.#search.abort();
    this.#search = new AbortController();
    this.#searched = undefined;
    this.#isMeasuring = false;
    this.#isReadingStopped = false;
    this.#facts = undefined;
    return this.#search;
  }

  get #shown(): Uint32Array | undefined {
    return this.#sorted ?? this.#lines;
  }

  get #needsFacts(): boolean {
    return (this.#filter.facts ?? []).length > 0 || isFact(this.#order?.by) || this.#isLensOpen;
  }

  /** What rows are in numbers. */
  async #measure(signal: AbortSignal): Promise<void> {
    try {
      const facts = await this.#readAll((report) => this.source.facts(report, signal), signal);
      if (!signal.aborted) this.#facts = facts;
    } catch (error) {
      if (signal.aborted) return;
      await this.#stopReading(); // a filter that isn't applied must not be shown as if it were
      throw error;
    }
  }

  /** The rows that pass each test of a filter. */
  async #test(filter: RowFilter, signal: AbortSignal): Promise<Uint32Array[]> {
    const { tests = [] } = filter;
    const found: Uint32Array[] = [];
    for (const test of tests) {
      if (test.kind === 'sample') continue; // of what all else leaves
      try {
        found.push(await this.#readAll((report) => this.tests.rowsWith(test, report, signal), signal));
      } catch (error) {
        if (signal.aborted) return [];
        await this.apply({ ...filter, tests: tests.filter((other) => other !== test) }); // as above
        throw error;
      }
      if (signal.aborted) return [];
    }
    return found;
  }

  #sampled(lines: Uint32Array | undefined): Uint32Array | undefined {
    const sample = this.#filter.tests?.find((test) => test.kind === 'sample');
    if (!sample) return lines;
    const all = lines ?? Uint32Array.from(linesUpTo(this.source.count));
    const drawn = this.#drawn ?? sampledRows(all, sample.count, sample.seed);
    if (!this.source.isCounting) this.#drawn = drawn;
    return intersect(all, drawn);
  }

  /** Shows how far it is. */
  async #readAll<T>(work: (report: (share: number) => void) => Promise<T>, signal: AbortSignal): Promise<T> {
    const report = (share: number) => {
      if (signal.aborted) return;
      this.#searched = share;
      this.changed('progress');
    };
    this.#isMeasuring = true;
    report(0);
    const read = await work(report);
    if (signal.aborted) return read;
    this.#isMeasuring = false;
    this.#searched = undefined;
    this.changed('progress');
    return read;
  }

  /** @param lines those that are not counted yet are left out */
  #show(lines: Uint32Array | undefined): void {
    const { count } = this.source;
    const last = lines?.at(-1) ?? -1;
    this.#lines = last >= count ? lines?.filter((line) => line < count) : lines;
    this.#sorted = this.#order
      ? this.#sort(this.#order, this.#lines ?? Uint32Array.from(linesUpTo(count)))
      : this.#besideEachOther(this.#lines);
    if (!this.#isLensOpen) this.#lens = undefined;
    else if (this.#facts && this.#searched === undefined) this.#lens = lensOf(this.#facts, this.#lines);
    this.changed('rows');
  }

  /** Rows that say nearly the same, when all such are shown. */
  #besideEachOther(lines: Uint32Array | undefined): Uint32Array | undefined {
    const isWanted = this.#filter.tests?.some(({ kind }) => kind === 'like');
    const { firsts } = this.tests;
    return isWanted && lines && firsts ? sorted(lines, firsts, { isDescending: false }) : undefined;
  }

  #sort({ by, isDescending }: RowOrder, lines: Uint32Array): Uint32Array | undefined {
    if (by === 'line') return isDescending ? lines.toReversed() : undefined;
    if (by === 'problems')
      return sorted(lines, this.source.problems.weights(this.source.count), { isDescending, none: 0 });
    return this.#facts && sorted(lines, this.#facts.keys(by), { isDescending, none: NONE });
  }
}

/** The rows that all lists have; undefined: all. */
function inAll(lists: readonly (Uint32Array | undefined)[]): Uint32Array | undefined {
  return lists.reduce((known, list) => (known && list ? intersect(known, list) : (known ?? list)), undefined);
}

function isFact(column: RowOrder['by'] | undefined): boolean {
  return column !== undefined && column !== 'line' && column !== 'problems';
}

function* linesUpTo(count: number): Generator<number> {
  for (let line = 0; line < count; line++) yield line;
}
