import '../theme.css';
import './datasetView.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { TemplateResult } from 'lit';
import type {
  Column,
  DatasetViewState,
  ReplacePreview,
  RowRange,
} from '../../workbench/datasetView/datasetView.protocol';
import type { DatasetViewProtocol, KeptEdit } from '../../workbench/datasetView/datasetViewMessages.protocol';
import { openPage, type Shown } from '../kit/openPage';
import type { Choosing } from './gridView';
import { RowCache } from './rowCache';
import { RowEdits } from './rowEdits';
import { rangeBetween, toggled } from './rowRanges';
import { isScaled, revealed, rowsInView, scrollTopOf, topOf, within } from './scrolling';
import { shownColumns } from './shownColumns';
import { type Actions, datasetView } from './view';

/** Milliseconds: a search begins when typing pauses. */
const pause = 250;
/** Rows that are made above and below the view. */
const spare = 6;

/** What only the page knows. */
interface Own {
  readonly edits: RowEdits;
  /** Of the state, unless the person has chosen another row since. */
  readonly selected: number | undefined;
  /** Counts the rows that the person has chosen; what the host says of an earlier one comes too late. */
  readonly choice: number;
  /** Of the rows that were told last, and how many these are. */
  readonly revision: number | undefined;
  readonly shown: number;
  readonly column: number | undefined;
  /** The keyboard is at the names of the columns. */
  readonly isInHead: boolean;
  /** Rows that are selected together, and from which on they are. */
  readonly ranges: readonly RowRange[];
  /** As the host told last. */
  readonly toldRanges: readonly RowRange[];
  readonly anchor: number | undefined;
  /** What is typed to search for. */
  readonly draft: string;
  /** What is typed to replace with; undefined when nobody replaces. */
  readonly replacement: string | undefined;
  readonly preview: ReplacePreview | undefined;
}

const cache = new RowCache();
let typing: ReturnType<typeof setTimeout> | undefined;
/** Pixels of rows above the view. */
let top = 0;
/** Pixels of the grid below its head, and of its width, as it was drawn last. */
let drawnView = 0;
let drawnWidth: number | undefined;
let isPressed = false;
/** The text that is edited was left. When by a press that may still become a click, nothing may move until then. */
let isLeft = false;

const page = openPage<DatasetViewProtocol, Own>({
  own: {
    edits: newEdits(undefined),
    selected: undefined,
    choice: 0,
    revision: undefined,
    shown: 0,
    column: undefined,
    isInHead: false,
    ranges: [],
    toldRanges: [],
    anchor: undefined,
    draft: '',
    replacement: undefined,
    preview: undefined,
  },
  reduce: (state) => state, // the rest of what is told concerns the page alone
  take: takeState,
  follow(event, { own: { edits }, set }) {
    if (event.kind === 'rows') cache.put(event.revision, event.first, event.rows);
    else if (event.kind === 'preview') set({ preview: event.preview });
    else {
      edits.take(event.detail);
      if (event.kind === 'edited') edits.answered(event.isDone);
    }
  },
  view: shownView,
  drawn: askForRows,
  keep: ({ state: { filter, order, isLensOpen }, own: { edits, replacement } }) => ({
    ...{ filter, order, isLensOpen, line: edits.detail?.line },
    ...{ edit: edits.kept, replacement },
  }),
});
const show = page.drawSoon;

window.addEventListener('resize', show);
window.addEventListener('keydown', (event) => {
  if (event.key === '/' && !isTextField(event.target)) {
    event.preventDefault();
    document.querySelector<HTMLElement>('#search')?.focus();
  }
});
const press = ({ type }: Event) => {
  isPressed = type === 'pointerdown';
  if (!isPressed) setTimeout(applyLeft); // after the click
};
for (const event of ['pointerdown', 'pointerup', 'pointercancel'])
  window.addEventListener(event, press, true);

