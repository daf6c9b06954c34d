import { html, type TemplateResult } from 'lit';
import { type Curve, type MetricRow, metricRows } from '../../workbench/jobs/charts/charts.protocol';
import { fill } from '../fill';
import type { ChartPage, ShownCharts } from './chartsView';
import { exact } from './numbers';

const rowsPerPage = 100;

/** The rows of the curves that were last asked for: opening, paging and hovering does not sort them again. */
let known: { readonly curves: readonly Curve[]; readonly rows: readonly MetricRow[] } = {
  curves: [],
  rows: [],
};

/** The numbers of all charts, in pages; nothing is made while it is closed. */
export function metricTable(
  { curves, view, strings }: ShownCharts,
  { change, send }: ChartPage,
): TemplateResult {
  const onToggle = (event: { currentTarget: HTMLDetailsElement }) => {
    if (event.currentTarget.open !== view.tableOpen) change({ tableOpen: event.currentTarget.open });
  };
  return html`
    <details class="numbers" ?open=${view.tableOpen} @toggle=${onToggle}>
      <summary dir="auto">${strings.table}</summary>
      ${view.tableOpen ? opened({ curves, view, strings }, change) : ''}
    </details>
    <vscode-button secondary @click=${() => send({ type: 'saveCsv' })}>${strings.saveCsv}</vscode-button>
  `;
}

function opened(
  { curves, view, strings }: Pick<ShownCharts, 'curves' | 'view' | 'strings'>,
  change: ChartPage['change'],
): TemplateResult {
  if (known.curves !== curves) known = { curves, rows: metricRows(curves) };
  const { rows } = known;
  const pages = Math.max(1, Math.ceil(rows.length / rowsPerPage));
  const page = Math.min(view.tablePage, pages - 1);
  const hasEpochs = rows.some(({ epoch }) => epoch !== undefined);
  const number = (text: string) => html`<td dir="auto" class="number">${text}</td>`;
  return html`
    <div class="metric-table" tabindex="0" role="group" aria-label=${strings.table}>
      <table>
        <thead>
          <tr>
            <th dir="auto" scope="col" class="number">${strings.step}</th>
            ${hasEpochs ? html`<th dir="auto" scope="col" class="number">${strings.epoch}</th>` : ''}
            ${curves.map(({ label }) => html`<th dir="auto" scope="col" class="number">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage).map(
            ({ step, epoch, values }) => html`<tr>
              <th dir="auto" scope="row" class="number">${step}</th>
              ${hasEpochs ? number(String(epoch ?? '')) : ''}
              ${values.map((value) => number(textOf(value, strings.notANumber)))}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="pages">
      <vscode-button secondary ?disabled=${page === 0} @click=${() => change({ tablePage: page - 1 })}>
        ${strings.previousPage}
      </vscode-button>
      <span dir="auto" role="status">${fill(strings.tablePage, page + 1, pages)}</span>
      <vscode-button secondary ?disabled=${page >= pages - 1} @click=${() => change({ tablePage: page + 1 })}>
        ${strings.nextPage}
      </vscode-button>
    </div>
  `;
}

function textOf(value: number | null | undefined, notANumber: string): string {
  if (value === undefined) return '';
  return value === null ? notANumber : exact(value);
}
