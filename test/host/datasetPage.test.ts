import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import vscode from 'vscode';
import { markReviewed, reviewedPath } from '../../src/dataset/reviewed/reviewedFile';
import { reviewKey } from '../../src/dataset/reviewed/reviewKey';
import { FactTable } from '../../src/dataset/rows/factTable';
import { ProblemTable } from '../../src/dataset/rows/problemTable';
import { DatasetPage, type DatasetPageHost } from '../../src/workbench/datasetView/datasetPage';
import type {
  DatasetViewEvent,
  DatasetViewState,
} from '../../src/workbench/datasetView/datasetView.protocol';
import type { DatasetViewRequest } from '../../src/workbench/datasetView/datasetViewMessages.protocol';
import { DocumentRows } from '../../src/workbench/datasetView/documentRows';
import { FileRows } from '../../src/workbench/datasetView/fileRows';
import { FilteredRows } from '../../src/workbench/datasetView/filteredRows';
import { ReviewedRows } from '../../src/workbench/datasetView/reviewedRows';
import type { RowEdits } from '../../src/workbench/datasetView/rowEdits';
import type { ReadRow, RowChange, RowSource } from '../../src/workbench/datasetView/rowSource';
import { RowTests } from '../../src/workbench/datasetView/rowTests';
import type { DatasetDocuments } from '../../src/workbench/editor/documents/datasetDocuments';
import { reviewNote } from '../../src/workbench/launch/reviewNote';
import type { TrainingData } from '../../src/workbench/launch/trainingData';
import { readOnlyTextUri, showReadOnlyTexts } from '../../src/workbench/ui/readOnlyText';

type Told =
  | { readonly type: 'state'; readonly state: DatasetViewState }
  | { readonly type: 'events'; readonly events: readonly DatasetViewEvent[] };

/** A page of six rows, without its browser. */
class FakePanel {
  readonly messages = new vscode.EventEmitter<unknown>();
  readonly closed = new vscode.EventEmitter<void>();
  readonly told: Told[] = [];
  readonly #heard = new vscode.EventEmitter<Told>();
  readonly visible = true;
  readonly viewColumn = undefined;
  readonly onDidDispose = this.closed.event;
  readonly onDidChangeViewState = () => ({ dispose() {} });
  readonly webview = {
    options: {},
    html: '',
    cspSource: '',
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: this.messages.event,
    postMessage: async (message: Told) => {
      this.told.push(message);
      this.#heard.fire(message);
      return true;
    },
  };

  send(message: DatasetViewRequest | { readonly type: 'ready'; readonly kept?: unknown }): void {
    this.messages.fire(message);
  }

  get states(): DatasetViewState[] {
    return this.told.flatMap((message) => (message.type === 'state' ? [message.state] : []));
  }

  /** The first that is told from now on, or has been, for which this holds. */
  hears<T>(find: (message: Told) => T | false | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (message: Told) => {
        const found = find(message);
        if (found !== undefined && found !== false) resolve(found);
      };
      for (const message of this.told) look(message);
      this.#heard.event(look);
    });
  }
}

class FakeRows implements RowSource {
  readonly kind = 'file';
  count = 6;
  readonly isCounting = false;
  readonly checked = 1;
  readonly format = undefined;
  readonly countsTokens = false;
  readonly trouble = undefined;
  readonly problems = new ProblemTable();
  readonly changed = new vscode.EventEmitter<RowChange>();
  readonly onDidChange = this.changed.event;
  /** Lines that cannot be read any more. */
  gone: readonly number[] = [];
  searches = 0;

  dispose(): void {
    this.changed.dispose();
  }

  async read(lines: readonly number[]): Promise<ReadRow[]> {
    return lines
      .filter((line) => !this.gone.includes(line))
      .map((line) => ({ line, text: `${line}`, kind: 'other', example: undefined, problems: [] }));
  }

  async *written(lines: Iterable<number>) {
    for (const line of lines) yield Buffer.from(`${line}\n`);
  }

