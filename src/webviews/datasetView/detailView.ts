import { html, nothing, type TemplateResult } from 'lit';
import type {
  DatasetViewStrings,
  ShownPart,
  ShownProblem,
  ShownTurn,
} from '../../workbench/datasetView/datasetView.protocol';
import type { RowEdit } from '../../workbench/datasetView/datasetViewMessages.protocol';
import { grouped } from '../charts/numbers';
import { fill } from '../fill';
import { partEditor } from './partEditor';
import { severityMark } from './severityMark';
import type { Actions, Shown } from './view';
import { visibleText } from './visibleText';

/** The selected row as a conversation, decoded. */
export function detailView(shown: Shown, actions: Actions): TemplateResult {
  const { detail, strings } = shown;
  if (detail === undefined) return html`<section class="detail" aria-busy="true"></section>`;
  const { line, kind, isReviewed, turns, problems, raw, editable, opensAsText } = detail;
  const isMarkable = kind !== 'blank' && kind !== 'long';
  const button = (label: string, act: () => void) =>
    html`<vscode-button secondary @click=${act}>${label}</vscode-button>`;
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
        <h2 dir="auto" id="line">${fill(strings.example, grouped(line + 1))}</h2>
        ${isReviewed ? html`<span dir="auto">✓ ${strings.reviewed}</span>` : nothing}
        <div class="buttons">
          ${opensAsText ? button(strings.editRow, () => actions.actOnRow({ type: 'editRow' })) : nothing}
          ${editable === 'no' ? nothing : button(strings.deleteRow, () => actions.actOnRow({ type: 'deleteRow' }))}
          ${isMarkable ? button(isReviewed ? strings.markNotReviewed : strings.markReviewed, () => actions.actOnRow({ type: 'reviewRow' })) : nothing}
          ${kind === 'example' ? button(strings.showLike, () => actions.filter({ kind: 'addTest', test: { kind: 'like', line } })) : nothing}
          ${button(strings.goToLine, () => actions.send({ type: 'goToLine', line }))}
        </div>
      </div>
      ${problemList(problems, shown, actions)}
      ${raw === '' ? nothing : rawView(raw, strings)}
      ${turns.map((turn, at) => turnView(turn, at, shown, actions))} ${addButtons(shown, actions)}
    </section>
  `;
}

function rawView(raw: string, strings: DatasetViewStrings): TemplateResult {
  return html`<h3 dir="auto">${strings.asWritten}</h3>
    <pre dir="auto" class="text raw">${visibleText(raw)}</pre>`;
}

/** What can be put behind the last turn. */
function addButtons({ detail, strings }: Shown, actions: Actions): TemplateResult | typeof nothing {
  if (detail?.editable !== 'text' || !detail.hasTurns) return nothing;
  const at = detail.turns.filter(({ place }) => place?.in === 'turns').length;
  const hasSystem = detail.turns.some(({ place }) => place?.in === 'system');
  const add = (speaker: 'system' | 'user' | 'model', label: string) =>
    html`<vscode-button secondary @click=${() => actions.edit({ kind: 'add', speaker, at })}>${label}</vscode-button>`;
  return html`<div class="buttons add">
    ${add('user', strings.addUser)} ${add('model', strings.addModel)}
    ${hasSystem ? nothing : add('system', strings.addSystem)}
  </div>`;
}

/** Beside the name of a turn; the ones that would do nothing are left out. */
function turnButtons(
  { place }: ShownTurn,
  name: string,
  { detail, strings }: Shown,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (!detail?.hasTurns || place === undefined || place.in === 'answers') return nothing;
  const count = detail.turns.filter((turn) => turn.place?.in === 'turns').length;
  const button = (label: string, sign: string, edit: RowEdit) =>
    html`<button class="toggle" aria-label="${label}: ${name}" title=${label} @click=${() => actions.edit(edit)}>
      <span dir="auto" aria-hidden="true">${sign}</span>
    </button>`;
  const at = place.in === 'turns' ? place.at : undefined;
  return html`<span dir="auto" class="turnButtons">
    ${at === undefined || at === 0 ? nothing : button(strings.moveUp, '↑', { kind: 'move', turn: place, by: -1 })}
    ${
      at === undefined || at + 1 === count
        ? nothing
        : button(strings.moveDown, '↓', { kind: 'move', turn: place, by: 1 })
    }
    ${at !== undefined && count === 1 ? nothing : button(strings.deleteTurn, '✕', { kind: 'remove', turn: place })}
  </span>`;
}

function turnView(turn: ShownTurn, at: number, shown: Shown, actions: Actions): TemplateResult {
  const { strings } = shown;
  const { speaker, isLearned, score, parts, problems } = turn;
  const name = speaker === 'tools' ? strings.declaredTools : strings[speaker];
  const notes = [
    isLearned ? strings.learned : '',
    score === undefined ? '' : fill(strings.score, String(score)),
  ].filter(Boolean);
  return html`<div class="turn ${speaker}">
    <h3 dir="auto">${name}${notes.length > 0 ? html` <span dir="auto" class="quiet">· ${notes.join(' · ')}</span>` : nothing}${turnButtons(turn, name, shown, actions)}</h3>
    ${parts.map((part, index) => partView(part, { turn: at, part: index, name }, shown, actions))} ${problemList(problems, shown, actions)}
  </div>`;
}

interface PartPlace {
  readonly turn: number;
  readonly part: number;
  /** Who speaks. */
  readonly name: string;
}

function partView(part: ShownPart, place: PartPlace, shown: Shown, actions: Actions): TemplateResult {
  const { strings, state, editing } = shown;
  const { kind, text, cut, picture, problems } = part;
  if (editing?.turn === place.turn && editing.part === place.part)
    return html`<div class="part">${partEditor(place.name, shown, actions)}${problemList(problems, shown, actions)}</div>`;
  const title = titleOf(part, strings);
  const isJson = kind === 'call' || kind === 'result' || kind === 'other';
  const body =
    text === '' && kind === 'text' ? html`<em class="quiet">${strings.emptyText}</em>` : visibleText(text);
  const edit = part.isEditable
    ? html`<button dir="auto"
        class="link edit"
        id="edit${place.turn}-${place.part}"
        aria-label="${strings.edit}: ${place.name}"
        @click=${() => actions.startEdit(place.turn, place.part)}
      >
        ${strings.edit}
      </button>`
    : nothing;
  return html`<div
    class="part"
    @dblclick=${() => part.isEditable && actions.startEdit(place.turn, place.part)}
  >
    ${title === '' ? nothing : html`<h4 dir="auto">${title}</h4>`}
    ${isJson ? html`<pre dir="auto" class="text json">${body}</pre>` : html`<div dir="auto" class="text">${body}</div>`}
    ${edit}
    ${
      cut === 0
        ? nothing
        : html`<p dir="auto" class="quiet">
            ${fill(state.kind === 'file' ? strings.cutFile : strings.cut, grouped(cut))}
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
      return fill(strings.call, name);
    case 'result':
      return fill(strings.result, name);
    case 'file':
      return fill(strings.file, name);
    case 'other':
      return strings.otherPart;
  }
}

function problemList(
  problems: readonly ShownProblem[],
  { strings }: Shown,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
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
              : html`<vscode-button @click=${() => actions.actOnRow({ type: 'fix', rule, message })}
                  >${fix}</vscode-button
                >`
          }
        </li>`,
    )}
  </ul>`;
}
