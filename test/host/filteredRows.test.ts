import assert from 'node:assert/strict';
import vscode from 'vscode';
import { FactTable, newColumns } from '../../src/dataset/rows/factTable';
import { ProblemBatches, ProblemTable } from '../../src/dataset/rows/problemTable';
import type { RowTest } from '../../src/dataset/rows/rowTypes';
import { sampledRows } from '../../src/dataset/tools/draw';
import { FilteredRows } from '../../src/workbench/datasetView/filteredRows';
import type { RowChange, RowSource } from '../../src/workbench/datasetView/rowSource';

const query = { text: 'a', isRegex: false, matchCase: false, place: 'texts' } as const;
const manyTokens = { column: 'tokens', from: 3 } as const;

/** Rows 0 to 5: each has as many tokens as its line, rows 1 and 4 have a problem, rows 2 and 4 hold the text. */
class FakeRows implements RowSource {
  readonly kind = 'file';
  readonly count = 6;
  readonly isCounting = false;
  readonly checked = 1;
  readonly format = undefined;
  readonly countsTokens = false;
  readonly trouble = undefined;
  readonly problems = new ProblemTable();
  readonly #changed = new vscode.EventEmitter<RowChange>();
  readonly onDidChange = this.#changed.event;
  /** Measuring waits for this. */
  readonly #measured: Promise<void>;
  endMeasuring: (error?: Error) => void = () => {};
  searchError: Error | undefined;
  measurements = 0;

