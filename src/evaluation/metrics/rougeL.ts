import * as l10n from '@vscode/l10n';
import { l } from 'js-rouge';
import { comparableWords } from '../../dataset/example/words';
import type { Metric } from './metric';

export const rougeL: Metric = {
  id: 'rouge-l',
  label: 'ROUGE-L',
  description: l10n.t(
    "Overlap with the expected response in word order: F1 score of the longest common subsequence of words (as in Google's rouge_score).",
  ),
  better: 'higher',
  unit: 'share',
  ofNoAnswer: 0,
  isCostly: true,
  applies: () => true,
  isProposed: ({ medianWords, isJson }) => medianWords > 8 && !isJson,
  score: ({ expected, answer }) => rougeLOf(answer, expected),
};

/** Pairs of words that are compared at most, about half a second's worth: the time grows with their product. */
const MOST_PAIRS = 50_000_000;

/**
 * `rouge_score`'s `rougeL` without stemming; its tokenizer knows a–z only, ours takes all letters, each character of scripts without spaces, and is the same on those.
 * @returns undefined of two texts that are too long to be compared, such as 10,000 words and 5,000
 */
export function rougeLOf(answer: string, expected: string): number | undefined {
  const pairs = comparableWords(answer).length * comparableWords(expected).length;
  if (pairs === 0) return 0;
  if (pairs > MOST_PAIRS) return undefined;
  // One "sentence": the library's own splitting would make it ROUGE-Lsum.
  return l(answer, expected, { segmenter: (text) => [text], tokenizer: comparableWords });
}
