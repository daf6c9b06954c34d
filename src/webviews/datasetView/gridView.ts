import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import {
  type Column,
  columns,
  type DatasetViewState,
  type DatasetViewStrings,
  type RowRange,
  type ShownRow,
} from '../../workbench/datasetView/datasetView.protocol';
import type { DatasetViewRequest } from '../../workbench/datasetView/datasetViewMessages.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import type { RowCache } from './rowCache';
import { hasRow } from './rowRanges';
import { rowHeight, scrolledHeight } from './scrolling';
import { severityMark } from './severityMark';
import { ariaSort } from './sorting';

export interface ShownGrid {
  readonly state: DatasetViewState;
  readonly strings: DatasetViewStrings;
  readonly cache: RowCache;
  /** Pixels in which rows are seen. */
  readonly view: number;
  /** Pixels of rows above the view. */
  readonly top: number;
  /** Of the element that is scrolled. */
  readonly scrollTop: number;
  readonly first: number;
  readonly last: number;
  /** That are drawn. */
  readonly columns: readonly Column[];
  /** The cell that the keyboard is on; undefined: the whole row. */
  readonly column: number | undefined;
  /** It is on the name of the column. */
  readonly isInHead: boolean;
  /** Rows that are selected together; empty: only the one that the keyboard is on. */
  readonly ranges: readonly RowRange[];
}

/** `extend`: all from the last one on; `toggle`: one more, or one less. */
export type Choosing = 'only' | 'extend' | 'toggle';

export interface GridActions {
  send(message: DatasetViewRequest): void;
  scrolled(): void;
  turned(event: WheelEvent): void;
  pressed(event: KeyboardEvent): void;
  select(index: number, choosing?: Choosing): void;
  /** One way, the other way, or not any more. */
  sort(column: Column): void;
  leaveHead(): void;
}

type ColumnTexts = { readonly [column in Column]?: string };

const toolsMark = 'ƒ';
const filesMark = '▣';
/** In place of the names of narrow columns. */
const signs: ColumnTexts = {
  problems: '✕ ▲',
  notes: `${toolsMark} ${filesMark}`,
};

/** A real grid: the keyboard moves over rows and cells, and all rows are counted, also those that are not drawn. */
export function gridView(shown: ShownGrid, actions: GridActions): TemplateResult {
  const { state, first, last, top, scrollTop, column, isInHead, view } = shown;
  const { selected } = state;
  const isDrawn = selected !== undefined && selected >= first && selected < last;
  const place = column === undefined ? `row${selected}` : `cell${selected}-${column}`;
  const active = isInHead ? `head${column ?? 0}` : isDrawn ? place : nothing;
  const indexes = Array.from({ length: last - first }, (_, at) => first + at);
  return html`
    <div
      class="grid"
      role="grid"
      tabindex="0"
      aria-label=${state.name}
      aria-multiselectable="true"
      aria-rowcount=${state.isCounting ? -1 : state.shown + 1}
      aria-colcount=${columns.length}
      aria-activedescendant=${active}
      @keydown=${actions.pressed}
      @blur=${actions.leaveHead}
      @scroll=${actions.scrolled}
      @wheel=${actions.turned}
    >
      <div class="row head" role="row" aria-rowindex="1">
        ${shown.columns.map((name, at) => headView(name, at, shown, actions))}
      </div>
      <div
        class="space"
        role="presentation"
        style=${styleMap({ height: `${scrolledHeight({ rows: state.shown, view })}px` })}
      >
        <div
          class="layer"
          role="rowgroup"
          style=${styleMap({ transform: `translateY(${scrollTop - top + first * rowHeight}px)` })}
        >
          ${repeat(
            indexes,
            (index) => index,
            (index) => rowView(index, shown, actions),
          )}
        </div>
      </div>
    </div>
  `;
}