function newEdits(kept: KeptEdit | undefined): RowEdits {
  return new RowEdits((message) => page.send(message), kept);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function takeState(next: DatasetViewState, kept: DatasetViewProtocol['kept'] | undefined): Partial<Own> {
  const { own } = page;
  const isOld = next.choice < own.choice;
  const selected = isOld ? own.selected : next.selected;
  if (next.shown < own.shown) cache.cut(next.shown);
  if (selected !== undefined && selected !== own.selected) reveal(selected);
  const { revision, shown, filter } = next;
  const toldRanges = next.ranges ?? own.toldRanges;
  return {
    ...{ selected, revision, shown, toldRanges },
    ...(own.revision === undefined ? { edits: newEdits(kept?.edit), replacement: kept?.replacement } : {}),
    ranges: isOld && revision === own.revision ? own.ranges : toldRanges,
    ...(revision === own.revision ? {} : { anchor: undefined }), // another row stands at its place
    ...(typing === undefined ? { draft: filter.text?.text ?? '' } : {}),
  };
}

/** What is shown by now: what the person has chosen since the host told is in it. */
function shownState(): DatasetViewState | undefined {
  return page.shown && { ...page.shown.state, selected: page.own.selected };
}

/** After what `RowEdits` does: it is kept, and shown soon. */
function editsChanged(): void {
  page.set({});
  show();
}

/** Back to the button that the text was opened with. */
function endEdit(end: 'apply' | 'cancel'): void {
  const { edits } = page.own;
  const { turn, part } = edits.editing ?? {};
  const hadFocus = document.activeElement?.closest('.editor');
  edits[end]();
  page.change({});
  if (hadFocus) document.querySelector<HTMLElement>(`#edit${turn}-${part}`)?.focus();
}

/** Unless the person is back at it by now, or in another part of VS Code: then it stays as it is. */
function applyLeft(): void {
  if (isLeft && document.hasFocus() && !document.activeElement?.closest('.editor')) actions.applyEdit();
  isLeft = false;
}

function shownView({ state, strings, own }: Shown<DatasetViewProtocol, Own>): TemplateResult {
  const grid = gridElement();
  const geometry = { rows: state.shown, view: viewHeight(grid) };
  top = within(top, geometry);
  drawnView = geometry.view;
  drawnWidth = grid?.clientWidth;
  const { first, last } = rowsInView(top, geometry, spare);
  const { edits, selected, preview, replacement, draft, isInHead, ranges } = own;
  const { detail, editing } = edits;
  const columns = shownColumns(state.hidden, drawnWidth);
  return datasetView(
    {
      state: { ...state, selected },
      ...{ strings, cache, detail, editing, draft, replacement, isInHead, ranges },
      ...{ columns, column: columnIn(columns) },
      preview: preview?.replacement === replacement ? preview : undefined, // what is typed by now may be another
      ...{ view: geometry.view, top, scrollTop: grid?.scrollTop ?? 0, first, last },
    },
    actions,
  );
}

function askForRows(): void {
  const state = shownState();
  if (state === undefined) return;
  const view = viewHeight(gridElement());
  const { first, last } = rowsInView(top, { rows: state.shown, view }, spare);
  const wish = cache.wish(state.revision, first, last, state.shown, performance.now());
  if (wish) page.send({ type: 'rows', ...wish });
  if (view !== drawnView || gridElement()?.clientWidth !== drawnWidth) show(); // the size of the grid is known from the second time on
}

/** What is typed is not searched for by itself any more. */
function forgetTyping(): void {
  clearTimeout(typing);
  typing = undefined;
}

/** The column that the keyboard is at, also when fewer are shown by now. */
function columnIn(columns: readonly Column[]): number | undefined {
  const { column } = page.own;
  return column === undefined ? undefined : Math.min(columns.length - 1, column);
}

function gridElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.grid');
}

/** Pixels below the header of the grid. */
function viewHeight(grid: HTMLElement | null): number {
  if (grid === null) return 400;
  const head = grid.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
  return Math.max(0, grid.clientHeight - head);
}

/** Rows above the view, wherever the scroll bar must be for it. */
function scrollTo(next: number): void {
  const grid = gridElement();
  const state = shownState();
  if (grid === null || state === undefined) return;
  const geometry = { rows: state.shown, view: viewHeight(grid) };
  top = within(next, geometry);
  grid.scrollTop = scrollTopOf(top, geometry);
  show();
}

