import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { keepFieldKeys } from './fieldKeys';
import type { Actions, Shown } from './view';

/** The text of one part, to be typed: without braces and escapes. */
export function partEditor(label: string, { strings, editing }: Shown, actions: Actions): TemplateResult {
  const keys = (event: KeyboardEvent) => {
    keepFieldKeys(event);
    const isApply = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (!isApply && event.key !== 'Escape') return;
    event.preventDefault();
    if (isApply) actions.applyEdit();
    else actions.cancelEdit();
  };
  const left = ({ relatedTarget, currentTarget }: FocusEvent & { currentTarget: HTMLElement }) => {
    const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isInside) actions.leaveEdit();
  };
  return html`<div class="editor" @focusout=${left}>
    <textarea
      dir="auto"
      aria-label=${label}
      aria-describedby="editHint"
      .value=${editing?.draft ?? ''}
      @input=${(event: { currentTarget: HTMLTextAreaElement }) => actions.typeEdit(event.currentTarget.value)}
      @keydown=${keys}
      ${ref((element) => {
        if (element instanceof HTMLTextAreaElement && !element.dataset.begun) {
          element.dataset.begun = 'true';
          queueMicrotask(() => element.focus());
        }
      })}
    ></textarea>
    <div class="buttons">
      <vscode-button @click=${actions.applyEdit}>${strings.apply}</vscode-button>
      <vscode-button secondary @click=${actions.cancelEdit}>${strings.cancel}</vscode-button>
      <span dir="auto" class="quiet" id="editHint">${strings.editHint}</span>
    </div>
  </div>`;
}
