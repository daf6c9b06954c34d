// What a file costs, as far as it can be said without counting its tokens.
import type { Target } from '../targets/target';

/** “For Gemini models, a token is equivalent to about 4 characters.” (ai.google.dev/gemini-api/docs/tokens) */
const CHARACTERS_PER_TOKEN = 4;

export function estimatedTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** US dollars for one pass over so many tokens; undefined when no price is known. */
export function priceOfEpoch(tokens: number, target: Target | undefined): number | undefined {
  const price = target?.trainingPrice?.value;
  return price === undefined ? undefined : (tokens / 1_000_000) * price;
}
