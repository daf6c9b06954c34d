import { html, type TemplateResult } from 'lit';
import type { Cell, ShownClass } from '../../workbench/evaluation/page/evaluation.protocol';
import { fill } from '../fill';
import type { Actions, Shown } from './view';

/** The confusion matrix of each target, with the figures of each class; a click on a field shows its rows. */
export function classesView(shown: Shown, actions: Actions): TemplateResult {
  const { targets } = shown.state;
  const withClasses = [...targets.keys()].filter((target) => targets[target]?.classes.length);
  return html`${withClasses.map(
    (target) => html`<details ?open=${target === withClasses.at(-1)}>
      <summary dir="auto">${fill(shown.strings.classes, targets[target]?.label ?? '')}</summary>
      ${matrix(target, shown, actions)}
    </details>`,
  )}`;
}

function matrix(target: number, shown: Shown, actions: Actions): TemplateResult {
  const { strings, state } = shown;
  const { label = '', classes = [], meanF1 = '' } = state.targets[target] ?? {};
  const answered = [...classes.map(({ name }) => name), strings.otherAnswer];
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label=${fill(strings.classes, label)}>
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
          ${classes.map((one) => classRow(one, target, shown, actions))}
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

function classRow(one: ShownClass, target: number, shown: Shown, actions: Actions): TemplateResult {
  const answered = [...(shown.state.targets[target]?.classes ?? []).map(({ name }) => name), ''];
  return html`<tr>
    <th dir="auto" scope="row">${one.name}</th>
    ${one.counts.map((count, index) => {
      const cell = { target, expected: one.name, answered: answered[index] ?? '' };
      return countCell(cell, count, one.rows, shown, actions);
    })}
    <td dir="auto">${one.rows}</td>
    <td dir="auto">${one.precision}</td>
    <td dir="auto">${one.recall}</td>
    <td dir="auto">${one.f1}</td>
  </tr>`;
}

function countCell(cell: Cell, count: number, rows: number, shown: Shown, actions: Actions): TemplateResult {
  const { strings, view } = shown;
  const classes = `count ${shade(count, rows)} ${cell.expected === cell.answered ? 'right' : ''}`;
  if (count === 0) return html`<td dir="auto" class=${classes}><span dir="auto" class="quiet">0</span></td>`;
  const isShown = view.cell !== undefined && isSame(view.cell, cell);
  const title = fill(strings.showCell, String(count), cell.expected, cell.answered || strings.otherAnswer);
  const show = () => {
    actions.change({ cell: isShown ? undefined : cell, filter: 'all', text: '' });
    document.querySelector('.browse')?.scrollIntoView({ block: 'start' });
  };
  return html`<td dir="auto" class=${classes}>
    <button title=${title} aria-label=${title} aria-pressed=${isShown} @click=${show}>${count}</button>
  </td>`;
}

function isSame(a: Cell, b: Cell): boolean {
  return a.target === b.target && a.expected === b.expected && a.answered === b.answered;
}

/** One of four strengths of colour, by the share of the class's rows. */
function shade(count: number, rows: number): string {
  if (count === 0 || rows === 0) return '';
  return `shade${Math.min(4, Math.ceil((count / rows) * 4))}`;
}
