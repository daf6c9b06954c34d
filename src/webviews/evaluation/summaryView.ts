import { html, nothing, type TemplateResult } from 'lit';
import type {
  EvaluationStrings,
  ShownComparison,
  ShownFigure,
  ShownMetric,
} from '../../workbench/evaluation/page/evaluation.protocol';
import { fill } from '../fill';
import type { Actions, Shown } from './view';

/** A table with a line for each metric and a column for each target; what the figures stand on is a click away. */
export function summaryView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings } = shown;
  const { targets, metrics } = state;
  const against = fill(strings.against, targets[0]?.label ?? '');
  return html`
    <section aria-labelledby="summary">
      <h2 dir="auto" id="summary">${strings.summary}</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="summary">
        <table class="summary">
          <thead>
            <tr>
              <th dir="auto" scope="col">${strings.metric}</th>
              ${targets.map(
                ({ label, model, facts }, index) => html`<th dir="auto" scope="col">
                  <span dir="auto" class="name" title=${model}>${label}</span>
                  <span dir="auto" class="quiet">${facts}</span>
                  ${index === 0 ? nothing : html`<span dir="auto" class="quiet">${against}</span>`}
                </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${metrics.map((metric) => metricRows(metric, shown, actions))}
          </tbody>
        </table>
      </div>
      <ul class="quiet notes">
        ${state.notes.map((note) => html`<li dir="auto">${note}</li>`)}
      </ul>
    </section>
  `;
}

function metricRows(metric: ShownMetric, { state, strings, view }: Shown, actions: Actions): TemplateResult {
  const { id, label, description } = metric;
  const isOpen = view.opened.includes(id);
  const toggle = () =>
    actions.change({ opened: isOpen ? view.opened.filter((one) => one !== id) : [...view.opened, id] });
  return html`
    <tr>
      <th dir="auto" scope="row" title=${description}>
        <button
          class="metric"
          aria-expanded=${isOpen}
          title=${fill(strings.details, label)}
          @click=${toggle}
        >
          <span dir="auto" aria-hidden="true">${isOpen ? '▾' : '▸'}</span> ${label}
        </button>
      </th>
      ${state.targets.map(({ figures }) => figureCell(figures[id]))}
    </tr>
    ${
      isOpen
        ? html`<tr class="more">
            <td dir="auto" class="quiet" colspan=${state.targets.length + 1}>${description}</td>
          </tr>
          <tr class="more">
            <td dir="auto"></td>
            ${state.targets.map(({ figures }) => moreCell(figures[id], strings))}
          </tr>`
        : nothing
    }
  `;
}

function figureCell(figure: ShownFigure | undefined): TemplateResult {
  if (figure === undefined) return html`<td dir="auto">–</td>`;
  const { mean, interval, comparison } = figure;
  return html`<td dir="auto" class="figures">
    <span dir="auto" class="mean">${mean}</span> <span dir="auto" class="quiet interval">${interval}</span>
    ${comparison ? verdictView(comparison) : nothing}
  </td>`;
}

function verdictView({ difference, interval, verdict, verdictLabel }: ShownComparison): TemplateResult {
  return html`<span dir="auto" class="comparison">
    <span dir="auto" class="verdict ${verdict}">${verdictLabel}</span>
    <span dir="auto">${difference}</span> <span dir="auto" class="quiet interval">${interval}</span>
  </span>`;
}

function moreCell(figure: ShownFigure | undefined, strings: EvaluationStrings): TemplateResult {
  if (figure === undefined) return html`<td dir="auto"></td>`;
  const { rows, beside, comparison } = figure;
  const facts = [rows, ...beside];
  return html`<td dir="auto">
    ${facts.map((fact) => html`<span dir="auto" class="quiet beside">${fact}</span>`)}
    ${comparison ? recordView(comparison, strings) : nothing}
  </td>`;
}

function recordView(
  { won, equal, lost, basis }: ShownComparison,
  strings: EvaluationStrings,
): TemplateResult {
  return html`<span dir="auto" class="quiet record"
      >${won} ${strings.won} · ${equal} ${strings.equal} · ${lost} ${strings.lost}</span
    >
    <span dir="auto" class="quiet basis">${basis}</span>`;
}