  async facts(): Promise<FactTable> {
    return new FactTable();
  }

  async pick(): Promise<Uint32Array> {
    return new Uint32Array();
  }

  async groups(): Promise<Uint32Array> {
    return new Uint32Array(this.count);
  }

  async search(_query: unknown, report: (share: number, found: Uint32Array) => void): Promise<void> {
    this.searches++;
    report(1, Uint32Array.of(2, 4));
  }
}

describe('the host of a dataset view', () => {
  let panel: FakePanel;
  let source: FakeRows;
  let folder: string;
  const query = { text: 'a', isRegex: false, matchCase: false, place: 'texts' } as const;
  beforeEach(async () => {
    panel = new FakePanel();
    source = new FakeRows();
    const host = {
      boundary: { run: async (_: string, action: () => Promise<void> | void) => action() },
      extensionUri: vscode.Uri.file('/extension'),
      log: vscode.window.createOutputChannel('test', { log: true }),
      datasetPages: new Set(),
      hiddenColumns: { all: [], onDidChange: () => ({ dispose() {} }) },
      counter: { count: async () => undefined },
    } as unknown as DatasetPageHost;
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-page-'));
    const file = vscode.Uri.file(path.join(folder, 'rows.jsonl'));
    new DatasetPage(panel as unknown as vscode.WebviewPanel, file, source, host);
  });
  afterEach(async () => {
    panel.closed.fire();
    await rm(folder, { recursive: true });
  });

  it('tells a page that is back of no rows without its filter', async () => {
    panel.send({ type: 'ready', kept: { filter: { text: query } } });
    await panel.hears((message) => message.type === 'state' && message.state.shown === 2);
    for (const { filter } of panel.states) assert.deepEqual(filter.text, query);
  });

  it('shows no row at the place of another when one is gone while they are read', async () => {
    panel.send({ type: 'ready' });
    const { revision } = await panel.hears((message) =>
      message.type === 'state' ? message.state : undefined,
    );
    source.gone = [2];
    panel.send({ type: 'rows', revision, first: 0, count: 6 });
    const rows = await panel.hears((message) =>
      message.type === 'events'
        ? message.events.flatMap((event) => (event.kind === 'rows' ? [event.rows] : []))[0]
        : undefined,
    );
    assert.deepEqual(
      rows.map(({ line }) => line),
      [0, 1],
    );
  });

  it('keeps the marks of rows that get other places, come back, or say something else', async () => {
    panel.send({ type: 'ready' });
    const { revision } = await panel.hears((message) => message.type === 'state' && message.state);
    panel.send({
      type: 'select',
      revision,
      index: 4,
      ranges: [
        [1, 1],
        [3, 4],
      ],
      choice: 1,
    });
    const marks = (find: (state: DatasetViewState) => boolean) =>
      panel.hears(
        (message) =>
          message.type === 'state' &&
          find(message.state) &&
          panel.states
            .slice(0, panel.states.indexOf(message.state) + 1)
            .findLast(({ ranges }) => ranges !== undefined)?.ranges,
      );
    assert.deepEqual(await marks(({ choice }) => choice === 1), [
      [1, 1],
      [3, 4],
    ]);
    panel.send({ type: 'sort', by: 'line' });
    assert.deepEqual(await marks(({ order }) => order?.isDescending === true), [
      [1, 2],
      [4, 4],
    ]);
    panel.send({ type: 'filter', change: { kind: 'text', query } });
    assert.deepEqual(await marks(({ shown }) => shown === 2), [[0, 0]]);
    const filtered = panel.states.at(-1)?.revision ?? 0;
    // A row comes before the second, and the fourth goes.
    const follow = (lines: readonly number[]) =>
      lines.map((line) => ({ line: line === 0 || line === 4 ? line : line + 1, isSame: line !== 3 }));
    source.changed.fire({ kind: 'rows', follow });
    panel.send({ type: 'filter', change: { kind: 'clear' } });
    assert.deepEqual(await marks(({ shown, revision: now }) => shown === 6 && now > filtered), [
      [1, 1],
      [3, 3],
    ]);
  });

  it('tells which rows are marked only when that changes, or the page chooses or is back', async () => {
    const told = async (act: () => void) => {
      const before = panel.states.length;
      act();
      await panel.hears(
        (message) => message.type === 'state' && panel.states.indexOf(message.state) >= before,
      );
      return panel.states.slice(before).map(({ ranges }) => ranges);
    };
    assert.deepEqual(await told(() => panel.send({ type: 'ready' })), [[]]);
    const { revision } = panel.states[0] ?? assert.fail();
    const select = (now: number, choice: number) =>
      told(() => panel.send({ type: 'select', revision: now, index: 1, ranges: [[1, 2]], choice }));
    assert.deepEqual(await select(revision, 1), [[[1, 2]]]);
    assert.deepEqual(await told(() => source.changed.fire({ kind: 'problems' })), [undefined]);
    assert.deepEqual(await select(revision + 1, 2), [[[1, 2]]], 'not followed: the page must know');
    assert.deepEqual(await told(() => panel.send({ type: 'ready' })), [[[1, 2]]]);
  });

  it('marks rows as reviewed in a side file, until they say something else or all are marked', async () => {
    panel.send({ type: 'ready' });
    const { revision } = await panel.hears((message) => message.type === 'state' && message.state);
    const shows = (line: number, isMarked: boolean) =>
      panel.hears((message) => {
        if (message.type === 'events')
          return message.events.some(
            (event) =>
              event.kind === 'rows' &&
              event.rows.some((row) => row.line === line && row.isReviewed === isMarked),
          );
        if (message.type === 'state')
          panel.send({ type: 'rows', revision: message.state.revision, first: line, count: 1 });
        return false;
      });
    const review = async (said: string) => {
      const before = panel.states.at(-1)?.revision ?? revision;
      panel.send({ type: 'review', revision: before, ranges: [[1, 2]] });
      await panel.hears(
        (message) =>
          message.type === 'state' && message.state.said === said && message.state.revision > before,
      );
    };
    await review('Marked as reviewed: 2 rows');
    await shows(2, true);
    await shows(3, false);
    const side = path.join(folder, 'rows.jsonl.reviewed.json');
    const keys = ['1', '2'].map(reviewKey).sort();
    assert.equal(
      await readFile(side, 'utf8'),
      `{\n${keys.map((key) => `  "${key}": true,\n`).join('')}  "version": 1\n}\n`,
    );
    await review('Marked as not reviewed: 2 rows');
    await shows(2, false);
    await writeFile(side, '{"version":1');
    await panel.hears(
      (message) =>
        message.type === 'state' && message.state.notice?.startsWith('rows.jsonl.reviewed.json can'),
    );
  });

  it('filters again when typing pauses, not while it goes on', async () => {
    panel.send({ type: 'ready', kept: { filter: { text: query } } });
    await panel.hears((message) => message.type === 'state' && message.state.shown === 2);
    const { searches } = source;
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      for (let key = 0; key < 3; key++) {
        source.changed.fire({ kind: 'rows' });
        mock.timers.tick(299);
      }
      assert.equal(source.searches, searches);
      mock.timers.tick(1);
      assert.equal(source.searches, searches + 1);
    } finally {
      mock.timers.reset();
    }
  });
});

