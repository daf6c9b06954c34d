import { html, nothing, type TemplateResult } from 'lit';
import type {
  DatasetViewStrings,
  ShownPart,
  ShownProblem,
  ShownTurn,
} from '../../workbench/datasetView/datasetView.protocol';
import { grouped } from '../charts/numbers';
import { severityMark } from './severityMark';
import type { Actions, Shown } from './view';
import { visibleText } from './visibleText';

/** The selected row as a conversation, decoded. */
export function detailView(shown: Shown, actions: Actions): TemplateResult {
  const { detail, strings } = shown;
  if (detail === undefined) return html`<section class="detail" aria-busy="true"></section>`;
  const { line, turns, problems, raw, editable } = detail;
  const button = (type: 'editRow' | 'deleteRow' | 'goToLine', label: string) =>
    html`<vscode-button secondary @click=${() => actions.send({ type, line })}>${label}</vscode-button>`;
  return html`
    <section
      class="detail"
      tabindex="0"
      aria-labelledby="line"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') document.querySelector<HTMLElement>('.grid')?.focus();
      }}
    >
      <div class="detailHead">
        <h2 dir="auto" id="line">${strings.example.replace('{0}', grouped(line + 1))}</h2>
        <div class="buttons">
          ${editable === 'text' ? button('editRow', strings.editRow) : nothing}
          ${editable === 'no' ? nothing : button('deleteRow', strings.deleteRow)}
          ${button('goToLine', strings.goToLine)}
        </div>
      </div>
      ${problemList(problems, shown, actions)}
      ${raw === '' ? nothing : rawView(raw, strings)}
      ${turns.map((turn) => turnView(turn, shown, actions))}
    </section>
  `;
}

function rawView(raw: string, strings: DatasetViewStrings): TemplateResult {
  return html`<h3 dir="auto">${strings.asWritten}</h3>
    <pre dir="auto" class="text raw">${visibleText(raw)}</pre>`;
}

function turnView(turn: ShownTurn, shown: Shown, actions: Actions): TemplateResult {
  const { strings } = shown;
  const { speaker, isLearned, score, parts, problems } = turn;
  const name = speaker === 'tools' ? strings.declaredTools : strings[speaker];
  const notes = [
    isLearned ? strings.learned : '',
    score === undefined ? '' : strings.score.replace('{0}', String(score)),
  ].filter(Boolean);
  return html`<div class="turn ${speaker}">
    <h3 dir="auto">${name}${notes.length > 0 ? html` <span dir="auto" class="quiet">· ${notes.join(' · ')}</span>` : nothing}</h3>
    ${parts.map((part) => partView(part, shown, actions))} ${problemList(problems, shown, actions)}
  </div>`;
}

function partView(part: ShownPart, shown: Shown, actions: Actions): TemplateResult {
  const { strings, state } = shown;
  const { kind, text, cut, picture, problems } = part;
  const title = titleOf(part, strings);
  const isJson = kind === 'call' || kind === 'result' || kind === 'other';
  const body =
    text === '' && kind === 'text' ? html`<em class="quiet">${strings.emptyText}</em>` : visibleText(text);
  return html`<div class="part">
    ${title === '' ? nothing : html`<h4 dir="auto">${title}</h4>`}
    ${isJson ? html`<pre dir="auto" class="text json">${body}</pre>` : html`<div dir="auto" class="text">${body}</div>`}
    ${
      cut === 0
        ? nothing
        : html`<p dir="auto" class="quiet">
            ${(state.kind === 'file' ? strings.cutFile : strings.cut).replace('{0}', grouped(cut))}
          </p>`
    }
    ${picture === undefined ? nothing : html`<img src=${picture} alt=${strings.pictureOf} />`}
    ${problemList(problems, shown, actions)}
  </div>`;
}

function titleOf({ kind, name }: ShownPart, strings: DatasetViewStrings): string {
  switch (kind) {
    case 'text':
      return '';
    case 'thought':
      return strings.thought;
    case 'call':
      return strings.call.replace('{0}', name);
    case 'result':
      return strings.result.replace('{0}', name);
    case 'file':
      return strings.file.replace('{0}', name);
    case 'other':
      return strings.otherPart;
  }
}

function problemList(
  problems: readonly ShownProblem[],
  { strings, detail }: Shown,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (problems.length === 0 || detail === undefined) return nothing;
  const { line } = detail;
  return html`<ul class="problems">
    ${problems.map(
      ({ severity, message, rule, fix }) =>
        html`<li>
          ${severityMark(severity, strings.severity[severity])}
          <span dir="auto">${message}</span>
          <button class="link" @click=${() => actions.send({ type: 'showRule', rule })}>${rule}</button>
          ${
            fix === ''
              ? nothing
              : html`<vscode-button @click=${() => actions.send({ type: 'fix', line, rule, message })}
                  >${fix}</vscode-button
                >`
          }
        </li>`,
    )}
  </ul>`;
}