function reveal(index: number): void {
  const grid = gridElement();
  const state = shownState();
  if (grid === null || state === undefined) return;
  scrollTo(revealed(index, top, { rows: state.shown, view: viewHeight(grid) }));
}

const actions: Actions = {
  send: (message) => page.send(message),
  type(text) {
    page.set({ draft: text });
    forgetTyping();
    typing = setTimeout(() => {
      typing = undefined;
      actions.filter({ kind: 'text', query: { text } });
    }, pause);
    show();
  },
  filter(change) {
    if (change.kind === 'clear' || change.kind === 'text') forgetTyping(); // or it would come back
    if (change.kind === 'clear') page.set({ draft: '' });
    if (change.kind === 'text') page.set({ draft: change.query.text ?? page.own.draft });
    page.send({ type: 'filter', change });
  },
  scrolled() {
    const grid = gridElement();
    const state = shownState();
    if (grid === null || state === undefined) return;
    const geometry = { rows: state.shown, view: viewHeight(grid) };
    // What we have scrolled to ourselves comes back rounded: a share of a pixel of the bar can be many rows.
    if (!isScaled(geometry) || Math.abs(scrollTopOf(top, geometry) - grid.scrollTop) > 1)
      top = topOf(grid.scrollTop, geometry);
    show();
  },
  turned(event) {
    const state = shownState();
    if (state === undefined || event.ctrlKey || !isScaled({ rows: state.shown, view: 0 })) return;
    event.preventDefault();
    scrollTo(top + event.deltaY);
  },
  pressed(event) {
    const state = shownState();
    if (state === undefined || event.target !== event.currentTarget) return;
    const { isInHead } = page.own;
    const columns = shownColumns(state.hidden, drawnWidth);
    const column = columnIn(columns);
    const at = state.selected ?? 0;
    const end = state.shown - 1;
    const pageful = Math.max(
      1,
      rowsInView(0, { rows: state.shown, view: viewHeight(gridElement()) }, 0).last - 1,
    );
    const inRow = column !== undefined && !event.ctrlKey && !event.metaKey;
    const choosing = event.shiftKey ? 'extend' : 'only';
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => actions.select(Math.min(end, at + 1), choosing),
      ArrowUp: () =>
        at === 0 && choosing === 'only' ? enterHead() : actions.select(Math.max(0, at - 1), choosing),
      PageDown: () => actions.select(Math.min(end, at + pageful), choosing),
      PageUp: () => actions.select(Math.max(0, at - pageful), choosing),
      Home: () => (inRow ? goToColumn(0) : actions.select(0, choosing)),
      End: () => (inRow ? goToColumn(columns.length - 1) : actions.select(end, choosing)),
      ArrowRight: () => goToColumn(column === undefined ? 0 : Math.min(columns.length - 1, column + 1)),
      ArrowLeft: () => goToColumn(column === undefined || column === 0 ? undefined : column - 1),
      Enter: () => document.querySelector<HTMLElement>('.detail')?.focus(),
      Escape: () => choose([]),
      ' ': () => actions.select(at, 'toggle'),
      ...(event.ctrlKey || event.metaKey || event.altKey ? {} : reviewSteps),
    };
    const headSteps: typeof steps = {
      ArrowDown: () => actions.select(at),
      ArrowUp: () => {},
      Enter: () => actions.sort(columns[column ?? 0] ?? 'line'),
      ' ': () => actions.sort(columns[column ?? 0] ?? 'line'),
      ArrowLeft: () => goToColumn(Math.max(0, (column ?? 0) - 1)),
      Escape: () => actions.select(at),
      Home: () => goToColumn(0),
    };
    const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
    const step = isAll
      ? () => choose([[0, end]])
      : ((isInHead ? headSteps : {})[event.key] ?? steps[event.key]);
    if (step === undefined) return;
    event.preventDefault();
    if (isAll) event.stopPropagation(); // or VS Code selects all text of the page, too
    step();
  },
  act() {
    page.own.edits.after(() => {
      const state = shownState();
      if (state === undefined) return;
      page.send({ type: 'actOnRows', ...meantRows(state) });
    });
  },
  actOnRow(type) {
    const { edits } = page.own;
    const row = edits.detail?.row;
    edits.after(() => {
      const { detail } = edits;
      if (detail?.row === row && detail) page.send({ ...type, line: detail.line, key: detail.key });
    });
  },
  openReplace() {
    page.change({ replacement: '' });
    document.querySelector<HTMLElement>(shownState()?.filter.text ? '#replacement' : '#search')?.focus();
  },
  typeReplacement(text) {
    page.set({ replacement: text });
    page.send({ type: 'dropPreview' });
    show();
  },
  previewReplace() {
    page.own.edits.after(() => {
      const state = shownState();
      const { replacement } = page.own;
      if (state === undefined || replacement === undefined) return;
      page.send({ type: 'previewReplace', ...meantRows(state), replacement });
    });
  },
  replace() {
    page.own.edits.after(() => page.send({ type: 'replace' }));
  },
  closeReplace() {
    page.send({ type: 'dropPreview' });
    page.change({ replacement: undefined });
    document.querySelector<HTMLElement>('#openReplace')?.focus();
  },
  select(index, choosing = 'only') {
    const state = shownState();
    if (state === undefined || state.shown === 0) return;
    const from = state.selected ?? index;
    const anchor = choosing === 'extend' ? (page.own.anchor ?? from) : index;
    const choice = page.own.choice + 1;
    const ranges = chosenRanges(choosing, index, from, anchor);
    page.set({ ranges, anchor, choice, selected: index });
    leaveHead();
    reveal(index);
    page.send({ type: 'select', revision: state.revision, index, ranges, choice });
    page.draw(); // at once: the next key goes on from here
  },
  sort(column) {
    if (column !== 'notes') page.send({ type: 'sort', by: column });
  },
  leaveHead() {
    leaveHead();
    show();
  },
  startEdit(turn, part) {
    page.own.edits.start(turn, part);
    editsChanged();
  },
  typeEdit(text) {
    page.own.edits.type(text);
    editsChanged();
  },
  leaveEdit() {
    isLeft = true;
    if (!isPressed) setTimeout(applyLeft);
  },
  applyEdit: () => endEdit('apply'),
  cancelEdit: () => endEdit('cancel'),
  edit: (edit) => page.own.edits.edit(edit),
};

