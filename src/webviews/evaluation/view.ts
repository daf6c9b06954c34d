import { grouped } from '../charts/numbers';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  EvaluationState,
  EvaluationStrings,
  FromEvaluation,
} from '../../workbench/evaluation/page/evaluation.protocol';
import { classesView } from './classesView';
import { detailView } from './detailView';
import { listView } from './listView';
import type { View } from './rows';
import { summaryView } from './summaryView';

export interface Shown {
  readonly state: EvaluationState;
  readonly strings: EvaluationStrings;
  readonly view: View;
  /** Places in `state.rows`, filtered and sorted. */
  readonly rows: readonly number[];
}

export interface Actions {
  send(message: FromEvaluation): void;
  change(view: Partial<View>): void;
  redraw(): void;
}

export function evaluationView(shown: Shown, actions: Actions): TemplateResult {
  const { state, strings } = shown;
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
    ${summaryView(state, strings)} ${classesView(state, strings)} ${listView(shown, actions)}
    ${detailView(shown, actions)}
  `;
}

function buttons({ state, strings }: Shown, { send }: Actions): TemplateResult {
  const { state: run, canRetry } = state.run;
  const button = (type: 'pause' | 'resume' | 'cancel' | 'retry' | 'export' | 'compare', first = false) =>
    html`<vscode-button ?secondary=${!first} @click=${() => send({ type })}>${strings[type]}</vscode-button>`;
  return html`<div class="buttons">
    ${run === 'running' ? [button('pause', true), button('cancel')] : nothing}
    ${run === 'paused' ? [button('resume', true), button('cancel')] : nothing}
    ${run === 'batch' ? button('cancel') : nothing}
    ${run === 'unfinished' ? button('resume', true) : nothing}
    ${canRetry ? button('retry') : nothing} ${button('export')} ${button('compare')}
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