  constructor() {
    const batches = new ProblemBatches();
    for (const line of [1, 4]) batches.add(line, 'a-rule', 'error');
    this.problems.add(batches.take());
    this.#measured = new Promise((resolve, reject) => {
      this.endMeasuring = (error) => (error ? reject(error) : resolve());
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async read() {
    return [];
  }

  async *written() {}

  async facts(_report: (share: number) => void, signal: AbortSignal): Promise<FactTable> {
    this.measurements++;
    const stopped = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    await Promise.race([this.#measured, stopped]);
    const columns = newColumns(this.count);
    columns.tokens.set([0, 1, 2, 3, 4, 5]);
    const facts = new FactTable();
    facts.add({ columns, labels: [] });
    return facts;
  }

  async pick(): Promise<Uint32Array> {
    return new Uint32Array();
  }

  async groups(): Promise<Uint32Array> {
    return new Uint32Array(this.count);
  }

  async search(_query: unknown, report: (share: number, found: Uint32Array) => void): Promise<void> {
    if (this.searchError) throw this.searchError;
    report(1, Uint32Array.of(2, 4));
  }
}

/** Rows 1, 3, and 4 are new; 0 and 4 are nearly the same, and so are 1 and 2. */
class FakeTests {
  readonly firsts = Uint32Array.of(0, 1, 1, 3, 0, 5);
  error: Error | undefined;

  async rowsWith({ kind }: RowTest): Promise<Uint32Array> {
    if (this.error) throw this.error;
    return kind === 'like' ? Uint32Array.of(0, 1, 2, 4) : Uint32Array.of(1, 3, 4);
  }
}

describe('the rows that a filter leaves', () => {
  let source: FakeRows;
  let rows: FilteredRows;
  let tests: FakeTests;
  let told: ('rows' | 'progress')[];
  beforeEach(() => {
    source = new FakeRows();
    told = [];
    tests = new FakeTests();
    rows = new FilteredRows(source, tests, (what) => told.push(what));
  });
  afterEach(() => rows.dispose());
  const lines = () => [...rows.lines()];

  it('are those of the rest of the filter when reading all rows is stopped, in the order that needs none', async () => {
    await rows.sort({ by: 'line', isDescending: true });
    const applied = rows.apply({ text: query, facts: [manyTokens] });
    await rows.stop();
    await applied;
    assert.deepEqual(lines(), [4, 2]);
    assert.deepEqual(rows.filter, { text: query, facts: [], tests: [] });
    assert.deepEqual(rows.order, { by: 'line', isDescending: true });
    assert.match(rows.notice ?? '', /^Reading was stopped/);
  });

  it('lose an order that needs all rows when reading these is stopped, until it is asked for again', async () => {
    const sorting = rows.sort({ by: 'tokens', isDescending: true });
    await rows.stop();
    await sorting;
    assert.equal(rows.order, undefined);
    assert.match(rows.notice ?? '', /^Reading was stopped/);
    source.endMeasuring();
    await rows.sort({ by: 'tokens', isDescending: true });
    assert.deepEqual(lines(), [5, 4, 3, 2, 1, 0]);
    assert.equal(rows.notice, undefined);
  });

  it('are restored with filter, order and lens at once, all rows read once', async () => {
    const order = { by: 'tokens', isDescending: true } as const;
    const restored = rows.restore({ filter: { problems: {} }, order, isLensOpen: true });
    const { filter, order: now, isLensOpen, searched } = rows;
    assert.deepEqual({ filter, now, isLensOpen }, { filter: { problems: {} }, now: order, isLensOpen: true });
    assert.equal(searched, 0, 'the rows that are shown are not yet these');
    source.endMeasuring();
    await restored;
    assert.deepEqual(lines(), [4, 1]);
    assert.equal(source.measurements, 1);
  });

  it('are there at once when nothing has to be read for it', () => {
    void rows.restore({ filter: { problems: {} } });
    assert.deepEqual(lines(), [1, 4]);
  });

  it('are said to be on their way as soon as all rows are read for them, and not any more when that fails', async () => {
    const applied = rows.apply({ facts: [manyTokens] });
    assert.equal(rows.searched, 0);
    assert.deepEqual(told, ['progress']);
    source.endMeasuring(new Error('gone'));
    await assert.rejects(applied, /gone/);
    assert.equal(rows.searched, undefined);
    assert.deepEqual(told, ['progress', 'rows']);
    assert.deepEqual(rows.filter.facts, [], 'what is not applied is not shown');
    assert.match(rows.notice ?? '', /Reading was stopped/);
  });

  it('are not said to be on their way when a search has failed', async () => {
    source.searchError = new Error('gone');
    await assert.rejects(rows.apply({ text: query }), /gone/);
    assert.equal(rows.searched, undefined);
    assert.equal(told.at(-1), 'rows');
  });

  it('are said not to be all, also when they are sorted then', async () => {
    await rows.apply({ text: { ...query, text: '(', isRegex: true } });
    const { notice } = rows;
    assert.match(notice ?? '', /regular expression/);
    await rows.sort({ by: 'line', isDescending: true });
    assert.equal(rows.notice, notice);
    await rows.apply({});
    assert.equal(rows.notice, undefined);
  });

  it('wait for all rows to be read, whatever becomes known meanwhile', async () => {
    const applied = rows.apply({ problems: {}, facts: [manyTokens] });
    assert.equal(rows.dependsOn('problems'), false);
    assert.equal(rows.dependsOn('more'), false);
    assert.equal(rows.dependsOn('rows'), true);
    source.endMeasuring();
    await applied;
    assert.equal(rows.dependsOn('problems'), true);
    assert.deepEqual(lines(), [4]);
  });

  it('are those that pass each test, near-duplicates next to each other until they are sorted', async () => {
    await rows.apply({ tests: [{ kind: 'like' }] });
    assert.deepEqual(lines(), [0, 4, 1, 2]);
    await rows.apply({ text: query, tests: [{ kind: 'like' }, { kind: 'changed' }] });
    assert.deepEqual(lines(), [4]);
    await rows.apply({ tests: [{ kind: 'like' }] });
    await rows.sort({ by: 'line', isDescending: true });
    assert.deepEqual(lines(), [4, 2, 1, 0]);
  });

  it('are a sample of what all else leaves, which stays the same while rows come and go', async () => {
    const sample = { kind: 'sample', count: 2, seed: '1' } as const;
    await rows.apply({ text: query, tests: [sample] });
    assert.deepEqual(lines(), [2, 4]);
    await rows.apply({ tests: [{ kind: 'changed' }, sample] });
    const drawn = lines();
    assert.deepEqual(drawn, [...sampledRows(Uint32Array.of(1, 3, 4), 2, '1')]);
    rows.follow((all) => all.map((line) => ({ line, isSame: line !== drawn[0] })));
    await rows.apply();
    assert.deepEqual(lines(), drawn.slice(1), 'nothing is drawn for what is gone');
    await rows.apply({ tests: [sample] });
    assert.equal(lines().length, 2);
  });

  it('are not said to pass a test that failed', async () => {
    tests.error = new Error('no commit');
    const filter = { text: query, tests: [{ kind: 'changed' }] } as const;
    await assert.rejects(rows.apply(filter), /no commit/);
    assert.deepEqual(rows.filter, { ...filter, tests: [] });
    assert.deepEqual(lines(), [2, 4]);
    assert.equal(rows.searched, undefined);
  });

  it('are like the same row wherever that goes, and like none when it is gone', async () => {
    await rows.apply({ tests: [{ kind: 'like', line: 2 }] });
    rows.follow((all) => all.map((line) => ({ line: line + 1, isSame: true })));
    assert.deepEqual(rows.filter.tests, [{ kind: 'like', line: 3 }]);
    rows.follow((all) => all.map((line) => ({ line, isSame: false })));
    assert.deepEqual(rows.filter.tests, []);
  });

  it('are not said to be too few when a search is stopped that has just ended', async () => {
    await rows.apply({ text: query });
    await rows.stop();
    assert.equal(rows.notice, undefined);
  });
});
