import { html, nothing, type TemplateResult } from 'lit';
import {
  isStreaming,
  mostTargets,
  type PlaygroundTarget,
  presentTargets,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import { fill } from '../fill';
import type { Actions, Shown } from './view';

/** What is prompted, and what can be done with the whole conversation. */
export function headView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings, page } = shown;
  const button = (label: string, onClick: () => void, isOff = false) =>
    html`<button class="link" ?disabled=${isOff} @click=${onClick}>${label}</button>`;
  const last = state.turns.at(-1)?.kind === 'answers' ? state.turns.at(-1) : undefined;
  const retryAll = () => {
    for (const { id } of presentTargets(state))
      if (last) actions.post({ type: 'regenerate', turn: last.id, target: id });
  };
  return html`
    <ul class="targets" aria-label=${strings.targets}>
      ${state.targets.map((target) => targetView(target, shown, actions))}
      ${
        state.targets.length < mostTargets
          ? html`<li class="add">${button(strings.addTarget, () => actions.post({ type: 'addTarget' }))}</li>`
          : nothing
      }
    </ul>
    ${strings.place === '' ? nothing : html`<span dir="auto" class="quiet">${strings.place}</span>`}
    <div class="tools">
      ${button(page.raw ? strings.formatted : strings.raw, () => actions.change({ raw: !page.raw }))}
      ${last ? button(strings.retryAll, retryAll, isStreaming(state)) : nothing}
      ${button(strings.history, () => actions.post({ type: 'history' }))}
      ${button(strings.copyAsCode, () => actions.post({ type: 'copyAsCode' }))}
      ${
        state.turns.some((turn) => turn.kind === 'answers' && turn.best !== undefined)
          ? button(strings.addVotes, () => actions.post({ type: 'addVotes' }))
          : nothing
      }
      ${button(strings.export, () => actions.post({ type: 'export' }), state.turns.length === 0)}
      ${button(strings.clear, () => actions.post({ type: 'clear' }), state.turns.length === 0)}
    </div>
  `;
}

function targetView(target: PlaygroundTarget, { state, strings }: Shown, actions: Actions): TemplateResult {
  const { id, displayName, serviceLabel, baseModel, isGone } = target;
  const base = baseModel.split('/').at(-1);
  return html`
    <li class="chip">
      <h1 dir="auto">${displayName}</h1>
      <span dir="auto" class="quiet">${serviceLabel}${target.kind === 'base' ? nothing : html` · ${base}`}</span>
      ${
        isGone
          ? html`<span dir="auto" class="note" role="status">${fill(strings.gone, displayName)}</span>
              <button
                class="link"
                @click=${() => actions.post({ type: 'addTarget', insteadOf: id })}
              >
                ${strings.replaceTarget}
              </button>`
          : html`<button
              class="link"
              title=${fill(strings.changeTarget, displayName)}
              aria-label=${fill(strings.changeTarget, displayName)}
              @click=${() => actions.post({ type: 'addTarget', insteadOf: id })}
            >
              ⇄
            </button>`
      }
      ${
        state.targets.length > 1
          ? html`<button
              class="link"
              aria-label=${fill(strings.removeTarget, displayName)}
              @click=${() => actions.post({ type: 'removeTarget', target: id })}
            >
              ✕
            </button>`
          : nothing
      }
    </li>
  `;
}
