import { html, nothing, type TemplateResult } from 'lit';
import type { ShownAnswer, ShownRow } from '../../workbench/evaluation/page/evaluation.protocol';
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
        <h2 id="detail">${strings.line} ${row.line}</h2>
        <div class="buttons">
          <vscode-button secondary @click=${() => actions.send({ type: 'goToLine', row: place })}
            >${strings.goToLine.replace('{0}', String(row.line))}</vscode-button
          >
          <vscode-button secondary @click=${() => actions.send({ type: 'tryRow', row: place })}
            >${strings.tryRow}</vscode-button
          >
        </div>
      </div>
      ${row.seen === '' ? nothing : html`<p class="quiet">◆ ${row.seen}</p>`}
      <h3>${strings.question}</h3>
      <p class="text">${row.question}</p>
      <h3>${strings.expected}</h3>
      <p class="text">${row.expected}</p>
      ${state.targets.map(
        ({ label }, index) => html`<h3>${label}</h3>
          ${answerView(row, row.answers[index] ?? null, strings.waiting)} ${scores(row.answers[index], state)}`,
      )}
      <p class="quiet">${strings.differences}</p>
    </section>
  `;
}

function answerView({ expected }: ShownRow, answer: ShownAnswer | null, waiting: string): TemplateResult {
  if (answer === null) return html`<p class="quiet">${waiting}</p>`;
  return html`
    ${answer.note === '' ? nothing : html`<p class="quiet">${answer.note}</p>`}
    ${answer.refused ? nothing : html`<p class="text">${differences(expected, answer.text)}</p>`}
    ${answer.judged === '' ? nothing : html`<p class="quiet">${answer.judged}</p>`}
  `;
}

function differences(expected: string, answer: string): unknown {
  return (
    wordDiff(expected.trim(), answer.trim())?.map(({ kind, text }) =>
      kind === 'extra' ? html`<ins>${text}</ins>` : kind === 'missing' ? html`<del>${text}</del>` : text,
    ) ?? answer
  );
}

function scores(answer: ShownAnswer | null | undefined, { metrics }: Shown['state']): unknown {
  if (!answer || answer.refused) return nothing;
  const facts = metrics.flatMap(({ id, label }) => {
    const score = answer.scores[id];
    return score ? [html`<span><span class="quiet">${label}</span> ${score.text}</span>`] : [];
  });
  return html`<p class="scores">${facts}</p>`;
}
