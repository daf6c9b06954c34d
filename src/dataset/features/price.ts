import type { Target } from '../targets/target';

/** US dollars for one pass over so many tokens; undefined when no price is known. */
export function priceOfEpoch(tokens: number, target: Target | undefined): number | undefined {
  const price = target?.trainingPrice?.value;
  return price === undefined ? undefined : (tokens / 1_000_000) * price;
}
