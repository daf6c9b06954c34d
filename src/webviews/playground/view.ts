import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-collapsible/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import {
  type Answer,
  isStreaming,
  type PlaygroundParameters,
  type PlaygroundState,
  type PlaygroundStrings,
} from '../../workbench/panels/playground.protocol';

export interface Shown {
  readonly state: PlaygroundState;
  readonly strings: PlaygroundStrings;
  readonly draft: string;
}

export interface Actions {
  write(draft: string): void;
  send(prompt: string): void;
  stop(): void;
  clear(): void;
  setParameter(key: keyof PlaygroundParameters, value: number | undefined): void;
}

export function playgroundView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings } = shown;
  const { displayName, serviceLabel, baseModel, multiTurn } = state.target;
  return html`
    <header>
      <h1>${displayName}</h1>
      <span class="quiet">${serviceLabel} · ${baseModel.split('/').at(-1)}</span>
    </header>
    <section class="log" role="log" tabindex="0" aria-label=${strings.conversation}>
      ${state.answers.length === 0 ? html`<p class="quiet">${strings.empty}</p>` : nothing}
      ${state.answers.map((answer) => answerView(answer, strings, actions))}
    </section>
    <footer>
      ${composer(shown, actions)}
      <vscode-collapsible heading=${strings.parameters}>
        <div class="parameters">${parameterFields.map((field) => parameterView(field, shown, actions))}</div>
      </vscode-collapsible>
      ${multiTurn ? nothing : html`<p class="quiet hint">${strings.singleTurn}</p>`}
    </footer>
  `;
}

function answerView(answer: Answer, strings: PlaygroundStrings, actions: Actions): TemplateResult {
  return html`
    <article class="prompt"><h2>${strings.you}</h2><p>${answer.prompt}</p></article>
    <article class="answer" aria-busy=${answer.outcome.kind === 'streaming'}>
      <h2>${strings.model}</h2>
      ${answer.text === '' ? nothing : html`<p class="text">${answer.text}</p>`}
      ${outcomeView(answer, strings, actions)}
    </article>
  `;
}

function outcomeView(answer: Answer, strings: PlaygroundStrings, actions: Actions) {
  const { outcome } = answer;
  switch (outcome.kind) {
    case 'streaming':
      return answer.text === '' ? html`<p class="quiet">${strings.waiting}</p>` : nothing;
    case 'stopped':
      return html`<p class="quiet facts">${strings.stopped}</p>`;
    case 'done':
      return html`<p class="quiet facts">${facts(outcome)}</p>`;
    case 'failed':
      return html`<div class="error" role="alert">
        ${outcome.message}
        <vscode-button secondary @click=${() => actions.send(answer.prompt)}>${strings.retry}</vscode-button>
      </div>`;
  }
}

function facts({
  finishReason,
  promptTokens,
  outputTokens,
  milliseconds,
}: Extract<Answer['outcome'], { kind: 'done' }>): string {
  const tokens = promptTokens === undefined ? [] : [`${promptTokens} → ${outputTokens ?? '?'} tokens`];
  const finish = finishReason === 'STOP' ? [] : [finishReason.toLowerCase().replaceAll('_', ' ')];
  return [...finish, ...tokens, duration(milliseconds)].join(' · ');
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function composer({ state, strings, draft }: Shown, actions: Actions): TemplateResult {
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement & { value: string } }) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!isStreaming(state)) actions.send(event.currentTarget.value);
  };
  const onInput = (event: { currentTarget: HTMLElement & { value: string } }) =>
    actions.write(event.currentTarget.value);
  return html`
    <div class="composer">
      <vscode-textarea
        autofocus
        resize="vertical"
        .label=${strings.promptLabel}
        placeholder=${strings.promptPlaceholder}
        .value=${live(draft)}
        @input=${onInput}
        @keydown=${onKey}
      ></vscode-textarea>
      <div class="buttons">
        ${
          isStreaming(state)
            ? html`<vscode-button @click=${actions.stop}>${strings.stop}</vscode-button>`
            : html`<vscode-button @click=${() => actions.send(composedText())}>${strings.send}</vscode-button>`
        }
        <vscode-button secondary ?disabled=${state.answers.length === 0} @click=${actions.clear}>
          ${strings.clear}
        </vscode-button>
      </div>
    </div>
  `;
}

function composedText(): string {
  return document.querySelector<HTMLElement & { value: string }>('vscode-textarea')?.value ?? '';
}

/** Ranges that both services take (`GenerationConfig`). */
const parameterFields = [
  { key: 'temperature', min: 0, max: 2, step: 0.1 },
  { key: 'topP', min: 0, max: 1, step: 0.05 },
  { key: 'topK', min: 1, max: 100, step: 1 },
  { key: 'maxOutputTokens', min: 1, max: 65536, step: 1 },
] as const;

function parameterView(
  field: (typeof parameterFields)[number],
  { state, strings }: Shown,
  actions: Actions,
): TemplateResult {
  const { key, min, max, step } = field;
  const onChange = (event: { currentTarget: HTMLElement & { value: string } }) => {
    const text = event.currentTarget.value.trim();
    const value = Number(text);
    const usable = text !== '' && Number.isFinite(value) && value >= min && value <= max;
    actions.setParameter(key, usable ? value : undefined);
    if (!usable) event.currentTarget.value = '';
  };
  return html`
    <label>
      <span>${strings[key]}</span>
      <vscode-textfield
        type="number"
        min=${min}
        max=${max}
        step=${step}
        .label=${strings[key]}
        placeholder=${strings.serviceDefault}
        .value=${live(String(state.parameters[key] ?? ''))}
        @change=${onChange}
      ></vscode-textfield>
    </label>
  `;
}