function headView(
  name: Column,
  at: number,
  { state, strings, column, isInHead }: ShownGrid,
  actions: GridActions,
): TemplateResult {
  const sort = ariaSort(name, state.order);
  const arrow = sort === 'ascending' ? '↑' : '↓';
  const isShown = state.order !== undefined && sort !== undefined && sort !== 'none';
  const label = name === 'tokens' && !state.countsTokens ? strings.estimatedTokens : strings[name];
  const sign = name === 'tokens' && !state.countsTokens ? `≈ ${strings.tokens}` : (signs[name] ?? label);
  const lengths: ColumnTexts = { prompt: strings.promptLength, answer: strings.answerLength };
  return html`<span dir="auto"
    id="head${at}"
    class="${name} ${sort === undefined ? '' : 'sortable'} ${isInHead && column === at ? 'active' : ''}"
    role="columnheader"
    aria-colindex=${columns.indexOf(name) + 1}
    aria-sort=${sort ?? nothing}
    aria-label=${label}
    title=${sort === undefined ? label : fill(strings.sortBy, lengths[name] ?? label)}
    @click=${() => actions.sort(name)}
    >${isShown ? `${arrow} ` : ''}${sign}</span
  >`;
}

function rowView(index: number, shown: ShownGrid, actions: GridActions): TemplateResult {
  const { state, cache, strings, column } = shown;
  const row = cache.get(index);
  const isActive = index === state.selected && !shown.isInHead;
  const isSelected = shown.ranges.length === 0 ? index === state.selected : hasRow(shown.ranges, index);
  const cell = (name: Column, at: number) =>
    html`<span dir="auto"
      id="cell${index}-${at}"
      class="${name} ${row === undefined || name === 'notes' ? 'quiet' : ''} ${isActive && column === at ? 'active' : ''}"
      role="gridcell"
      aria-colindex=${columns.indexOf(name) + 1}
      >${row === undefined ? (name === 'line' ? strings.loading : nothing) : cellContent[name](row, strings)}</span
    >`;
  return html`<div
    class="row ${isActive ? 'current' : ''}"
    id="row${index}"
    role="row"
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
    aria-busy=${row === undefined}
    @click=${(event: MouseEvent) => actions.select(index, choosingOf(event))}
    @dblclick=${() => row && actions.send({ type: 'goToLine', line: row.line })}
  >
    ${shown.columns.map(cell)}
  </div>`;
}

const cellContent: Readonly<Record<Column, (row: ShownRow, strings: DatasetViewStrings) => unknown>> = {
  line: lineOf,
  problems: problemsOf,
  prompt: (row, strings) => (row.kind === 'example' ? row.prompt : otherRow(row, strings)),
  answer: ({ answer }) => answer,
  tokens: tokensOf,
  turns: ({ turns }) => (turns > 0 ? grouped(turns) : ''),
  notes: notesOf,
};

function lineOf({ line, isReviewed }: ShownRow, { reviewed }: DatasetViewStrings): unknown {
  const mark = html`<span dir="auto" role="img" aria-label=${reviewed} title=${reviewed}>✓</span> `;
  return html`${isReviewed ? mark : nothing}${grouped(line + 1)}`;
}

function choosingOf(event: MouseEvent): Choosing {
  if (event.shiftKey) return 'extend';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

function otherRow({ kind, prompt }: ShownRow, strings: DatasetViewStrings): TemplateResult {
  const what = kind === 'example' ? '' : strings[kind];
  return html`<em class="quiet">${what}</em> ${prompt}`;
}

function problemsOf({ problems, severity }: ShownRow, strings: DatasetViewStrings): unknown {
  if (severity === undefined) return nothing;
  const count = problems === 1 ? strings.oneProblem : fill(strings.problemCount, grouped(problems));
  return html`${severityMark(severity, `${strings.severity[severity]}: ${count}`)}<span dir="auto" aria-hidden="true"
      >${grouped(problems)}</span
    >`;
}

function tokensOf({ tokens, isExact }: ShownRow): string {
  if (tokens === undefined) return '';
  return isExact ? grouped(tokens) : `≈ ${grouped(tokens)}`;
}

function notesOf({ hasTools, files }: ShownRow, strings: DatasetViewStrings): unknown {
  const filesText = files === 1 ? strings.oneFile : fill(strings.files, grouped(files));
  const mark = (label: string, sign: string) =>
    html`<span dir="auto" role="img" aria-label=${label} title=${label}>${sign}</span>`;
  return html`${hasTools ? mark(strings.tools, toolsMark) : nothing}
  ${files > 0 ? mark(filesText, `${filesMark} ${grouped(files)}`) : nothing}`;
}
