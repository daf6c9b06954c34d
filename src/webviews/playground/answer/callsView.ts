import { html, nothing } from 'lit';
import type { Answer, UserTurn } from '../../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../../workbench/playground/protocol/playgroundStrings.protocol';
import { fill } from '../../fill';

/** What a model calls, with its arguments. */
export function callsView({ calls = [] }: Pick<Answer, 'calls'>, strings: PlaygroundStrings) {
  return calls.map(({ name, args }) => codeView(fill(strings.calls, name), pretty(args)));
}

/** What the calls gave back, as the user has written it. */
export function resultsView({ results = [] }: Pick<UserTurn, 'results'>, strings: PlaygroundStrings) {
  return results.map(({ name, text }) => codeView(fill(strings.gaveBack, name), text));
}

function codeView(title: string, code: string) {
  return html`<div class="call">
    <h3 dir="auto">${title}</h3>
    ${code === '{}' ? nothing : html`<pre dir="auto" tabindex="0" role="group" aria-label=${title}>${code}</pre>`}
  </div>`;
}

/** Arguments as they are shown. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