describe('the rows of a document', () => {
  it('are measured again when their settings change while they are measured', async () => {
    // The thread lies beside the code that starts it: beside this file, that is this one.
    const script = path.join(__dirname, 'rows-worker.js');
    await writeFile(script, "import('../../rows-worker.js');");
    const line =
      '{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}]}';
    const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content: `${line}\n` });
    const changed = new vscode.EventEmitter<vscode.TextDocument>();
    const datasets = { get: () => undefined, optionsOf: () => ({}), onDidChange: changed.event };
    const rows = new DocumentRows(document, datasets as unknown as DatasetDocuments, {} as RowEdits);
    const { signal } = new AbortController();
    const measuring = rows.facts(() => {}, signal);
    changed.fire(document);
    const before = await measuring;
    const after = await rows.facts(() => {}, signal);
    assert.notEqual(after, before);
    assert.equal(await rows.facts(() => {}, signal), after, 'and kept when nothing has changed');
    rows.dispose();
  });
});

describe('the rows of a file', () => {
  it('are not read again for a filter when all of them are checked', async () => {
    await writeFile(path.join(__dirname, 'rows-worker.js'), "import('../../rows-worker.js');");
    const line =
      '{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}]}';
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail();
    const uri = vscode.Uri.joinPath(folder, 'checked.jsonl');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${line}\n${line}\n`));
    const rows = new FileRows(
      uri,
      () => ({}),
      (error) => assert.fail(String(error)),
    );
    const filtered = new FilteredRows(rows, new RowTests(uri, rows, new ReviewedRows(uri)), () => {});
    await filtered.apply({ facts: [{ column: 'tokens', from: 1 }] });
    const again: string[] = [];
    let seen = 0;
    const following = rows.onDidChange(({ kind }) => {
      seen++;
      void filtered.showLens(true); // all rows are being read
      if (seen > 1 && filtered.dependsOn(kind)) again.push(kind);
    });
    const checked = new Promise<void>((resolve) => {
      rows.onDidChange(({ kind }) => kind === 'checked' && resolve());
    });
    await rows.start();
    await checked;
    assert.deepEqual(again, []);
    assert.ok(rows.problems.rows > 0, 'equal rows');
    for (const end of [following, filtered, rows]) end.dispose();
    await vscode.workspace.fs.delete(uri);
  });
});

describe('rows that nobody has reviewed', () => {
  it('are told before a launch, once any row of the file was reviewed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-note-'));
    try {
      const file = path.join(folder, 'a.jsonl');
      const text = '{"a":1}\r\n\n{"b":1}\n{"c":1}';
      await writeFile(file, text);
      const source = vscode.Uri.file(file).toString();
      const data = {
        name: 'a.jsonl',
        source,
        file: { kind: 'local', name: 'a.jsonl', text },
      } as TrainingData;
      const disk = { kind: 'disk', name: 'a.jsonl', path: file, size: text.length, sha256: '' } as const;
      assert.deepEqual(await reviewNote(data), []);
      await markReviewed(file, [reviewKey('{"b": 1}') ?? ''], true, undefined);
      for (const one of [data, { ...data, file: disk }])
        assert.deepEqual(await reviewNote(one), ['Not reviewed in a.jsonl: 2 rows']);
      await markReviewed(
        file,
        ['{"a":1}', '{"c":1}'].map((row) => reviewKey(row) ?? ''),
        true,
        undefined,
      );
      assert.deepEqual(await reviewNote(data), []);
      await writeFile(reviewedPath(file), '');
      assert.match((await reviewNote(data)).join(), /^a\.jsonl\.reviewed\.json can't be read/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('texts that are only to be read', () => {
  it('are kept when they are among the last 20', async () => {
    const provider = showReadOnlyTexts();
    try {
      const uris = Array.from({ length: 22 }, (_, at) =>
        readOnlyTextUri('a.txt', `test ${at}`, `text ${at}`),
      );
      readOnlyTextUri('a.txt', 'test 1', 'text 1 again');
      const textOf = async (at: number) =>
        (await vscode.workspace.openTextDocument(uris[at] ?? assert.fail())).getText();
      assert.deepEqual(
        [await textOf(21), await textOf(3), await textOf(1)],
        ['text 21', 'text 3', 'text 1 again'],
      );
      await assert.rejects(textOf(2));
    } finally {
      provider.dispose();
    }
  });
});
