import '../theme.css';
import './datasetView.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import type {
  DatasetViewState,
  DatasetViewStrings,
  FromDatasetView,
  KeptView,
  ReplacePreview,
  RowFilter,
  ToDatasetView,
} from '../../workbench/datasetView/datasetView.protocol';
import { onceAFrame } from '../onceAFrame';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import { columns } from './gridView';
import { RowCache } from './rowCache';
import { RowEdits } from './rowEdits';
import { type RowRange, rangeBetween, toggled } from './rowRanges';
import { isScaled, revealed, rowsInView, scrollTopOf, topOf, within } from './scrolling';
import { type Actions, datasetView } from './view';

/** Milliseconds: a search begins when typing pauses. */
const pause = 250;
/** Rows that are made above and below the view. */
const spare = 6;

const api = vscodeApi<FromDatasetView, KeptView>();
const root = document.querySelector<HTMLElement>('#root');
const cache = new RowCache();
let state: DatasetViewState | undefined;
let strings: DatasetViewStrings | undefined;
const edits = new RowEdits((message) => api.postMessage(message), api.getState()?.edit);
let column: number | undefined;
/** Counts the rows that the person has chosen; what the host says of an earlier one comes too late. */
let choice = 0;
/** Rows that are selected together, from which on they are, and of which revision. */
let ranges: readonly RowRange[] = [];
let anchor: number | undefined;
let draft: string | undefined;
let typing: ReturnType<typeof setTimeout> | undefined;
/** Pixels of rows above the view. */
let top = 0;
let replacement = api.getState()?.replacement;
let preview: ReplacePreview | undefined;
let isPressed = false;
/** The text that is edited was left. When by a press that may still become a click, nothing may move until then. */
let isLeft = false;
const show = onceAFrame(draw);

window.addEventListener('message', ({ data }: MessageEvent<ToDatasetView>) => {
  if (data.type === 'state') takeState(data.state, data.strings);
  else if (data.type === 'rows') cache.put(data.revision, data.first, data.rows);
  else if (data.type === 'preview') preview = data.preview;
  else {
    edits.take(data.detail);
    if (data.type === 'edited') edits.answered(data.isDone);
    keep();
  }
  show();
});

reportPageErrors(api);
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
api.postMessage({ type: 'ready', kept: api.getState() });

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function takeState(next: DatasetViewState, words: DatasetViewStrings): void {
  const selected = next.choice < choice ? state?.selected : next.selected;
  const isMoved = selected !== undefined && selected !== state?.selected;
  if (next.revision !== state?.revision) [ranges, anchor] = [[], undefined]; // other rows stand at these places
  if (state && next.shown < state.shown) cache.cut(next.shown);
  state = { ...next, selected };
  strings = words;
  if (typing === undefined) draft = next.filter.text?.text ?? '';
  keep();
  if (isMoved) reveal(selected);
}

/** Back to the button that the text was opened with. */
function endEdit(end: 'apply' | 'cancel'): void {
  const { turn, part } = edits.editing ?? {};
  const hadFocus = document.activeElement?.closest('.editor');
  edits[end]();
  keep();
  draw();
  if (hadFocus) document.querySelector<HTMLElement>(`#edit${turn}-${part}`)?.focus();
}

/** Unless the person is back at it by now, or in another part of VS Code: then it stays as it is. */
function applyLeft(): void {
  if (isLeft && document.hasFocus() && !document.activeElement?.closest('.editor')) actions.applyEdit();
  isLeft = false;
}

function keep(): void {
  if (state) api.setState({ filter: state.filter, line: edits.detail?.line, edit: edits.kept, replacement });
}

function draw(): void {
  if (state === undefined || strings === undefined || root === null) return;
  const grid = document.querySelector<HTMLElement>('.grid');
  const geometry = { rows: state.shown, view: viewHeight(grid) };
  top = within(top, geometry);
  const { first, last } = rowsInView(top, geometry, spare);
  const scrollTop = grid?.scrollTop ?? 0;
  const { detail, editing } = edits;
  const place = { view: geometry.view, top, scrollTop, first, last, column, ranges };
  render(
    datasetView(
      {
        state,
        strings,
        cache,
        detail,
        draft: draft ?? '',
        editing,
        replacement,
        preview: ofReplacement(preview),
        ...place,
      },
      actions,
    ),
    root,
  );
  const wish = cache.wish(state.revision, first, last, state.shown, performance.now());
  if (wish) api.postMessage({ type: 'rows', ...wish });
  if (grid === null) show(); // its size is known from the second time on
}

/** Pixels below the header of the grid. */
function viewHeight(grid: HTMLElement | null): number {
  if (grid === null) return 400;
  const head = grid.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
  return Math.max(0, grid.clientHeight - head);
}

/** Rows above the view, wherever the scroll bar must be for it. */
function scrollTo(next: number): void {
  const grid = document.querySelector<HTMLElement>('.grid');
  if (grid === null || state === undefined) return;
  const geometry = { rows: state.shown, view: viewHeight(grid) };
  top = within(next, geometry);
  grid.scrollTop = scrollTopOf(top, geometry);
  show();
}

function reveal(index: number): void {
  const grid = document.querySelector<HTMLElement>('.grid');
  if (grid === null || state === undefined) return;
  scrollTo(revealed(index, top, { rows: state.shown, view: viewHeight(grid) }));
}

