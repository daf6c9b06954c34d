import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type {
  Filter,
  ShownAnswer,
  ShownRow,
  SortKey,
} from '../../workbench/evaluation/page/evaluation.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import { metricOf } from './rows';
import type { Actions, Shown } from './view';

/** Pixels; all rows are alike, so that of thousands only those in view are made. */
const rowHeight = 44;
/** Rows that are made above and below the view. */
const spare = 8;

/** Toolbar and list. A grid for the keyboard: arrows choose a row, which is shown whole below. */
export function listView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings, rows } = shown;
  const count = fill(strings.rowsShown, grouped(rows.length), grouped(state.rows.length));
  return html`
    <section class="list" aria-labelledby="rows">
      <h2 dir="auto" id="rows">${strings.rows}</h2>
      ${toolbar(shown, actions)} ${cellView(shown, actions)}
      <p dir="auto" class="quiet count" role="status">${count}</p>
      ${rows.length === 0 ? html`<p dir="auto">${strings.noRows}</p>` : grid(shown, actions)}
    </section>
  `;
}

function toolbar({ state, strings, view }: Shown, actions: Actions): TemplateResult {
  const filters: readonly (readonly [Filter, string])[] = [
    ['all', strings.showAll],
    ['wrong', strings.showWrong],
    ...(state.targets.length > 1
      ? ([
          ['different', strings.showDifferent],
          ['won', strings.showWon],
          ['lost', strings.showLost],
        ] as const)
      : []),
    ['refused', strings.showRefused],
    ...(state.rows.some(({ seen }) => seen !== '')
      ? ([
          ['seen', strings.showSeen],
          ['unseen', strings.showUnseen],
        ] as const)
      : []),
  ];
  const metric = metricOf(state, view);
  return html`
    <div class="toolbar">
      <label
        ><span dir="auto">${strings.filter}</span>
        <input dir="auto"
          type="search"
          .value=${view.text}
          @input=${(event: { currentTarget: HTMLInputElement }) =>
            actions.change({ text: event.currentTarget.value })}
      /></label>
      <label
        ><span dir="auto">${strings.show}</span>
        <select
          @change=${(event: { currentTarget: HTMLSelectElement }) => {
            const chosen = filters.find(([id]) => id === event.currentTarget.value);
            if (chosen) actions.change({ filter: chosen[0] });
          }}
        >
          ${filters.map(([id, label]) => html`<option dir="auto" value=${id} ?selected=${id === view.filter}>${label}</option>`)}
        </select></label
      >
      <label
        ><span dir="auto">${strings.by}</span>
        <select
          @change=${(event: { currentTarget: HTMLSelectElement }) =>
            actions.change({ metric: event.currentTarget.value })}
        >
          ${state.metrics.map(
            ({ id, label }) =>
              html`<option dir="auto" value=${id} ?selected=${id === metric?.id}>${label}</option>`,
          )}
        </select></label
      >
    </div>
  `;
}

/** Which field of a matrix the rows are of. */
function cellView({ state, strings, view }: Shown, actions: Actions): TemplateResult | typeof nothing {
  const { cell } = view;
  if (cell === undefined) return nothing;
  const said = fill(
    strings.cellShown,
    state.targets[cell.target]?.label ?? '',
    cell.expected,
    cell.answered || strings.otherAnswer,
  );
  return html`<p dir="auto" class="cell">
    <span dir="auto">${said}</span>
    <vscode-button secondary @click=${() => actions.change({ cell: undefined })}
      >${strings.showEveryClass}</vscode-button
    >
  </p>`;
}

