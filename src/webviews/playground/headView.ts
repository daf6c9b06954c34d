import { html, nothing, type TemplateResult } from 'lit';
import {
  isStreaming,
  mostTargets,
  type PlaygroundTarget,
  presentTargets,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import { fill } from '../fill';
import { iconButton, toolButton } from './toolButton';
import type { Actions, Shown } from './view';

/** What is prompted, and what can be done with the whole conversation. */
export function headView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings, page } = shown;
  const last = state.turns.at(-1)?.kind === 'answers' ? state.turns.at(-1) : undefined;
  const retryAll = () => {
    for (const { id } of presentTargets(state))
      if (last) actions.post({ type: 'regenerate', turn: last.id, target: id });
  };
  const isEmpty = state.turns.length === 0;
  return html`
    <ul class="targets" aria-label=${strings.targets}>
      ${state.targets.map((target) => targetView(target, shown, actions))}
      ${
        state.targets.length < mostTargets
          ? html`<li class="add">${toolButton('add', strings.addTarget, () => actions.post({ type: 'addTarget' }))}</li>`
          : nothing
      }
    </ul>
    ${strings.place === '' ? nothing : html`<span dir="auto" class="quiet">${strings.place}</span>`}
    <div class="tools">
      ${toolButton(page.raw ? 'markdown' : 'symbol-string', page.raw ? strings.formatted : strings.raw, () =>
        actions.change({ raw: !page.raw }),
      )}
      ${last ? toolButton('refresh', strings.retryAll, retryAll, { isOff: isStreaming(state) }) : nothing}
      ${toolButton('history', strings.history, () => actions.post({ type: 'history' }))}
      ${toolButton('code', strings.copyAsCode, () => actions.post({ type: 'copyAsCode' }))}
      ${
        state.turns.some((turn) => turn.kind === 'answers' && turn.best !== undefined)
          ? toolButton('save', strings.addVotes, () => actions.post({ type: 'addVotes' }))
          : nothing
      }
      ${toolButton('export', strings.export, () => actions.post({ type: 'export' }), { isOff: isEmpty })}
      ${toolButton('clear-all', strings.clear, () => actions.post({ type: 'clear' }), { isOff: isEmpty })}
    </div>
  `;
}

function targetView(target: PlaygroundTarget, { state, strings }: Shown, actions: Actions): TemplateResult {
  const { id, displayName, serviceLabel, baseModel, isGone } = target;
  const base = baseModel.split('/').at(-1);
  const replace = () => actions.post({ type: 'addTarget', insteadOf: id });
  return html`
    <li class="chip">
      <h1 dir="auto">${displayName}</h1>
      <span dir="auto" class="quiet">${serviceLabel}${target.kind === 'base' ? nothing : html` · ${base}`}</span>
      ${
        isGone
          ? html`<span dir="auto" class="note" role="status">${fill(strings.gone, displayName)}</span>
              ${toolButton('arrow-swap', strings.replaceTarget, replace)}`
          : iconButton('arrow-swap', fill(strings.changeTarget, displayName), replace)
      }
      ${
        state.targets.length > 1
          ? iconButton('close', fill(strings.removeTarget, displayName), () =>
              actions.post({ type: 'removeTarget', target: id }),
            )
          : nothing
      }
    </li>
  `;
}
