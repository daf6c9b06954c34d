import { html, nothing, type TemplateResult } from 'lit';
import type {
  EvaluationState,
  EvaluationStrings,
  ShownComparison,
  ShownFigure,
} from '../../workbench/evaluation/page/evaluation.protocol';

/** A table with a row for each metric and a column for each target. */
export function summaryView(state: EvaluationState, strings: EvaluationStrings): TemplateResult {
  const { targets, metrics } = state;
  const against = strings.against.replace('{0}', targets[0]?.label ?? '');
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
            ${metrics.map(
              ({ id, label, description }) => html`<tr>
                <th dir="auto" scope="row" title=${description}>${label}</th>
                ${targets.map(({ figures }) => figureCell(figures[id], strings))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <ul class="quiet notes">
        ${state.notes.map((note) => html`<li dir="auto">${note}</li>`)}
      </ul>
    </section>
  `;
}

function figureCell(figure: ShownFigure | undefined, strings: EvaluationStrings): TemplateResult {
  if (figure === undefined) return html`<td dir="auto">–</td>`;
  const { mean, interval, rows, beside, comparison } = figure;
  return html`<td dir="auto">
    <span dir="auto" class="mean">${mean}</span> <span dir="auto" class="quiet interval">${interval}</span>
    <span dir="auto" class="quiet">${rows}</span>
    ${beside.map((one) => html`<span dir="auto" class="quiet beside">${one}</span>`)}
    ${comparison ? comparisonView(comparison, strings) : nothing}
  </td>`;
}

function comparisonView(comparison: ShownComparison, strings: EvaluationStrings): TemplateResult {
  const { difference, interval, verdict, verdictLabel, won, equal, lost, basis } = comparison;
  return html`<div class="comparison">
    <span dir="auto" class="verdict ${verdict}">${verdictLabel}</span>
    <span dir="auto">${difference}</span> <span dir="auto" class="quiet interval">${interval}</span>
    <span dir="auto" class="quiet record"
      >${won} ${strings.won} · ${equal} ${strings.equal} · ${lost} ${strings.lost}</span
    >
    <span dir="auto" class="quiet basis">${basis}</span>
  </div>`;
}
