import { html, nothing, type TemplateResult } from 'lit';
import { type IconName, icon } from '../kit/icon';

interface More {
  readonly isOff?: boolean;
  /** Undefined: it can't be pressed in. */
  readonly isPressed?: boolean | undefined;
  /** What is done, and to what, where the label alone is on several buttons. */
  readonly name?: string;
}

/** An icon with its name, which makes room for more icons where there is little. */
export function toolButton(
  iconName: IconName,
  label: string,
  onClick: () => void,
  { isOff = false, isPressed, name = label }: More = {},
): TemplateResult {
  return html`<button
    class="tool"
    title=${name}
    aria-label=${name}
    aria-pressed=${isPressed ?? nothing}
    ?disabled=${isOff}
    @click=${onClick}
  >
    ${icon(iconName)}<span dir="auto" class="label">${label}</span>
  </button>`;
}

/** An icon alone: its name is its tooltip. */
export function iconButton(iconName: IconName, name: string, onClick: () => void): TemplateResult {
  return html`<button class="tool" title=${name} aria-label=${name} @click=${onClick}>${icon(iconName)}</button>`;
}
