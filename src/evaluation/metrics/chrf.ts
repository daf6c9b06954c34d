import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const chrf: Metric = {
  id: 'chrf',
  label: 'chrF',
  description: l10n.t(
    'Character-level similarity of response and expected response, from 0 to 100: F2 score of character n-grams up to 6 (chrF2 as in sacreBLEU). Works for all scripts.',
  ),
  better: 'higher',
  unit: 'points',
  ofNoAnswer: 0,
  isCostly: true,
  applies: () => true,
  isProposed: ({ medianWords, isJson }) => medianWords > 8 && !isJson,
  score: ({ expected, answer }) => chrfOf([{ answer, expected }]),
};

const ORDER = 6;

/** sacrebleu's `corpus_chrf` with `char_order=6, word_order=0`, white space left out and no smoothing; 0 to 100. */
export function chrfOf(
  pairs: readonly { readonly answer: string; readonly expected: string }[],
  beta = 2,
): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 1; order <= ORDER; order++) {
    const total = { answer: 0, expected: 0, common: 0 };
    for (const pair of pairs) {
      const answer = sequences(pair.answer, order);
      const expected = sequences(pair.expected, order);
      for (const [sequence, count] of answer) {
        total.answer += count;
        total.common += Math.min(count, expected.get(sequence) ?? 0);
      }
      for (const count of expected.values()) total.expected += count;
    }
    if (total.answer === 0 || total.expected === 0) continue; // too short for this order
    precision += total.common / total.answer;
    recall += total.common / total.expected;
    orders++;
  }
  if (precision + recall === 0) return 0;
  const weight = beta * beta;
  return (100 * ((1 + weight) * precision * recall)) / (weight * precision + recall) / orders;
}

function sequences(text: string, order: number): Map<string, number> {
  const dense = text.replace(/\s+/g, '');
  const counts = new Map<string, number>();
  const count = (sequence: string) => counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
  if (!/[\ud800-\udfff]/.test(dense)) {
    for (let start = 0; start + order <= dense.length; start++) count(dense.slice(start, start + order));
    return counts;
  }
  const characters = [...dense];
  for (let start = 0; start + order <= characters.length; start++) {
    count(characters.slice(start, start + order).join(''));
  }
  return counts;
}
