import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { isStreaming, presentTargets } from '../../../workbench/playground/protocol/playgroundState.protocol';
import { fill } from '../../fill';
import { ownDirection } from '../../ownDirection';
import { toolButton } from '../toolButton';
import type { Actions, Shown } from '../view';
import { responsesView } from './functionsView';
import { attachmentsView } from './userTurnView';

/** Where a prompt is written. Files can be pasted and dropped here where a target takes them. */
export function composerView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings, page } = shown;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!isBusy && canAsk) actions.send();
  };
  const onInput = (event: { currentTarget: HTMLElement & { value: string } }) =>
    actions.write(event.currentTarget.value);
  const isBusy = isStreaming(state); // one button, so that the focus stays on it
  const canAsk = presentTargets(state).length > 0;
  const stop = state.targets.length > 1 ? strings.stopAll : strings.stop;
  const single = state.targets.filter(({ features }) => !features.multiTurn);
  return html`
    ${responsesView(shown, actions)}
    <div class="composer">
      <vscode-textarea
        ${ref(ownDirection)}
        autofocus
        resize="vertical"
        .label=${strings.promptLabel}
        placeholder=${strings.promptPlaceholder}
        .value=${live(page.draft)}
        @input=${onInput}
        @keydown=${onKey}
        @paste=${(event: ClipboardEvent) => takeFiles(event, event.clipboardData, actions)}
        @dragover=${(event: DragEvent) => event.preventDefault()}
        @drop=${(event: DragEvent) => takeFiles(event, event.dataTransfer, actions)}
      ></vscode-textarea>
      <vscode-button ?disabled=${!isBusy && !canAsk} @click=${isBusy ? () => actions.post({ type: 'stop' }) : actions.send}
        >${isBusy ? stop : strings.send}</vscode-button
      >
    </div>
    ${attachmentsView(state.draft.attachments, strings, page.pictures, (attachment) =>
      actions.post({ type: 'detach', attachment }),
    )}
    ${attachButtons(shown, actions)}
    ${page.notice === '' ? nothing : html`<p dir="auto" class="note" role="alert">${page.notice}</p>`}
    ${single.map(
      ({ displayName }) =>
        html`<p dir="auto" class="quiet hint">${fill(strings.singleTurn, displayName)}</p>`,
    )}
  `;
}

function attachButtons({ state, strings }: Shown, actions: Actions) {
  const takes = state.targets.flatMap(({ features }) => features.attachments ?? []);
  if (takes.length === 0) return nothing;
  return html`<div class="tools">
    ${toolButton('attach', strings.attachFile, () => actions.post({ type: 'chooseFile' }))}
    ${
      takes.some(({ cloudStorage }) => cloudStorage)
        ? toolButton('cloud', strings.attachAddress, () => actions.post({ type: 'typeAddress' }))
        : nothing
    }
  </div>`;
}

/** Text is pasted as text; the host judges whether a file can be sent. */
function takeFiles(event: Event, data: DataTransfer | null, actions: Actions): void {
  if (data === null || data.files.length === 0) return;
  event.preventDefault();
  actions.attach(data.files);
}
