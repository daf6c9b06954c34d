import type { CountedTexts } from './countedTexts';

/** What most texts have for each token; for figures that are marked with "≈" until the exact ones are there. */
const CHARACTERS_PER_TOKEN = 4;

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** Of all that costs tokens in an example: also its calls, its declared functions and its files. */
export function estimateOfExample({ texts, fileTokens }: Pick<CountedTexts, 'texts' | 'fileTokens'>): number {
  return fileTokens + estimateTokens(texts.reduce((sum, text) => sum + text.length, 0));
}
