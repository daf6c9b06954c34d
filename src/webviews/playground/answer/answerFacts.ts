import type { DoneOutcome } from '../../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../../workbench/playground/protocol/playgroundStrings.protocol';
import { grouped, inDollars, inTenths } from '../../charts/numbers';
import { fill } from '../../fill';

/** Tokens, times and price in a line; what is not known is not said. */
export function answerFacts(outcome: DoneOutcome, strings: PlaygroundStrings): string {
  const { promptTokens, outputTokens, thoughtTokens, firstText, total, price } = outcome;
  const counted = (text: string, count: number | undefined) =>
    count === undefined ? [] : [fill(text, grouped(count))];
  return [
    ...counted(strings.tokensIn, promptTokens),
    ...counted(strings.tokensOut, outputTokens),
    ...counted(strings.tokensThought, thoughtTokens || undefined),
    ...(firstText === undefined ? [] : [fill(strings.firstText, duration(firstText))]),
    fill(strings.total, duration(total)),
    ...(price === undefined ? [] : [`≈ ${inDollars(price)}`]),
  ].join(' · ');
}

/** Why there is no more text than this, and what to do; undefined when the model came to its end. */
export function finishSentence(
  { finishReason, promptBlocked }: DoneOutcome,
  { finish, promptBlocked: refused }: PlaygroundStrings,
): string | undefined {
  if (finishReason === 'STOP') return undefined;
  const sentence = finish[finishReason] ?? finish.OTHER ?? finishReason;
  return promptBlocked ? `${refused} ${sentence}` : sentence;
}

/** Each rating that is more than negligible; undefined when there is none. */
export function safetyWords({ safetyRatings }: DoneOutcome, strings: PlaygroundStrings): string | undefined {
  const told = safetyRatings.filter(
    ({ probability, blocked }) =>
      blocked || !['NEGLIGIBLE', 'HARM_PROBABILITY_UNSPECIFIED', 'undefined'].includes(probability),
  );
  if (told.length === 0) return undefined;
  return told
    .map(({ category, probability, blocked }) => {
      const kind = strings.harm[category] ?? category;
      const word = strings.probability[probability] ?? probability;
      return blocked ? `${kind} ${word} (${strings.blocked})` : `${kind} ${word}`;
    })
    .join(', ');
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${inTenths(milliseconds / 1000)} s`;
}
