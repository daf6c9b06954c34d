import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PlaygroundRequest } from '../../workbench/playground/protocol/playground.protocol';
import type {
  Correction,
  PlaygroundState,
  PlaygroundTurn,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../workbench/playground/protocol/playgroundStrings.protocol';
import { ownDirection } from '../ownDirection';
import { answersView, givenView } from './answer/answerView';
import { headView } from './headView';
import { composerView } from './prompt/composerView';
import { functionsView } from './prompt/functionsView';
import { parametersSummary, parametersView } from './prompt/parametersView';
import { userTurnView } from './prompt/userTurnView';

/** A prompt of the conversation that is being put in other words. */
export interface Editing {
  readonly turn: number;
  readonly text: string;
}

/** What only the page knows. */
export interface PageState {
  /** The prompt as it is being written; the host hears of it a little later. */
  readonly draft: string;
  /** What the calls give back, as it is being written. */
  readonly results: readonly string[];
  readonly tools: string;
  /** There were functions when the conversation was shown. */
  readonly isEquipped: boolean;
  readonly systemInstruction: string;
  /** That of the file that the model was tuned on; empty when there is none. */
  readonly offeredInstruction: string;
  /** There was one when the conversation was shown. */
  readonly isInstructed: boolean;
  readonly editing: Editing | undefined;
  /** Answers as they came, not as Markdown. */
  readonly raw: boolean;
  /** Addresses of pictures, by the attachment that they are. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Something that was wished for and could not be done. */
  readonly notice: string;
  /** What a screen reader is told. */
  readonly news: string;
}

export interface Shown {
  readonly state: PlaygroundState;
  readonly strings: PlaygroundStrings;
  readonly page: PageState;
}

export interface Actions {
  post(request: PlaygroundRequest): void;
  write(draft: string): void;
  /** What the call at `index` gives back. */
  respond(index: number, text: string): void;
  equip(tools: string): void;
  send(): void;
  /** Undefined: no prompt is put in other words any more. */
  edit(editing: Editing | undefined): void;
  /** The reader, or the page, has scrolled the conversation. */
  scrolled(log: Element): void;
  instruct(text: string): void;
  attach(files: Iterable<File>): void;
  /** Undefined: no answer is corrected any more. */
  correct(correction: Correction | undefined): void;
  change(changes: Partial<PageState>): void;
}

export function playgroundView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings, page } = shown;
  return html`
    <header>${headView(shown, actions)}</header>
    <section
      class="log"
      tabindex="0"
      aria-label=${strings.conversation}
      @scroll=${({ currentTarget }: { currentTarget: Element }) => actions.scrolled(currentTarget)}
    >
      ${offerView(shown, actions)} ${systemInstructionView(shown, actions)}
      ${functionsView(shown, actions)}
      ${state.turns.length === 0 ? html`<p dir="auto" class="quiet">${strings.empty}</p>` : nothing}
      ${repeat(
        state.turns,
        (turn) => turn.id,
        (turn) =>
          // A conversation may be long, and an answer comes in thousands of pieces: only what has changed is drawn.
          guard(
            [
              turn,
              state.targets,
              strings,
              page.raw,
              page.editing?.turn === turn.id,
              state.origin,
              correctedIn(turn, state),
            ],
            () => turnView(turn, shown, actions),
          ),
      )}
    </section>
    <footer>
      ${composerView(shown, actions)}
      <details>
        <summary dir="auto">
          ${strings.parameters} <span dir="auto" class="quiet">${parametersSummary(shown)}</span>
        </summary>
        ${parametersView(shown, actions)}
      </details>
    </footer>
    <p dir="auto" class="unseen" role="status" aria-live="polite">${page.news}</p>
  `;
}

/** What is typed meanwhile is the page's own: drawing it again would move the cursor. */
function correctedIn({ id }: PlaygroundTurn, { correction }: PlaygroundState): string | undefined {
  return correction?.turn === id ? correction.target : undefined;
}

function offerView({ strings, page }: Shown, actions: Actions): TemplateResult | typeof nothing {
  const { offeredInstruction: text, systemInstruction } = page;
  if (text === '' || systemInstruction !== '') return nothing;
  const take = () => {
    actions.instruct(text);
    actions.change({ isInstructed: true });
  };
  return html`<div class="offer">
    <p dir="auto" class="quiet">${strings.offeredInstruction}</p>
    <p dir="auto" class="offered">${text}</p>
    <button class="link" @click=${take}>${strings.useInstruction}</button>
  </div>`;
}

function systemInstructionView({ strings, page }: Shown, actions: Actions): TemplateResult {
  const onInput = (event: { currentTarget: HTMLElement & { value: string } }) =>
    actions.instruct(event.currentTarget.value);
  return html`
    <details ?open=${page.isInstructed}>
      <summary dir="auto">${strings.systemInstruction}</summary>
      <vscode-textarea
        ${ref(ownDirection)}
        class="system"
        rows="2"
        resize="vertical"
        .label=${strings.systemInstruction}
        .value=${page.systemInstruction}
        @input=${onInput}
      ></vscode-textarea>
    </details>
  `;
}

function turnView(turn: PlaygroundTurn, shown: Shown, actions: Actions): TemplateResult {
  switch (turn.kind) {
    case 'user':
      return userTurnView(turn, shown, actions);
    case 'given':
      return givenView(turn, shown);
    case 'answers':
      return answersView(turn, shown, actions);
  }
}
