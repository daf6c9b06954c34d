import '../theme.css';
import './datasetView.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import type {
  DatasetViewState,
  DatasetViewStrings,
  FromDatasetView,
  KeptView,
  RowEdit,
  RowFilter,
  ShownDetail,
  ToDatasetView,
} from '../../workbench/datasetView/datasetView.protocol';
import { onceAFrame } from '../onceAFrame';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import { columns } from './gridView';
import type { Editing } from './partEditor';
import { RowCache } from './rowCache';
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
let detail: ShownDetail | undefined;
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
let editing: Editing | undefined;
type Added = RowEdit & { readonly kind: 'add' };
/** Is edited as soon as it is there. */
let wanted: Added | undefined;
const show = onceAFrame(draw);

window.addEventListener('message', ({ data }: MessageEvent<ToDatasetView>) => {
  if (data.type === 'state') takeState(data.state, data.strings);
  else if (data.type === 'rows') cache.put(data.revision, data.first, data.rows);
  else takeDetail(data.detail);
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

/** A text that is being edited stays so while it is still there; a turn that was just added is edited at once. */
function takeDetail(next: ShownDetail | undefined): void {
  const isOther = next?.line !== detail?.line;
  detail = next;
  const { turn = -1, part = -1, was } = editing ?? {};
  if (isOther || detail?.turns[turn]?.parts[part]?.text !== was) editing = undefined;
  if (isOther) wanted = undefined;
  const at = wanted === undefined ? -1 : placeOf(wanted);
  if (at !== -1) startEdit(at, 0);
  keep();
}

/** Where a turn that was to be added stands in the detail; -1 while it is not there. */
function placeOf({ speaker, at }: Added): number {
  const isIt = ({ place, parts }: ShownDetail['turns'][number]) =>
    (speaker === 'system' ? place?.in === 'system' : place?.in === 'turns' && place.at === at) &&
    parts.length === 1 &&
    parts[0]?.text === '';
  return detail?.turns.findIndex(isIt) ?? -1;
}

function startEdit(turn: number, part: number): void {
  const shown = detail?.turns[turn]?.parts[part];
  wanted = undefined;
  if (!shown?.isEditable) return;
  editing = { turn, part, was: shown.text, draft: shown.text };
  show();
}

/** Back to the button that the text was opened with. */
function endEdit(): void {
  const { turn, part } = editing ?? {};
  const hadFocus = document.activeElement?.closest('.editor');
  editing = undefined;
  draw();
  if (hadFocus) document.querySelector<HTMLElement>(`#edit${turn}-${part}`)?.focus();
}

function postEdit(edit: RowEdit): void {
  if (detail) api.postMessage({ type: 'edit', line: detail.line, key: detail.key, edit });
}

function keep(): void {
  if (state) api.setState({ filter: state.filter, line: detail?.line });
}

function draw(): void {
  if (state === undefined || strings === undefined || root === null) return;
  const grid = document.querySelector<HTMLElement>('.grid');
  const geometry = { rows: state.shown, view: viewHeight(grid) };
  top = within(top, geometry);
  const { first, last } = rowsInView(top, geometry, spare);
  const scrollTop = grid?.scrollTop ?? 0;
  const place = { view: geometry.view, top, scrollTop, first, last, column, ranges };
  render(
    datasetView({ state, strings, cache, detail, draft: draft ?? '', editing, ...place }, actions),
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
    if (state === undefined) return;
    const { revision, shown } = state;
    api.postMessage({ type: 'actOnRows', revision, ranges: ranges.length > 0 ? ranges : [[0, shown - 1]] });
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
  startEdit,
  typeEdit(text) {
    if (editing) editing = { ...editing, draft: text };
    show();
  },
  applyEdit() {
    if (editing === undefined) return;
    const { turn, part, was, draft: text } = editing;
    const place = detail?.turns[turn]?.place;
    endEdit();
    // A text field knows one line end.
    if (place && text !== was.replaceAll('\r\n', '\n'))
      postEdit({ kind: 'text', turn: place, part, was, text });
  },
  cancelEdit: endEdit,
  edit(edit) {
    wanted = edit.kind === 'add' ? edit : undefined;
    postEdit(edit);
  },
};

const emptyQuery = { text: '', isRegex: false, matchCase: false, place: 'texts' } as const;

function choose(next: readonly RowRange[]): void {
  ranges = next;
  show();
}

function goToColumn(next: number | undefined): void {
  column = next;
  show();
}