const actions: Actions = {
  send: (message) => api.postMessage(message),
  type(text) {
    draft = text;
    clearTimeout(typing);
    typing = setTimeout(() => {
      typing = undefined;
      actions.filter({ text: { ...emptyQuery, ...state?.filter.text, text } });
    }, pause);
    show();
  },
  filter(change) {
    if (state === undefined) return;
    const filter: RowFilter = { ...state.filter, ...change };
    const text = filter.text?.text === '' ? undefined : filter.text;
    if ('text' in change) draft = text?.text ?? '';
    api.postMessage({ type: 'filter', filter: { ...filter, text } });
  },
  scrolled() {
    const grid = document.querySelector<HTMLElement>('.grid');
    if (grid === null || state === undefined) return;
    const geometry = { rows: state.shown, view: viewHeight(grid) };
    // What we have scrolled to ourselves comes back rounded: a share of a pixel of the bar can be many rows.
    if (!isScaled(geometry) || Math.abs(scrollTopOf(top, geometry) - grid.scrollTop) > 1)
      top = topOf(grid.scrollTop, geometry);
    show();
  },
  turned(event) {
    if (state === undefined || event.ctrlKey || !isScaled({ rows: state.shown, view: 0 })) return;
    event.preventDefault();
    scrollTo(top + event.deltaY);
  },
  pressed(event) {
    if (state === undefined || event.target !== event.currentTarget) return;
    const at = state.selected ?? 0;
    const end = state.shown - 1;
    const page = Math.max(
      1,
      rowsInView(0, { rows: state.shown, view: viewHeight(document.querySelector('.grid')) }, 0).last - 1,
    );
    const inRow = column !== undefined && !event.ctrlKey && !event.metaKey;
    const choosing = event.shiftKey ? 'extend' : 'only';
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => actions.select(Math.min(end, at + 1), choosing),
      ArrowUp: () => actions.select(Math.max(0, at - 1), choosing),
      PageDown: () => actions.select(Math.min(end, at + page), choosing),
      PageUp: () => actions.select(Math.max(0, at - page), choosing),
      Home: () => (inRow ? goToColumn(0) : actions.select(0, choosing)),
      End: () => (inRow ? goToColumn(columns.length - 1) : actions.select(end, choosing)),
      ArrowRight: () => goToColumn(column === undefined ? 0 : Math.min(columns.length - 1, column + 1)),
      ArrowLeft: () => goToColumn(column === undefined || column === 0 ? undefined : column - 1),
      Enter: () => document.querySelector<HTMLElement>('.detail')?.focus(),
      Escape: () => choose([]),
      ' ': () => actions.select(at, 'toggle'),
    };
    const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
    const step = isAll ? () => choose([[0, end]]) : steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (isAll) event.stopPropagation(); // or VS Code selects all text of the page, too
    step();
  },
  act() {
    edits.after(() => {
      if (state === undefined) return;
      api.postMessage({ type: 'actOnRows', ...meantRows(state) });
    });
  },
  actOnRow(type) {
    const row = edits.detail?.row;
    edits.after(() => {
      const { detail } = edits;
      if (detail?.row === row && detail) api.postMessage({ ...type, line: detail.line, key: detail.key });
    });
  },
  openReplace() {
    replacement = '';
    keep();
    draw();
    document.querySelector<HTMLElement>(state?.filter.text ? '#replacement' : '#search')?.focus();
  },
  typeReplacement(text) {
    replacement = text;
    keep();
    api.postMessage({ type: 'dropPreview' });
    show();
  },
  previewReplace() {
    edits.after(() => {
      if (state === undefined || replacement === undefined) return;
      api.postMessage({ type: 'previewReplace', ...meantRows(state), replacement });
    });
  },
  replace() {
    edits.after(() => api.postMessage({ type: 'replace' }));
  },
  closeReplace() {
    replacement = undefined;
    keep();
    api.postMessage({ type: 'dropPreview' });
    draw();
    document.querySelector<HTMLElement>('#openReplace')?.focus();
  },
  select(index, choosing = 'only') {
    if (state === undefined || state.shown === 0) return;
    const from = state.selected ?? index;
    anchor = choosing === 'extend' ? (anchor ?? from) : index;
    if (choosing === 'extend') ranges = [rangeBetween(anchor, index)];
    if (choosing === 'only') ranges = [];
    if (choosing === 'toggle')
      ranges = toggled(ranges.length > 0 || from === index ? ranges : [[from, from]], index);
    state = { ...state, selected: index };
    reveal(index);
    api.postMessage({ type: 'select', revision: state.revision, index, choice: ++choice });
    draw(); // at once: the next key goes on from here
  },
  startEdit(turn, part) {
    edits.start(turn, part);
    keep();
    show();
  },
  typeEdit(text) {
    edits.type(text);
    keep();
    show();
  },
  leaveEdit() {
    isLeft = true;
    if (!isPressed) setTimeout(applyLeft);
  },
  applyEdit: () => endEdit('apply'),
  cancelEdit: () => endEdit('cancel'),
  edit: (edit) => edits.edit(edit),
};

/** What is typed by now may be another. */
function ofReplacement(found: ReplacePreview | undefined): ReplacePreview | undefined {
  return found?.replacement === replacement ? found : undefined;
}

/** The selected rows, or else all that are shown. */
function meantRows({ revision, shown }: DatasetViewState) {
  return { revision, ranges: ranges.length > 0 ? ranges : ([[0, shown - 1]] as const) };
}

const emptyQuery = { text: '', isRegex: false, matchCase: false, place: 'texts' } as const;

function choose(next: readonly RowRange[]): void {
  ranges = next;
  show();
}

function goToColumn(next: number | undefined): void {
  column = next;
  show();
}
