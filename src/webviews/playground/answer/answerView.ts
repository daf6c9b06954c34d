import './answerText';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import {
  type Answer,
  type AnswersTurn,
  type GivenTurn,
  type PlaygroundTarget,
  presentTargets,
} from '../../../workbench/playground/protocol/playgroundState.protocol';
import { fill } from '../../fill';
import type { IconName } from '../../kit/icon';
import { correctionView, expectedOf, expectedView } from '../dataView';
import { toolButton } from '../toolButton';
import type { Actions, Shown } from '../view';
import { answerFacts, finishSentence, safetyWords } from './answerFacts';
import { callsView } from './callsView';

/** The answers to one prompt, a column for each target. */
export function answersView(turn: AnswersTurn, shown: Shown, actions: Actions): TemplateResult {
  const { targets } = shown.state;
  return html`<div class="columns" data-columns=${targets.length}>
    ${targets.map((target) => answerView(turn, target, shown, actions))}
  </div>`;
}

/** What the model said in the dataset line. */
export function givenView({ text, calls }: GivenTurn, { strings, page }: Shown): TemplateResult {
  return html`<article class="answer">
    <h2 dir="auto">${strings.model}</h2>
    ${
      text === '' && calls
        ? nothing
        : html`<answer-text class="text" .raw=${page.raw} .text=${text} .whole=${true}></answer-text>`
    }
    ${callsView({ ...(calls ? { calls } : {}) }, strings)}
  </article>`;
}

function answerView(
  turn: AnswersTurn,
  target: PlaygroundTarget,
  shown: Shown,
  actions: Actions,
): TemplateResult {
  const { strings, page } = shown;
  const answer = turn.answers.find((one) => one.target === target.id);
  const isStreaming = answer?.outcome.kind === 'streaming';
  const expected = expectedOf(shown.state, turn);
  return html`
    <article class="answer ${turn.best === target.id ? 'best' : ''}" aria-busy=${isStreaming}>
      <div class="bar">
        <h2 dir="auto">${target.displayName}</h2>
        ${answer ? toolsView(turn, answer, shown, actions) : nothing}
      </div>
      ${
        answer === undefined
          ? target.isGone
            ? nothing
            : html`<button
              class="link"
              @click=${() => actions.post({ type: 'regenerate', turn: turn.id, target: target.id })}
            >
              ${strings.ask}
            </button>`
          : keyed(
              answer.request,
              html`<div class="pair">
                  <div>
                    <answer-text
                      class="text"
                      .raw=${page.raw}
                      .text=${answer.text}
                      .whole=${!isStreaming}
                    ></answer-text
                    >${callsView(answer, strings)} ${outcomeView(turn, answer, shown, actions)}
                  </div>
                  ${expected === undefined ? nothing : expectedView(expected, answer, shown)}
                </div>
                ${correctionView(turn, answer, shown, actions)}`,
            )
      }
    </article>
  `;
}

function saysSomething({ text, calls }: Answer): boolean {
  return text !== '' || calls !== undefined;
}

function toolsView(turn: AnswersTurn, answer: Answer, { state, strings }: Shown, actions: Actions) {
  const { target } = answer;
  const { displayName = '', isGone } = state.targets.find(({ id }) => id === target) ?? {};
  const button = (icon: IconName, label: string, onClick: () => void, isPressed?: boolean) =>
    toolButton(icon, label, onClick, { name: `${label}: ${displayName}`, isPressed });
  if (answer.outcome.kind === 'streaming') {
    return html`<div class="tools">
      ${button('debug-stop', strings.stop, () => actions.post({ type: 'stop', target }))}
    </div>`;
  }
  const isBetter = turn.best === target;
  const vote = () => actions.post({ type: 'vote', turn: turn.id, ...(isBetter ? {} : { best: target }) });
  return html`<div class="tools">
    ${
      turn.answers.length > 1 && state.targets.length > 1 && saysSomething(answer)
        ? button(isBetter ? 'star-full' : 'star-empty', strings.better, vote, isBetter)
        : nothing
    }
    ${
      saysSomething(answer)
        ? button('insert', strings.useInDataset, () =>
            actions.correct({ turn: turn.id, target, text: answer.written ?? answer.text }),
          )
        : nothing
    }
    ${
      answer.outcome.kind === 'failed' || isGone
        ? nothing // tries again beside the error
        : button('refresh', strings.regenerate, () =>
            actions.post({ type: 'regenerate', turn: turn.id, target }),
          )
    }
  </div>`;
}

function outcomeView(turn: AnswersTurn, answer: Answer, { state, strings }: Shown, actions: Actions) {
  const { outcome, request, target } = answer;
  switch (outcome.kind) {
    case 'streaming':
      return !saysSomething(answer) ? html`<p dir="auto" class="quiet">${strings.waiting}</p>` : nothing;
    case 'stopped':
      return html`<p dir="auto" class="quiet facts">${strings.stopped}</p>`;
    case 'done': {
      const finish =
        finishSentence(outcome, strings) ?? (saysSomething(answer) ? undefined : strings.emptyResponse);
      const safety = safetyWords(outcome, strings);
      return html`
        ${finish === undefined ? nothing : html`<p dir="auto" class="note">${finish}</p>`}
        ${safety === undefined ? nothing : html`<p dir="auto" class="quiet facts">${fill(strings.safety, safety)}</p>`}
        <p dir="auto" class="quiet facts done">${answerFacts(outcome, strings)}</p>
      `;
    }
    case 'failed':
      return html`<div class="error" role="alert">
        <span dir="auto">${outcome.message}</span>
        <div class="tools">
          ${
            presentTargets(state).some(({ id }) => id === target)
              ? html`<vscode-button
                  secondary
                  @click=${() => actions.post({ type: 'regenerate', turn: turn.id, target })}
                  >${strings.retry}</vscode-button
                >`
              : nothing
          }
          ${outcome.steps.map(
            (title, step) =>
              html`<vscode-button secondary @click=${() => actions.post({ type: 'step', request, step })}
                >${title}</vscode-button
              >`,
          )}
        </div>
      </div>`;
  }
}
