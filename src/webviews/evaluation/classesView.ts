import { html, type nothing, type TemplateResult } from 'lit';
import type {
  EvaluationState,
  EvaluationStrings,
  ShownClass,
  ShownTarget,
} from '../../workbench/evaluation/page/evaluation.protocol';

/** The confusion matrix of each target, with the figures of each class. */
export function classesView(state: EvaluationState, strings: EvaluationStrings): TemplateResult {
  const withClasses = state.targets.filter(({ classes }) => classes.length > 0);
  return html`${withClasses.map(
    (target, index) => html`<details ?open=${index === withClasses.length - 1}>
      <summary dir="auto">${strings.classes.replace('{0}', target.label)}</summary>
      ${matrix(target, strings)}
    </details>`,
  )}`;
}

function matrix({ label, classes, meanF1 }: ShownTarget, strings: EvaluationStrings): TemplateResult {
  const answered = [...classes.map(({ name }) => name), strings.otherAnswer];
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${strings.classes.replace('{0}', label)}>
      <table class="matrix">
        <thead>
          <tr>
            <th dir="auto" rowspan="2" scope="col">${strings.expectedClass}</th>
            <th dir="auto" colspan=${answered.length} scope="colgroup">${strings.answeredAs}</th>
            <th dir="auto" rowspan="2" scope="col">${strings.rowCount}</th>
            <th dir="auto" rowspan="2" scope="col">${strings.precision}</th>
            <th dir="auto" rowspan="2" scope="col">${strings.recall}</th>
            <th dir="auto" rowspan="2" scope="col">${strings.f1}</th>
          </tr>
          <tr>
            ${answered.map((name) => html`<th dir="auto" scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${classes.map((one, index) => classRow(one, index))}
          <tr class="average">
            <th dir="auto" scope="row">${strings.average}</th>
            <td dir="auto" colspan=${answered.length + 3}></td>
            <td dir="auto">${meanF1}</td>
          </tr>
        </tbody>
      </table>
    </div>
  `;
}

function classRow(one: ShownClass, place: number): TemplateResult {
  return html`<tr>
    <th dir="auto" scope="row">${one.name}</th>
    ${one.counts.map(
      (
        count,
        index,
      ) => html`<td dir="auto" class="count ${shade(count, one.rows)} ${index === place ? 'right' : ''}">
        ${count === 0 ? html`<span dir="auto" class="quiet">0</span>` : count}
      </td>`,
    )}
    <td dir="auto">${one.rows}</td>
    <td dir="auto">${one.precision}</td>
    <td dir="auto">${one.recall}</td>
    <td dir="auto">${one.f1}</td>
  </tr>`;
}

/** One of four strengths of colour, by the share of the class's rows. */
function shade(count: number, rows: number): string | typeof nothing {
  if (count === 0 || rows === 0) return '';
  return `shade${Math.min(4, Math.ceil((count / rows) * 4))}`;
}
