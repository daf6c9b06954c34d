import type { FileRule } from '../checking/rule';

/** Answers of more characters are no names of classes. */
export const LONGEST_CLASS_NAME = 60;
const MOST_CLASSES = 50;
const EXAMPLES_PER_CLASS = 5;
const WORST_RATIO = 10;

export const classImbalance: FileRule = {
  id: 'class-imbalance',
  kind: 'style',
  severity: 'info',
  scope: 'file',
  title: 'Some answers are far more frequent than others',
  description:
    'When a file classifies (few different, short answers), a class with a tenth of the examples of another is mostly answered wrong. Add examples of the rare ones, or take some of the frequent away.',
  check({ examples, answers }) {
    if (answers.size < 2 || answers.size > MOST_CLASSES || examples < answers.size * EXAMPLES_PER_CLASS)
      return undefined;
    let total = 0;
    let most = { text: '', count: 0 };
    let least = { text: '', count: Number.POSITIVE_INFINITY };
    for (const answer of answers.values()) {
      total += answer.count;
      if (answer.count > most.count) most = answer;
      if (answer.count < least.count) least = answer;
    }
    if (total < examples * 0.9 || most.count < least.count * WORST_RATIO) return undefined;
    return `The answer “${most.text}” stands ${most.count} times, “${least.text}” ${least.count === 1 ? 'once' : `${least.count} times`}: rare classes are hardly learned.`;
  },
};