function chosenRanges(choosing: Choosing, index: number, from: number, anchor: number): readonly RowRange[] {
  const { ranges } = page.own;
  if (choosing === 'only') return [];
  if (choosing === 'extend') return [rangeBetween(anchor, index)];
  return toggled(ranges.length > 0 || from === index ? ranges : [[from, from]], index);
}

/** The selected rows, or else all that are shown. */
function meantRows({ revision, shown }: DatasetViewState) {
  const { ranges } = page.own;
  return { revision, ranges: ranges.length > 0 ? ranges : ([[0, shown - 1]] as const) };
}

const reviewSteps = { r: () => page.own.edits.after(() => review(page.own.ranges)) };

/** Marks rows as reviewed: these, or else the one that is shown. */
function review(ranges: readonly RowRange[]): void {
  const { revision, selected } = shownState() ?? {};
  if (revision === undefined || selected === undefined) return;
  page.send({ type: 'review', revision, ranges: ranges.length > 0 ? ranges : [[selected, selected]] });
}

function choose(ranges: readonly RowRange[]): void {
  const { revision, selected: index } = shownState() ?? {};
  if (revision === undefined || index === undefined) return;
  const choice = page.own.choice + 1;
  page.set({ ranges, choice });
  page.send({ type: 'select', revision, index, ranges, choice });
  show();
}

function enterHead(): void {
  page.set({ isInHead: true, column: page.own.column ?? 0 });
  show();
}

function leaveHead(): void {
  if (page.own.isInHead) page.set({ isInHead: false, column: undefined });
}

function goToColumn(next: number | undefined): void {
  page.set({ column: next });
  show();
}
