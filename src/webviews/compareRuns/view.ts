import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { ChartView } from '../../workbench/jobs/charts/charts.protocol';
import type {
  ComparedRow,
  ComparedRun,
  CompareRunsStrings,
} from '../../workbench/jobs/compare/compareRuns.protocol';
import type { CompareRunsProtocol } from '../../workbench/jobs/compare/compareRunsMessages.protocol';
import { chartsView } from '../charts/chartsView';
import { swatch } from '../charts/legend';
import type { Page, Shown } from '../kit/openPage';

type ComparisonPage = Pick<Page<CompareRunsProtocol, ChartView>, 'send' | 'change'>;

export function compareRunsView(
  { state, strings, own: view }: Shown<CompareRunsProtocol, ChartView>,
  page: ComparisonPage,
): TemplateResult {
  const { facts, trouble, charts, curves, curvesKnown } = state;
  const { runs, differences, results } = facts;
  return html`
    <h1 dir="auto">${strings.heading}</h1>
    ${trouble === '' ? nothing : troubleView(trouble, strings, page)}
    <ul class="runs">${runs.map((run, at) => runView(run, at, strings, page))}</ul>
    <section aria-labelledby="differences">
      <h2 dir="auto" id="differences">${strings.differences}</h2>
      ${
        differences.length === 0
          ? html`<p dir="auto" class="quiet">${strings.noDifferences}</p>`
          : table('differences', runs, differences)
      }
    </section>
    ${
      results.length === 0
        ? nothing
        : html`<section aria-labelledby="results">
            <h2 dir="auto" id="results">${strings.results}</h2>
            ${table('results', runs, results)}
          </section>`
    }
    <section aria-labelledby="curves">
      <h2 dir="auto" id="curves">${strings.curves}</h2>
      ${
        curves.length > 0
          ? chartsView({ charts, curves, view, strings: strings.charts }, page)
          : html`<p dir="auto" class="quiet">${curvesKnown ? strings.noCurves : strings.loading}</p>`
      }
    </section>
  `;
}

function troubleView(message: string, strings: CompareRunsStrings, page: ComparisonPage): TemplateResult {
  return html`<div class="error" role="alert">
    <span dir="auto">${message}</span>
    <vscode-button secondary @click=${() => page.send({ type: 'again' })}>${strings.again}</vscode-button>
  </div>`;
}

function runView(
  { label, state, style }: ComparedRun,
  at: number,
  strings: CompareRunsStrings,
  page: ComparisonPage,
) {
  return html`<li>
    <span dir="auto">${swatch(style)}<strong dir="auto">${label}</strong> <span dir="auto" class="quiet">${state}</span></span>
    <vscode-button secondary aria-label=${`${strings.openRun}: ${label}`} @click=${() => page.send({ type: 'openRun', at })}>
      ${strings.openRun}
    </vscode-button>
  </li>`;
}

function table(heading: string, runs: readonly ComparedRun[], rows: readonly ComparedRow[]): TemplateResult {
  return html`<div class="wide" role="group" tabindex="0" aria-labelledby=${heading}>
    <table>
      <thead>
        <tr>
          <td dir="auto"></td>
          ${runs.map(({ label, style }) => html`<th dir="auto" scope="col">${swatch(style)}${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ label, cells }) => html`<tr>
            <th dir="auto" scope="row">${label}</th>
            ${cells.map((cell) => html`<td dir="auto">${cell === '' ? '–' : cell}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
