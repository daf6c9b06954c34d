import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type {
  PlaygroundAttachment,
  UserTurn,
} from '../../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../../workbench/playground/protocol/playgroundStrings.protocol';
import { inTenths } from '../../charts/numbers';
import { fill } from '../../fill';
import { resultsView } from '../answer/callsView';
import { iconButton, toolButton } from '../toolButton';
import type { Actions, PageState, Shown } from '../view';
import { focusOnce } from './focusOnce';

export function userTurnView(turn: UserTurn, { strings, page }: Shown, actions: Actions): TemplateResult {
  const edited = page.editing?.turn === turn.id ? page.editing : undefined;
  return html`
    <article class="prompt">
      <div class="bar">
        <h2 dir="auto">${strings.you}</h2>
        ${
          edited || (turn.text === '' && turn.results)
            ? nothing
            : toolButton('edit', strings.edit, () => actions.edit({ turn: turn.id, text: turn.text }))
        }
      </div>
      ${edited ? editorView(turn, edited.text, strings, actions) : turn.text === '' && turn.results ? nothing : html`<p dir="auto" class="plain">${turn.text}</p>`}
      ${resultsView(turn, strings)}
      ${attachmentsView(turn.attachments, strings, page.pictures)}
    </article>
  `;
}

function editorView(
  turn: UserTurn,
  text: string,
  strings: PlaygroundStrings,
  actions: Actions,
): TemplateResult {
  const close = () => {
    actions.edit(undefined);
    focusPrompt();
  };
  const resend = (element: Element | null | undefined) => {
    const text = element?.querySelector<HTMLElement & { value: string }>('vscode-textarea')?.value ?? '';
    if (text.trim() === '' && turn.attachments.length === 0) return;
    actions.post({ type: 'edit', turn: turn.id, text });
    close();
  };
  const onKey = (event: KeyboardEvent & { currentTarget: Element }) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      resend(event.currentTarget);
    }
  };
  return html`
    <div class="editing" @keydown=${onKey}>
      <vscode-textarea
        ${ref(focusOnce)}
        resize="vertical"
        .label=${strings.promptLabel}
        .value=${text}
        @input=${({ currentTarget }: { currentTarget: HTMLElement & { value: string } }) =>
          actions.edit({ turn: turn.id, text: currentTarget.value })}
      ></vscode-textarea>
      <div class="tools">
        <vscode-button
          @click=${({ currentTarget }: { currentTarget: Element }) => resend(currentTarget.closest('.editing'))}
          >${strings.resend}</vscode-button
        >
        <vscode-button secondary @click=${close}
          >${strings.cancel}</vscode-button
        >
      </div>
    </div>
  `;
}

function focusPrompt(): void {
  document.querySelector<HTMLElement>('.composer vscode-textarea')?.focus();
}

/** With `onRemove`, each can be taken away. */
export function attachmentsView(
  attachments: readonly PlaygroundAttachment[],
  strings: PlaygroundStrings,
  pictures: PageState['pictures'],
  onRemove?: (id: string) => void,
) {
  if (attachments.length === 0) return nothing;
  return html`
    <ul class="attachments" aria-label=${strings.attachments}>
      ${attachments.map(
        ({ id, name, mimeType, bytes }) => html`
          <li>
            ${pictures[id] === undefined ? nothing : html`<img class="thumbnail" src=${pictures[id]} alt="" />`}
            <span dir="auto" class="name">${name}</span>
            <span dir="auto" class="quiet">${attachmentFacts(name, mimeType, bytes)}</span>
            ${onRemove ? iconButton('close', fill(strings.remove, name), () => onRemove(id)) : nothing}
          </li>
        `,
      )}
    </ul>
  `;
}

/** Pictures of a dataset line have no name but their type. */
function attachmentFacts(name: string, mimeType: string, bytes: number | undefined): string {
  return [...(name === mimeType ? [] : [mimeType]), ...(bytes === undefined ? [] : [size(bytes)])].join(
    ' · ',
  );
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${inTenths(bytes / 1_000_000)} MB`;
}
