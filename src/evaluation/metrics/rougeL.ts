import { l } from 'js-rouge';
import { comparableWords } from '../../dataset/example/words';
import type { Metric } from './metric';

export const rougeL: Metric = {
  id: 'rouge-l',
  label: 'ROUGE-L',
  description:
    "Overlap with the expected response in word order: F1 score of the longest common subsequence of words (as in Google's rouge_score).",
  better: 'higher',
  unit: 'share',
  ofNoAnswer: 0,
  isCostly: true,
  applies: () => true,
  isProposed: ({ medianWords, isJson }) => medianWords > 8 && !isJson,
  score: ({ expected, answer }) => rougeLOf(answer, expected),
};

/** `rouge_score`'s `rougeL` without stemming; its tokenizer knows a–z only, ours takes all letters, each character of scripts without spaces, and is the same on those. */
export function rougeLOf(answer: string, expected: string): number {
  if (comparableWords(answer).length === 0 || comparableWords(expected).length === 0) return 0;
  // One "sentence": the library's own splitting would make it ROUGE-Lsum.
  return l(answer, expected, { segmenter: (text) => [text], tokenizer: comparableWords });
}
