import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type {
  CheckSetupProtocol,
  CheckSetupRequest,
  CheckSetupStrings,
  ShownLink,
  ShownState,
} from '../../workbench/connection/checkSetup/checkSetup.protocol';
import type { Shown } from '../kit/openPage';

export interface CheckSetupOwn {
  /** The line that was copied last, as `link/line`; its button says so for a while. */
  readonly copied: string | undefined;
}

type Send = (request: CheckSetupRequest) => void;

export function checkSetupView(
  { state, strings, own }: Shown<CheckSetupProtocol, CheckSetupOwn>,
  { send }: { readonly send: Send },
): TemplateResult {
  const { subject, summary, running, links } = state;
  return html`
    <header>
      <div>
        <h1 dir="auto">${strings.heading}</h1>
        <p dir="auto" class="quiet">${subject}</p>
      </div>
      <vscode-button secondary ?disabled=${running} @click=${() => send({ type: 'again' })}>
        ${strings.again}
      </vscode-button>
    </header>
    <p dir="auto" class="summary" role="status">${summary}</p>
    <ol>
      ${links.map((link, index) => linkView(link, index, { strings, copied: own.copied, send }))}
    </ol>
  `;
}

interface Context {
  readonly strings: CheckSetupStrings;
  readonly copied: string | undefined;
  readonly send: Send;
}

function linkView(link: ShownLink, index: number, context: Context): TemplateResult {
  const { strings, send } = context;
  return html`
    <li class=${link.state}>
      ${icon(link.state)}
      <div class="body">
        <h2 dir="auto">${link.title} <span dir="auto" class="state">${link.stateLabel}</span></h2>
        ${link.sentence === '' ? nothing : html`<p dir="auto">${link.sentence}</p>`}
        ${link.gcloud.length === 0 ? nothing : html`<p dir="auto" class="quiet">${strings.runInTerminal}</p>`}
        ${link.gcloud.map((line, place) => commandView(line, index, place, context))}
        ${
          link.steps.length === 0
            ? nothing
            : html`<div class="steps">
              ${link.steps.map(
                (title, step) =>
                  html`<vscode-button
                  ?secondary=${step > 0}
                  @click=${() => send({ type: 'step', link: index, step })}
                  >${title}</vscode-button
                >`,
              )}
            </div>`
        }
      </div>
    </li>
  `;
}

function commandView(text: string, link: number, line: number, context: Context): TemplateResult {
  const { strings, copied, send } = context;
  const label = copied === `${link}/${line}` ? strings.copied : strings.copy;
  return html`
    <div class="command">
      <code>${words(text)}</code>
      <vscode-button
        secondary
        aria-label=${`${label}: ${text}`}
        @click=${() => send({ type: 'copy', link, line })}
        >${label}</vscode-button
      >
    </div>
  `;
}

/** Lines break between words only: a flag that is torn at its dashes cannot be read. */
function words(text: string): unknown[] {
  return text.split(' ').map((word) => html`<span dir="auto">${word}</span> `);
}

/** Shapes differ too, for those who do not tell the colours apart. The state is beside it in words. */
function icon(state: ShownState): TemplateResult {
  const shapes: Readonly<Record<ShownState, TemplateResult>> = {
    ok: svg`<path d="M4.5 8.2 7 10.7l4.6-5.2" />`,
    problem: svg`<path d="m5.5 5.5 5 5m0-5-5 5" />`,
    advice: svg`<path d="M8 7.3v4M8 4.6v.6" />`,
    unchecked: svg`<path d="M5.5 8h5" />`,
    checking: svg`<path d="M8 4.5V8l2.2 1.6" />`,
  };
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="6.9" />${shapes[state]}
  </svg>`;
}
