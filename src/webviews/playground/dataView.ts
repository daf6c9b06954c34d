import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type {
  Answer,
  AnswersTurn,
  PlaygroundState,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../workbench/playground/protocol/playgroundStrings.protocol';
import { fill } from '../fill';
import { wordDiffView } from '../wordDiffView';
import { type AnswerSection, callSections } from './answer/answerSections';
import { callsView, pretty } from './answer/callsView';
import { focusOnce } from './prompt/focusOnce';
import type { Actions, Shown } from './view';

/** What an answer needs of the dataset line that the conversation was opened from. */
export function expectedOf(state: PlaygroundState, turn: AnswersTurn): string | undefined {
  return answersOrigin(state, turn) ? state.origin?.expected : undefined;
}

/** Beside an answer: the one that the dataset line has, and where they differ. Calls are shown as calls. */
export function expectedView(expected: string, answer: Answer, { strings }: Shown): TemplateResult {
  const isWhole = answer.outcome.kind === 'done' || answer.outcome.kind === 'stopped';
  const written = answer.written ?? answer.text;
  const sections = callSections(expected);
  return html`<div class="expected">
    <h3 dir="auto">${strings.expected}</h3>
    ${
      isWhole && written !== ''
        ? sections && written === expected
          ? html`<p dir="auto" class="same">✓ ${strings.diff.same}</p>${sectionsView(sections, strings)}`
          : html`<div class=${sections ? 'code' : ''}>
              ${wordDiffView(asRead(expected, strings), asRead(written, strings), strings.diff)}
            </div>`
        : sections
          ? sectionsView(sections, strings)
          : html`<p dir="auto" class="diff">${expected}</p>`
    }
  </div>`;
}

function sectionsView(sections: readonly AnswerSection[], strings: PlaygroundStrings) {
  return sections.map((section) =>
    section.kind === 'call'
      ? callsView({ calls: [section] }, strings)
      : html`<p dir="auto" class="diff">${section.text}</p>`,
  );
}

/** The same words as the views of calls, to be compared. */
function asRead(written: string, strings: PlaygroundStrings): string {
  const sections = callSections(written);
  if (sections === undefined) return written;
  return sections
    .map((section) =>
      section.kind === 'call'
        ? `${fill(strings.calls, section.name)}\n${pretty(section.args)}`
        : section.text,
    )
    .join('\n\n');
}

/** The answer as it should be, to be written into a dataset. */
export function correctionView(turn: AnswersTurn, answer: Answer, shown: Shown, actions: Actions) {
  const { state, strings } = shown;
  const { correction } = state;
  if (correction?.turn !== turn.id || correction.target !== answer.target) return nothing;
  const place = { turn: turn.id, target: answer.target };
  const written = (element: Element) => ({
    ...place,
    text:
      element.closest('.correction')?.querySelector<HTMLElement & { value: string }>('vscode-textarea')
        ?.value ?? '',
  });
  const close = () => actions.correct(undefined);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    close();
  };
  const button = (label: string, isMain: boolean, type: 'fixLine' | 'addToDataset') => html`<vscode-button
    ?secondary=${!isMain}
    @click=${({ currentTarget }: { currentTarget: Element }) =>
      actions.post({ type, correction: written(currentTarget) })}
    >${label}</vscode-button
  >`;
  const isOrigin = answersOrigin(state, turn);
  return html`<div class="correction" @keydown=${onKey}>
    <vscode-textarea
      rows="4"
      resize="vertical"
      .label=${strings.correction}
      .value=${correction.text}
      ${ref(focusOnce)}
      @input=${({ currentTarget }: { currentTarget: Element }) => actions.correct(written(currentTarget))}
    ></vscode-textarea>
    <p dir="auto" class="quiet hint">${strings.correctionHint}</p>
    <div class="tools">
      ${isOrigin ? button(strings.fixLine, true, 'fixLine') : nothing}
      ${button(strings.addToDataset, !isOrigin, 'addToDataset')}
      <vscode-button secondary @click=${close}>${strings.cancel}</vscode-button>
    </div>
  </div>`;
}

/** It answers the prompt of the line. */
function answersOrigin({ turns, origin }: PlaygroundState, turn: AnswersTurn): boolean {
  const before = turns[turns.findIndex(({ id }) => id === turn.id) - 1];
  return origin !== undefined && before?.kind === 'user' && before.fromOrigin === true;
}