function grid(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings, view, rows } = shown;
  const scroller = document.querySelector<HTMLElement>('.grid');
  const top = scroller?.scrollTop ?? 0;
  const height = scroller?.clientHeight || 400;
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + spare);
  const columns = `targets${Math.min(4, state.targets.length)}`;
  const header = (key: SortKey, label: string) => sortHeader(key, label, shown, actions);
  return html`
    <div
      class="grid ${columns}"
      role="grid"
      tabindex="0"
      aria-labelledby="rows"
      aria-rowcount=${rows.length + 1}
      aria-activedescendant=${rows.includes(view.selected) ? `row${view.selected}` : ''}
      @keydown=${(event: KeyboardEvent) => onKey(event, shown, actions)}
      @scroll=${actions.drawSoon}
    >
      <div class="row head" role="row" aria-rowindex="1">
        ${header('line', strings.line)}
        <span dir="auto" class="asked" role="columnheader">${strings.question}</span>
        <span dir="auto" role="columnheader">${strings.expected}</span>
        ${state.targets.map(({ label }, index) => header(index, label))}
      </div>
      <div role="rowgroup">
        <div class="space" role="presentation" style=${styleMap({ height: `${first * rowHeight}px` })}></div>
        ${repeat(
          rows.slice(first, last),
          (place) => place,
          (place, index) => rowView(place, first + index, shown, actions),
        )}
        <div
          class="space"
          role="presentation"
          style=${styleMap({ height: `${(rows.length - last) * rowHeight}px` })}
        ></div>
      </div>
    </div>
  `;
}

function sortHeader(key: SortKey, label: string, { view, strings }: Shown, actions: Actions): TemplateResult {
  const isSorted = view.sort === key;
  const direction = view.descending ? 'descending' : 'ascending';
  const sort = () => actions.change({ sort: key, descending: isSorted && !view.descending });
  return html`<span dir="auto" role="columnheader" aria-sort=${isSorted ? direction : 'none'}>
    <button title=${fill(strings.sortBy, label)} @click=${sort}>
      ${label}<span dir="auto" aria-hidden="true">${isSorted ? (view.descending ? ' ↓' : ' ↑') : ''}</span>
    </button>
  </span>`;
}

function rowView(place: number, index: number, shown: Shown, actions: Actions): TemplateResult {
  const { state, view, strings } = shown;
  const row: ShownRow | undefined = state.rows[place];
  const isSelected = place === view.selected;
  const metric = metricOf(state, view)?.id ?? '';
  return html`<div
    class="row"
    id="row${place}"
    role="row"
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
    @click=${() => actions.change({ selected: place })}
    @dblclick=${() => actions.send({ type: 'goToLine', row: place })}
  >
    <span dir="auto" class="line" role="gridcell" title=${row?.seen ?? ''}
      >${row?.line}${row?.seen ? html`<span dir="auto" class="mark" role="img" aria-label=${row.seen}>◆</span>` : nothing}</span
    >
    <span dir="auto" class="asked clamp" role="gridcell">${row?.question}</span>
    <span dir="auto" class="clamp" role="gridcell">${row?.expected}</span>
    ${(row?.answers ?? []).map((answer) => answerCell(answer, metric, strings.waiting))}
  </div>`;
}

function answerCell(answer: ShownAnswer | null, metric: string, waiting: string): TemplateResult {
  if (answer === null) return html`<span dir="auto" class="quiet" role="gridcell">${waiting}</span>`;
  const score = answer.scores[metric];
  return html`<span dir="auto" class="answer ${answer.outcome ?? ''}" role="gridcell">
    <span dir="auto" class="clamp">${answer.refused ? answer.note : answer.text}</span>
    <span dir="auto" class="score">${score?.text ?? ''}</span>
  </span>`;
}

function onKey(event: KeyboardEvent, { rows, view }: Shown, actions: Actions): void {
  if (event.target !== event.currentTarget) return; // a header's button
  const at = rows.indexOf(view.selected);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 8,
    PageUp: at - 8,
    Home: 0,
    End: rows.length - 1,
  };
  if (event.key === 'Enter') actions.send({ type: 'goToLine', row: view.selected });
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const index = Math.max(0, Math.min(rows.length - 1, next));
  const selected = rows[index];
  if (selected === undefined) return;
  reveal(index);
  actions.change({ selected });
}

function reveal(index: number): void {
  const scroller = document.querySelector<HTMLElement>('.grid');
  if (scroller === null) return;
  const head = scroller.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
  const top = index * rowHeight;
  const seen = scroller.clientHeight - head;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + rowHeight > scroller.scrollTop + seen) scroller.scrollTop = top + rowHeight - seen;
}
