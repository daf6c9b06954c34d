/** What most texts have for each token; for figures that are marked with "≈" until the exact ones are there. */
const CHARACTERS_PER_TOKEN = 4;

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
