import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { findRule } from '../../dataset/rules/index';
import type { TokenCounter } from '../../dataset/tokens/tokenCounter';
import type { Pictures } from '../editor/hover/pictures';
import { setContext } from '../ui/contextKeys';
import { numberText } from '../ui/numberFormat';
import { Page, type PageHost } from '../ui/page/page';
import { askForFilter } from './askForFilter';
import { changedFilter } from './changedFilter';
import type { DatasetViewState, RowRange, ShownDetail } from './datasetView.protocol';
import {
  type DatasetViewProtocol,
  type DatasetViewRequest,
  datasetViewRequests,
  type FilterChange,
  keptDatasetView,
} from './datasetViewMessages.protocol';
import { datasetViewStrings } from './datasetViewStrings';
import { exportRows } from './exportRows';
import { factText, testText } from './factText';
import { FilteredRows } from './filteredRows';
import type { HiddenColumns } from './hiddenColumns';
import { lensGroups } from './lensGroups';
import { MarkedRows } from './markedRows';
import { nextOrder } from './nextOrder';
import { removeAlike } from './removeAlike';
import { findReplacement, type Replacement } from './replaceRows';
import { ReviewedRows } from './reviewedRows';
import { keyOf } from './rowEdits';
import type { ReadRow, RowChange, RowSource } from './rowSource';
import { RowTests } from './rowTests';
import { RowTokens, shownDetail, shownRow } from './shownRows';

export interface DatasetPageHost extends PageHost {
  readonly pictures: Pictures;
  readonly counter: TokenCounter;
  readonly hiddenColumns: HiddenColumns;
  /** All that are open, this one too. */
  readonly datasetPages: Set<DatasetPage>;
  /** Shows a line in the text editor. */
  goToLine(uri: vscode.Uri, line: number, from: vscode.ViewColumn | undefined): Promise<void>;
  showRule(rule: string): Promise<void>;
}

/** Milliseconds: so often the page hears of what changes by itself. */
const breath = 100;
/** Milliseconds: a filter follows edits when typing pauses. */
const pause = 300;

/** One panel with the rows of one dataset. */
export class DatasetPage {
  readonly #page: Page<DatasetViewProtocol>;
  readonly #rows: FilteredRows;
  readonly #marked: MarkedRows;
  readonly #reviewed: ReviewedRows;
  readonly #tokens: RowTokens;
  #revision = 0;
  #selected: number | undefined;
  #choice = 0;
  #stateDue: NodeJS.Timeout | undefined;
  #filterDue: NodeJS.Timeout | undefined;
  /** Only the latest wish for rows, and for a detail, is granted. */
  #wishes = 0;
  #details = 0;
  #replacement: Replacement | undefined;
  #previews = 0;
  /** What was done last, until something else is looked at. */
  #said = '';
  /** Numbers the rows that were selected, and the line where the last one is. */
  #row = 0;
  #rowLine: number | undefined;
  /** Which rows the page was told are marked, for which of its choices. */
  #toldRanges: { readonly choice: number; readonly ranges: readonly RowRange[] } | undefined;
  /** Revision and line of the detail that the page has. */
  #shownDetail = '';

