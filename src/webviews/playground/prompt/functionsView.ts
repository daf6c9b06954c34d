import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { openCalls } from '../../../workbench/playground/protocol/playgroundState.protocol';
import { fill } from '../../fill';
import { ownDirection } from '../../ownDirection';
import type { Actions, Shown } from '../view';

type Written = { readonly currentTarget: HTMLElement & { value: string } };

/** The functions that the model may call; models that take none see nothing of it. */
export function functionsView({ state, strings, page }: Shown, actions: Actions) {
  if (!state.targets.some(({ features }) => features.functions)) return nothing;
  return html`
    <details ?open=${page.isEquipped}>
      <summary dir="auto">${strings.functions}</summary>
      <vscode-textarea
        ${ref(ownDirection)}
        class="functions"
        monospace
        rows="6"
        resize="vertical"
        .label=${strings.functions}
        .value=${live(page.tools)}
        @input=${({ currentTarget }: Written) => actions.equip(currentTarget.value)}
      ></vscode-textarea>
      <p dir="auto" class="quiet hint">${strings.functionsHint}</p>
    </details>
  `;
}

/** A field for what each call gives back, while one waits for it. */
export function responsesView(
  { state, strings, page }: Shown,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { results = [] } = state.draft;
  const calls = openCalls(state);
  const waiting = calls.length > 0 ? calls : results;
  if (waiting.length === 0) return nothing;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    actions.send();
  };
  return html`<div class="responses">
    ${waiting.map(({ name }, index) => {
      const label = fill(strings.response, name);
      return html`<label>
        <span dir="auto">${label}</span>
        <vscode-textarea
          ${ref(ownDirection)}
          monospace
          rows="2"
          resize="vertical"
          .label=${label}
          .value=${live(page.results[index] ?? '')}
          @input=${({ currentTarget }: Written) => actions.respond(index, currentTarget.value)}
          @keydown=${onKey}
        ></vscode-textarea>
      </label>`;
    })}
    <p dir="auto" class="quiet hint">${strings.responseHint}</p>
  </div>`;
}
