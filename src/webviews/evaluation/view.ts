import { grouped } from '../charts/numbers';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  EvaluationState,
  EvaluationStrings,
  View,
} from '../../workbench/evaluation/page/evaluation.protocol';
import type { EvaluationProtocol } from '../../workbench/evaluation/page/evaluationMessages.protocol';
import type { Page } from '../kit/openPage';
import { classesView } from './classesView';
import { detailView } from './detailView';
import { listView } from './listView';
import { failedRows } from './rows';
import { summaryView } from './summaryView';

export interface Shown {
  readonly state: EvaluationState;
  readonly strings: EvaluationStrings;
  readonly view: View;
  /** Places in `state.rows`, filtered and sorted. */
  readonly rows: readonly number[];
}

export type Actions = Pick<Page<EvaluationProtocol, View>, 'send' | 'change' | 'drawSoon'>;

export function evaluationView(shown: Shown, actions: Actions): TemplateResult {
  const { state } = shown;
  return html`
    <header>
      <div class="title">
        <h1 dir="auto">${state.heading}</h1>
        <p dir="auto" class="quiet">${state.subtitle}</p>
      </div>
      ${buttons(shown, actions)}
    </header>
    ${progressView(shown)}
    ${state.conclusions.map((sentence) => html`<p dir="auto" class="conclusion">${sentence}</p>`)}
    ${state.contamination.map((sentence) => html`<p dir="auto" class="contamination">◆ ${sentence}</p>`)}
    ${summaryView(shown, actions)} ${classesView(shown, actions)} ${instructionView(shown)}
    <div class="browse">${listView(shown, actions)} ${detailView(shown, actions)}</div>
  `;
}

/** Once, for it would stand in each row. */
function instructionView({ state, strings }: Shown): TemplateResult | typeof nothing {
  const { systemInstruction: text } = state;
  if (text === '') return nothing;
  return html`<details class="instruction">
    <summary dir="auto">${strings.sharedInstruction}</summary>
    <p dir="auto" class="text">${text}</p>
  </details>`;
}

function buttons({ state, strings, view }: Shown, { send }: Actions): TemplateResult {
  const { state: run, canRetry } = state.run;
  const button = (type: 'pause' | 'resume' | 'cancel' | 'retry' | 'export' | 'compare', first = false) =>
    html`<vscode-button ?secondary=${!first} @click=${() => send({ type })}>${strings[type]}</vscode-button>`;
  const failed = failedRows(state, view);
  const fix = html`<vscode-button @click=${() => send({ type: 'fixRows', rows: failed })}
    >${strings.fixRows}</vscode-button
  >`;
  return html`<div class="buttons">
    ${run === 'running' ? [button('pause', true), button('cancel')] : nothing}
    ${run === 'paused' ? [button('resume', true), button('cancel')] : nothing}
    ${run === 'batch' ? button('cancel') : nothing}
    ${run === 'unfinished' ? button('resume', true) : nothing}
    ${failed.length > 0 && run === 'done' ? fix : nothing} ${canRetry ? button('retry') : nothing}
    ${button('export')} ${button('compare')}
  </div>`;
}

/** Polite: read out by screen readers when the sentence changes, not with each answer. */
function progressView({ state, strings }: Shown): TemplateResult {
  const { run } = state;
  const isOver = run.state === 'done';
  return html`
    <div class="progress">
      ${
        isOver
          ? nothing
          : html`<progress aria-label=${strings.progress} max=${run.wanted} .value=${run.done}></progress>
              <span dir="auto">${grouped(run.done)} / ${grouped(run.wanted)}</span>`
      }
      <span dir="auto" class="quiet" role="status">${run.message}</span>
    </div>
  `;
}
