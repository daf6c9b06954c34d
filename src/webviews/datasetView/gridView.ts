import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type {
  DatasetViewState,
  DatasetViewStrings,
  ShownRow,
} from '../../workbench/datasetView/datasetView.protocol';
import type { DatasetViewRequest } from '../../workbench/datasetView/datasetViewMessages.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import type { RowCache } from './rowCache';
import { hasRow, type RowRange } from './rowRanges';
import { rowHeight, scrolledHeight } from './scrolling';
import { severityMark } from './severityMark';

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
  /** The cell that the keyboard is on; undefined: the whole row. */
  readonly column: number | undefined;
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
}

/** Columns in order; `aria-colindex` counts them from 1, also those that a narrow page hides. */
export const columns = ['line', 'problems', 'prompt', 'answer', 'tokens', 'turns', 'notes'] as const;

const toolsMark = 'ƒ';
const filesMark = '▣';
/** In place of the names of narrow columns. */
const signs: { readonly [column in (typeof columns)[number]]?: string } = {
  problems: '✕ ▲',
  notes: `${toolsMark} ${filesMark}`,
};

/** A real grid: the keyboard moves over rows and cells, and all rows are counted, also those that are not drawn. */
export function gridView(shown: ShownGrid, actions: GridActions): TemplateResult {
  const { state, strings, first, last, top, scrollTop, column, view } = shown;
  const { selected } = state;
  const isDrawn = selected !== undefined && selected >= first && selected < last;
  const active = isDrawn ? (column === undefined ? `row${selected}` : `cell${selected}-${column}`) : nothing;
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
      @scroll=${actions.scrolled}
      @wheel=${actions.turned}
    >
      <div class="row head" role="row" aria-rowindex="1">
        ${columns.map(
          (name, at) =>
            html`<span dir="auto"
              class=${name}
              role="columnheader"
              aria-colindex=${at + 1}
              aria-label=${strings[name]}
              title=${strings[name]}
              >${signs[name] ?? strings[name]}</span
            >`,
        )}
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

function rowView(index: number, shown: ShownGrid, actions: GridActions): TemplateResult {
  const { state, cache, strings, column } = shown;
  const row = cache.get(index);
  const isActive = index === state.selected;
  const isSelected = shown.ranges.length === 0 ? isActive : hasRow(shown.ranges, index);
  const cell = (at: number, content: unknown, className = '') =>
    html`<span dir="auto"
      id="cell${index}-${at}"
      class="${columns[at]} ${className} ${isActive && column === at ? 'active' : ''}"
      role="gridcell"
      aria-colindex=${at + 1}
      >${content}</span
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
    ${
      row === undefined
        ? cell(0, strings.loading, 'quiet')
        : [
            cell(0, grouped(row.line + 1)),
            cell(1, problemsOf(row, strings)),
            cell(2, row.kind === 'example' ? row.prompt : otherRow(row, strings)),
            cell(3, row.answer),
            cell(4, tokensOf(row)),
            cell(5, row.turns > 0 ? grouped(row.turns) : ''),
            cell(6, notesOf(row, strings), 'quiet'),
          ]
    }
  </div>`;
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