  constructor(
    panel: vscode.WebviewPanel,
    private readonly uri: vscode.Uri,
    private readonly source: RowSource,
    private readonly host: DatasetPageHost,
  ) {
    this.#tokens = new RowTokens(host.counter, host.log);
    this.#reviewed = new ReviewedRows(uri);
    const tests = new RowTests(uri, source, this.#reviewed);
    this.#rows = new FilteredRows(source, tests, (what) =>
      what === 'rows' ? this.#rowsChanged() : this.#postSoon(),
    );
    this.#marked = new MarkedRows(this.#rows);
    this.#page = new Page(panel, host, {
      name: 'datasetView',
      pictures: 'data:',
      requests: datasetViewRequests,
      kept: keptDatasetView,
      strings: datasetViewStrings,
      ready: (kept) => this.#ready(kept),
      receive: (request) => this.#perform(request),
    });
    setContext('tunewright.hasOpenedView', true);
    const stopTimers = () => {
      clearTimeout(this.#stateDue);
      clearTimeout(this.#filterDue);
    };
    const following = source.onDidChange((change) => this.#sourceChanged(change));
    const showing = host.hiddenColumns.onDidChange(() => this.#postSoon());
    const reviewing = this.#reviewed.onDidChange(() => this.#reviewsChanged());
    this.#page.own(this.#reviewed, reviewing, tests, this.#rows, following, showing, {
      dispose: stopTimers,
    });
    host.datasetPages.add(this);
    this.#page.own({ dispose: () => host.datasetPages.delete(this) });
    this.#page.load();
  }

  #sourceChanged({ kind, follow }: RowChange): void {
    const [followed] = this.#selected === undefined ? [] : (follow?.([this.#selected]) ?? []);
    if (followed) {
      if (this.#rowLine === this.#selected) this.#rowLine = followed.isSame ? followed.line : undefined;
      this.#selected = followed.line;
    }
    if (kind === 'rows') this.#forgetFilter(); // typing goes on
    if (follow) this.#marked.follow(follow);
    if (follow) this.#rows.follow(follow);
    if (this.#rows.dependsOn(kind)) {
      this.#filterDue ??= setTimeout(() => {
        this.#filterDue = undefined;
        void this.#page.run(() => this.#rows.apply());
      }, pause);
    }
    if (kind === 'rows' && this.#replacement?.version !== this.source.edits?.version)
      this.#setReplacement(undefined);
    if (kind === 'rows' || kind === 'checked') this.#rowsChanged();
    else this.#postSoon();
  }

  #reviewsChanged(): void {
    this.#rowsChanged();
    if (this.#rows.filter.tests?.some(({ kind }) => kind === 'reviewed'))
      void this.#page.run(() => this.#rows.apply());
  }

  /** Other rows are shown, or they say something else. */
  #rowsChanged(): void {
    this.#revision++;
    this.#postSoon();
  }

  #postSoon(): void {
    this.#stateDue ??= setTimeout(() => {
      this.#stateDue = undefined;
      this.#postState();
    }, breath);
  }

  /** A row is always selected: when it has left the rows that are shown, the next one, so that work goes on there. */
  #settleSelection(): number | undefined {
    const rows = this.#rows;
    if (rows.count === 0) this.#selected = rows.searched === undefined ? undefined : this.#selected;
    if (rows.count === 0) return undefined;
    const at = rows.indexOf(this.#selected ?? 0);
    if (at?.isThere !== true && rows.searched !== undefined) return undefined; // it may still be found
    const index = at?.index ?? rows.count - 1;
    this.#selected = rows.lineAt(index);
    return index;
  }

  async #ready(kept: DatasetViewProtocol['kept'] | undefined): Promise<void> {
    this.#shownDetail = '';
    this.#toldRanges = undefined;
    this.#choice = 0;
    this.#selected = this.source.edits?.lineOf(kept?.edit) ?? this.#selected ?? kept?.line;
    const restored = kept && this.#rows.restore(kept); // first, or the page would hear of rows without its filter
    this.#postState();
    this.#setReplacement(this.#replacement);
    await restored;
  }

  async #perform(request: DatasetViewRequest): Promise<void> {
    switch (request.type) {
      case 'rows':
        return this.#postRows(request);
      case 'select':
        this.#said = '';
        this.#choice = request.choice;
        this.#postSoon();
        if (request.revision !== this.#revision) return; // other rows now: the state tells what is selected
        this.#marked.mark(request.ranges);
        this.#selected = this.#rows.lineAt(request.index);
        this.#shownDetail = `${this.#revision} ${this.#selected}`;
        return this.#postDetail();
      case 'filter':
        return this.#changeFilter(request.change);
      case 'sort':
        return this.#rows.sort(nextOrder(request.by, this.#rows.order));
      case 'showLens':
        return this.#rows.showLens(request.isOpen);
      case 'chooseColumns':
        return this.host.hiddenColumns.choose();
      case 'addFilter':
        return this.#addFilter();
      case 'stopSearch':
        return this.#rows.stop();
      case 'goToLine':
        return this.host.goToLine(this.uri, request.line, this.#page.panel.viewColumn);
      case 'fix':
        return this.source.edits?.fix(request.line, request.key, request.rule, request.message);
      case 'edit':
        return this.#edit(request);
      case 'deleteRow':
        return this.source.edits?.delete(request.line, request.key);
      case 'editRow':
        return this.source.edits?.editAsText(request.line, request.key);
      case 'jump':
        return this.#jump();
      case 'exportRows':
        return exportRows(this.uri, this.#rows.count, this.source.written(this.#rows.lines()));
      case 'actOnRows':
        return this.#actOnRows(request);
      case 'review':
        return this.#review(this.#linesOf(request));
      case 'reviewRow':
        return this.#reviewRow(request.line, request.key);
      case 'previewReplace':
        return this.#previewReplace(request);
      case 'replace':
        return this.#replace();
      case 'dropPreview':
        return this.#dropPreview();
      case 'showRule':
        return this.host.showRule(request.rule);
    }
  }

  async #postRows({ revision, first, count }: Extract<DatasetViewRequest, { type: 'rows' }>): Promise<void> {
    if (revision !== this.#revision) return;
    const wish = ++this.#wishes;
    const lines: number[] = [];
    for (let index = first; index < Math.min(first + count, this.#rows.count); index++) {
      const line = this.#rows.lineAt(index);
      if (line !== undefined) lines.push(line);
    }
    const found = await this.#read(lines);
    const missing = lines.findIndex((line, at) => found[at]?.line !== line);
    const read = missing === -1 ? found : found.slice(0, missing); // what comes after one that is gone has no place
    const isStale = () => wish !== this.#wishes || revision !== this.#revision;
    if (isStale()) return;
    const rows = read.map((row) => shownRow(row, this.#reviewed.has(row.text)));
    this.#page.tell({ kind: 'rows', revision, first, rows });
    const counted = await this.#tokens.count(read, rows);
    if (counted && !isStale()) this.#page.tell({ kind: 'rows', revision, first, rows: counted });
  }

  /** Nothing when other rows are shown by now: the page has dropped its selection, too. */
  async #actOnRows(request: Extract<DatasetViewRequest, { type: 'actOnRows' }>): Promise<void> {
    const lines = this.#linesOf(request);
    const review = {
      label: vscode.l10n.t('Mark as Reviewed or Not Reviewed'),
      detail: vscode.l10n.t('Marks these rows as reviewed, or as not reviewed if they all are.'),
      run: () => this.#review(lines),
    };
    if (lines.length > 0) await this.source.edits?.actOn(lines, [removeAlike(this.source, lines), review]);
  }

  /** Marks the marked rows as reviewed, else the selected one; or no longer, when they all are. */
  async review(): Promise<void> {
    const marked = this.#rows.linesIn(this.#marked.ranges());
    await this.#review(marked.length > 0 ? marked : this.#selected === undefined ? [] : [this.#selected]);
  }

  get isInFront(): boolean {
    return this.#page.panel.active;
  }

  /** Nothing when it says something else by now: the page is told of that. */
  async #reviewRow(line: number, key: string): Promise<void> {
    const [row] = await this.#read([line]);
    if (row && keyOf(row.text) === key) await this.#review([line]);
  }

  async #review(lines: readonly number[]): Promise<void> {
    if (lines.length === 0) return;
    this.#said = await this.#reviewed.toggle(this.source, lines);
    this.#postSoon();
  }

  async #previewReplace(request: Extract<DatasetViewRequest, { type: 'previewReplace' }>): Promise<void> {
    const query = this.#rows.filter.text;
    const lines = this.#linesOf(request);
    if (query === undefined || lines.length === 0) return;
    const wish = ++this.#previews;
    const { replacement } = request;
    const found = await findReplacement(this.source, { query, replacement }, lines);
    if (wish === this.#previews) this.#setReplacement(found);
  }

  /** What is shown is what is done: nothing when the document has changed since, for the page has no preview then. */
  async #replace(): Promise<void> {
    const replacement = this.#replacement;
    if (replacement) await this.source.edits?.replace(replacement);
    this.#setReplacement(undefined);
  }

  async #addFilter(): Promise<void> {
    const change = await askForFilter(this.source);
    if (change) await this.#changeFilter(change);
  }

  #changeFilter(change: FilterChange): Promise<void> {
    this.#dropPreview(); // it was of what is searched for
    this.#forgetFilter(); // the rows would change once more, and what is selected by then be lost
    return this.#rows.apply(changedFilter(this.#rows.filter, change));
  }

  /** It was to be applied again soon. */
  #forgetFilter(): void {
    clearTimeout(this.#filterDue);
    this.#filterDue = undefined;
  }

  #dropPreview(): void {
    this.#previews++; // also one that is on its way
    if (this.#replacement) this.#setReplacement(undefined);
  }

  #setReplacement(replacement: Replacement | undefined): void {
    this.#replacement = replacement;
    this.#page.tell({ kind: 'preview', preview: replacement?.preview });
  }

  #linesOf({
    revision,
    ranges,
  }: Extract<DatasetViewRequest, { type: 'actOnRows' | 'previewReplace' | 'review' }>): number[] {
    if (revision !== this.#revision || this.#rows.searched !== undefined) return [];
    return this.#rows.linesIn(ranges);
  }

  /** Whatever becomes of the edit, the page hears of it: what it holds back until then depends on it. */
  async #edit({ line, key, edit }: Extract<DatasetViewRequest, { type: 'edit' }>): Promise<void> {
    let isDone = false;
    try {
      await this.source.edits?.edit(line, key, edit);
      isDone = true;
    } finally {
      this.#postState(); // with what is selected after it
      let wish: number;
      let detail: ShownDetail | undefined;
      do {
        wish = ++this.#details;
        detail = await this.#detail();
      } while (wish !== this.#details); // what was asked for later is shown later
      this.#page.tell({ kind: 'edited', isDone, detail });
    }
  }

  async #postDetail(): Promise<void> {
    const wish = ++this.#details;
    const detail = await this.#detail();
    if (wish === this.#details) this.#page.tell({ kind: 'detail', detail });
  }

  async #detail(): Promise<ShownDetail | undefined> {
    const line = this.#selected;
    if (line === undefined || line !== this.#rowLine) {
      this.#rowLine = line;
      this.#row++;
    }
    const number = this.#row;
    const [row] = line === undefined ? [] : await this.#read([line]);
    const isReviewed = row !== undefined && this.#reviewed.has(row.text);
    return row && shownDetail(row, number, this.host.pictures, this.source.edits, isReviewed);
  }

  /** A file can go while it is read; whoever watches it says so. */
  async #read(lines: readonly number[]): Promise<ReadRow[]> {
    try {
      return await this.source.read(lines);
    } catch (error) {
      if (this.source.trouble !== undefined) return [];
      throw error;
    }
  }

  async #jump(): Promise<void> {
    const { count } = this.source;
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Go to Row'),
      prompt: vscode.l10n.t('Line number from 1 to {0}', numberText(count)),
      validateInput: (text) =>
        isLine(text, count) ? undefined : vscode.l10n.t('Enter a number from 1 to {0}.', numberText(count)),
    });
    if (answer === undefined) return;
    const line = Number(answer) - 1;
    if (this.#rows.indexOf(line)?.isThere !== true) await this.#rows.apply({});
    this.#selected = line;
    this.#postState();
    this.#page.panel.reveal();
  }

  #postState(): void {
    const { source } = this;
    const rules = source.problems.rules();
    const selected = this.#settleSelection();
    const { lens } = this.#rows;
    const state: DatasetViewState = {
      name: this.uri.path.split('/').at(-1) ?? '',
      format: source.format?.label ?? '',
      kind: source.kind,
      rows: source.count,
      isCounting: source.isCounting,
      shown: this.#rows.count,
      revision: this.#revision,
      rules: rules.map((rule) => ({ ...rule, title: findRule(rule.rule)?.title ?? rule.rule })),
      rowsWithProblems: source.problems.rows,
      checked: source.checked,
      filter: this.#rows.filter,
      factTexts: (this.#rows.filter.facts ?? []).map((test) => factText(test, source.countsTokens)),
      testTexts: (this.#rows.filter.tests ?? []).map(testText),
      countsTokens: source.countsTokens,
      order: this.#rows.order,
      isLensOpen: this.#rows.isLensOpen,
      lens: lens && lensGroups(lens, this.#rows.rules(), source.countsTokens),
      hidden: this.host.hiddenColumns.all,
      searched: this.#rows.searched,
      remark: source.remark,
      notice: source.trouble ?? source.warning ?? this.#rows.notice ?? this.#reviewed.trouble,
      said: this.#said,
      selected,
      ranges: this.#newRanges(),
      choice: this.#choice,
    };
    this.#page.show(state);
    const shown = `${this.#revision} ${this.#selected}`;
    if (shown === this.#shownDetail) return;
    this.#shownDetail = shown;
    void this.#page.run(() => this.#postDetail());
  }

  /** Undefined when the page knows them. After a choice of its own it doesn't: the host may not have followed that. */
  #newRanges(): readonly RowRange[] | undefined {
    const told = this.#toldRanges;
    const ranges = this.#marked.ranges();
    if (told?.choice === this.#choice && isDeepStrictEqual(told.ranges, ranges)) return undefined;
    this.#toldRanges = { choice: this.#choice, ranges };
    return ranges;
  }
}

function isLine(text: string, count: number): boolean {
  const line = Number(text);
  return /^\d+$/.test(text.trim()) && line >= 1 && line <= count;
}
