import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import {
  type ChangeKind,
  type CompareDatasetsStrings,
  changeKinds,
  type ShownPiece,
  type ShownRow,
} from '../../workbench/compareDatasets/compareDatasets.protocol';
import type {
  CompareDatasetsProtocol,
  CompareDatasetsRequest,
} from '../../workbench/compareDatasets/compareDatasetsMessages.protocol';
import { fill } from '../fill';
import type { Shown as PageShown } from '../kit/openPage';
import { diffPiecesView } from '../wordDiffView';

type Shown = PageShown<CompareDatasetsProtocol, object>;
type Send = (request: CompareDatasetsRequest) => void;

export function compareDatasetsView(shown: Shown, { send }: { send: Send }): TemplateResult {
  const { state, strings } = shown;
  return html`
    <h1 dir="auto">${strings.heading}</h1>
    <p dir="auto" class="names">${state.names[0]} → ${state.names[1]}</p>
    <div class="bar">
      ${button(strings.again, () => send({ type: 'again' }))}
      ${button(strings.swap, () => send({ type: 'swap' }))}
      ${button(strings.matchBy, () => send({ type: 'matchBy' }))}
      <span dir="auto" class="quiet">${
        state.keyPath === '' ? strings.matchedByPrompt : fill(strings.matchedByKey, state.keyPath)
      }</span>
    </div>
    ${state.trouble === '' ? nothing : html`<div class="error" role="alert"><span dir="auto">${state.trouble}</span></div>`}
    <div role="status" dir="auto">${statusText(shown)}</div>
    ${state.facts ? [figuresView(shown), rowsView(shown, send)] : nothing}
  `;
}

function statusText({ state: { facts, trouble }, strings }: Shown): string {
  if (!facts) return trouble === '' ? strings.comparing : '';
  return changeKinds.every((kind) => facts.counts[kind] === 0) ? strings.same : '';
}

function figuresView({ state, strings }: Shown): TemplateResult {
  return html`<section aria-labelledby="figures">
    <h2 dir="auto" id="figures">${strings.figures}</h2>
    <div class="wide" role="group" tabindex="0" aria-labelledby="figures">
      <table>
        <thead>
          <tr>
            <td dir="auto"></td>
            ${[strings.before, strings.after, strings.change].map((name) => html`<th dir="auto" scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${state.facts?.figures.map(
            ({ label, before, after, change }) => html`<tr>
              <th dir="auto" scope="row">${label}</th>
              ${[before, after, change].map((value) => html`<td dir="auto">${value}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function rowsView(shown: Shown, send: Send): TemplateResult {
  const { state, strings } = shown;
  const texts = state.facts?.countTexts;
  const all = state.facts?.counts[state.shown] ?? 0;
  return html`<section aria-labelledby="rows">
    <h2 dir="auto" id="rows">${strings.rows}</h2>
    <div class="bar" role="group" aria-labelledby="rows">
      ${changeKinds.map((kind) => kindButton(kind, shown, texts?.[kind] ?? '', send))}
      <span dir="auto" class="quiet">${fill(strings.unchanged, texts?.unchanged ?? '')}</span>
    </div>
    <ol class="rows">${state.rows.map((row) => rowView(row, shown, send))}</ol>
    ${state.rows.length < all ? button(strings.more, () => send({ type: 'more' })) : nothing}
  </section>`;
}

function kindButton(kind: ChangeKind, { state, strings }: Shown, count: string, send: Send): TemplateResult {
  return html`<button
    type="button"
    class="kind"
    aria-pressed=${state.shown === kind ? 'true' : 'false'}
    @click=${() => send({ type: 'show', kind })}
  >
    <span dir="auto">${fill(strings.kinds[kind], count)}</span>
  </button>`;
}

function rowView(row: ShownRow, { state, strings }: Shown, send: Send): TemplateResult {
  const { before, after, keys } = row;
  const line =
    before !== undefined && after !== undefined && before !== after
      ? fill(strings.movedLine, before, after)
      : fill(strings.line, after ?? before ?? 0);
  const side = after === undefined ? 0 : 1;
  const target = after ?? before ?? 1;
  return html`<li>
    <div class="head">
      <strong dir="auto">${line}</strong>
      ${
        state.sides[side].isCommitted
          ? nothing
          : button(fill(strings.goTo, target), () => send({ type: 'goTo', side, line: target }))
      }
    </div>
    ${textView(strings.prompt, row.prompt, strings)} ${textView(strings.answer, row.answer, strings)}
    ${keys.length > 0 ? html`<p dir="auto" class="quiet">${fill(strings.differsIn, keys.join(', '))}</p>` : nothing}
  </li>`;
}

function textView(
  name: string,
  pieces: readonly ShownPiece[],
  { removedWords, addedWords }: CompareDatasetsStrings,
): TemplateResult | typeof nothing {
  if (pieces.length === 0) return nothing;
  const own = pieces.map(({ kind, text }) => ({ kind: diffKind[kind], text }));
  return html`<h3 dir="auto">${name}</h3>
    ${diffPiecesView(own, { missing: removedWords, extra: addedWords })}`;
}

const diffKind = { same: 'same', removed: 'missing', added: 'extra' } as const;

function button(label: string, click: () => void): TemplateResult {
  return html`<vscode-button secondary @click=${click}>${label}</vscode-button>`;
}
