import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { LensBar, LensGroup } from '../../workbench/datasetView/datasetView.protocol';
import { grouped } from '../charts/numbers';
import type { Actions, Shown } from './view';

/** How the rows that are shown are spread; folded until somebody wants it, for all rows must be read for it. */
export function lensView({ state, strings }: Shown, actions: Actions): TemplateResult {
  const { isLensOpen, lens } = state;
  return html`<details
    class="lens"
    ?open=${isLensOpen}
    @toggle=${({ currentTarget }: { currentTarget: HTMLDetailsElement }) => {
      if (currentTarget.open !== isLensOpen) actions.send({ type: 'showLens', isOpen: currentTarget.open });
    }}
  >
    <summary dir="auto">${strings.distributions}</summary>
    ${
      lens === undefined
        ? html`<p dir="auto" class="quiet">${isLensOpen ? strings.loading : nothing}</p>`
        : html`<div class="lensGroups">${lens.map((group) => groupView(group, actions))}</div>`
    }
  </details>`;
}

function groupView({ title, bars, more }: LensGroup, actions: Actions): TemplateResult {
  const most = Math.max(1, ...bars.map(({ rows }) => rows));
  return html`<section>
    <h2 dir="auto">${title}</h2>
    <ul aria-label=${title}>
      ${bars.map((bar) => html`<li>${barView(bar, most, actions)}</li>`)}
    </ul>
    ${more === '' ? nothing : html`<p dir="auto" class="quiet">${more}</p>`}
  </section>`;
}

function barView({ label, rows, change, action }: LensBar, most: number, actions: Actions): TemplateResult {
  const width = `${(rows / most) * 100}%`;
  return html`<button class="bar" title=${action} @click=${() => actions.filter(change)}>
    <span dir="auto" class="label">${label}</span>
    <span dir="auto" class="track"><span dir="auto" class="fill" style=${styleMap({ width })}></span></span>
    <span dir="auto" class="count">${grouped(rows)}</span>
  </button>`;
}
