import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type {
  Answer,
  AnswersTurn,
  PlaygroundState,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import { wordDiffView } from '../wordDiffView';
import { focusOnce } from './prompt/focusOnce';
import type { Actions, Shown } from './view';

/** What an answer needs of the dataset line that the conversation was opened from. */
export function expectedOf(state: PlaygroundState, turn: AnswersTurn): string | undefined {
  return answersOrigin(state, turn) ? state.origin?.expected : undefined;
}

/** As `editedAnswer` writes an answer with calls. */
const hasCalls = /^## call$/m;

/** Beside an answer: the one that the dataset line has, and where they differ. */
export function expectedView(expected: string, answer: Answer, { strings }: Shown): TemplateResult {
  const isWhole = answer.outcome.kind === 'done' || answer.outcome.kind === 'stopped';
  const written = answer.written ?? answer.text;
  return html`<div class="expected ${hasCalls.test(expected) ? 'code' : ''}">
    <h3 dir="auto">${strings.expected}</h3>
    ${
      isWhole && written !== ''
        ? wordDiffView(expected, written, strings.diff)
        : html`<p dir="auto" class="diff">${expected}</p>`
    }
  </div>`;
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
