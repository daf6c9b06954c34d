import { html, nothing, svg, type TemplateResult } from 'lit';
import { dashOf, inkClass } from './chartColors';

export interface LegendEntry {
  readonly id: string;
  readonly label: string;
  readonly style: number;
  readonly value: string;
}

/** Which line is which, with the values at one place. */
export function legendView(place: string, entries: readonly LegendEntry[]): TemplateResult {
  return html`
    <span dir="auto" class="place">${place}</span>
    ${entries.map(
      ({ label, style, value }) => html`<span dir="auto" class="entry">
        ${swatch(style)}<span dir="auto">${label}</span> <strong dir="auto">${value}</strong>
      </span>`,
    )}
  `;
}

/** A piece of the line, as it is drawn. */
export function swatch(style: number): TemplateResult {
  const dash = dashOf(style);
  return html`<svg class=${`swatch ${inkClass(style)}`} width="28" height="10" aria-hidden="true">
    ${svg`<line x1="0" y1="5" x2="28" y2="5" stroke="currentcolor" stroke-width="2"
      stroke-dasharray=${dash.length > 0 ? dash.join(' ') : nothing}></line>`}
  </svg>`;
}
