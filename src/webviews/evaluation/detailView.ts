import { html, nothing, type TemplateResult } from 'lit';
import type { ShownAnswer, ShownRow } from '../../workbench/evaluation/page/evaluation.protocol';
import { fill } from '../fill';
import { wordDiff } from '../wordDiff';
import type { Actions, Shown } from './view';

/** The chosen row with all its texts, and what can be done with it. */
export function detailView({ state, strings, view, rows }: Shown, actions: Actions): TemplateResult {
  const place = view.selected;
  const row = state.rows[place];
  if (row === undefined || !rows.includes(place)) return html``;
  return html`
    <section class="detail" aria-labelledby="detail">
      <div class="detailHead">
        <h2 dir="auto" id="detail">${strings.line} ${row.line}</h2>
        <div class="buttons">
          <vscode-button secondary @click=${() => actions.send({ type: 'fixRow', row: place })}
            >${strings.fixRow}</vscode-button
          >
          <vscode-button secondary @click=${() => actions.send({ type: 'goToLine', row: place })}
            >${fill(strings.goToLine, String(row.line))}</vscode-button
          >
          <vscode-button secondary @click=${() => actions.send({ type: 'tryRow', row: place })}
            >${strings.tryRow}</vscode-button
          >
        </div>
      </div>
      ${row.seen === '' ? nothing : html`<p dir="auto" class="quiet">◆ ${row.seen}</p>`}
      <h3 dir="auto">${strings.question}</h3>
      <p dir="auto" class="text">${row.question}</p>
      <h3 dir="auto">${strings.expected}</h3>
      <p dir="auto" class="text">${row.expected}</p>
      ${state.targets.map(
        ({ label }, index) => html`<h3 dir="auto">${label}</h3>
          ${answerView(row, row.answers[index] ?? null, strings.waiting)} ${scores(row.answers[index], state)}`,
      )}
      <p dir="auto" class="quiet">${strings.differences}</p>
    </section>
  `;
}

function answerView({ expected }: ShownRow, answer: ShownAnswer | null, waiting: string): TemplateResult {
  if (answer === null) return html`<p dir="auto" class="quiet">${waiting}</p>`;
  return html`
    ${answer.note === '' ? nothing : html`<p dir="auto" class="quiet">${answer.note}</p>`}
    ${answer.refused ? nothing : html`<p dir="auto" class="text">${differences(expected, answer.text)}</p>`}
    ${answer.judged === '' ? nothing : html`<p dir="auto" class="quiet">${answer.judged}</p>`}
  `;
}

function differences(expected: string, answer: string): unknown {
  return (
    wordDiff(expected.trim(), answer.trim())?.map(({ kind, text }) =>
      kind === 'extra'
        ? html`<ins dir="auto">${text}</ins>`
        : kind === 'missing'
          ? html`<del dir="auto">${text}</del>`
          : text,
    ) ?? answer
  );
}

function scores(answer: ShownAnswer | null | undefined, { metrics }: Shown['state']): unknown {
  if (!answer || answer.refused) return nothing;
  const facts = metrics.flatMap(({ id, label }) => {
    const score = answer.scores[id];
    return score
      ? [html`<span dir="auto"><span dir="auto" class="quiet">${label}</span> ${score.text}</span>`]
      : [];
  });
  return html`<p dir="auto" class="scores">${facts}</p>`;
}
