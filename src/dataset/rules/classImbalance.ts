import * as l10n from '@vscode/l10n';
import { counted } from '../../base/numbers';
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
  title: l10n.t('Classes are imbalanced'),
  description: l10n.t(
    'In a classification dataset (few, short outputs), a class with a tenth or less of the examples of another class is often predicted wrong. Add examples of the rare classes, or remove some of the frequent ones.',
  ),
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
    return l10n.t(
      'Imbalanced classes: "{0}" appears {1}, "{2}" only {3}. Rare classes are learned poorly.',
      most.text,
      counted(most.count, 'time'),
      least.text,
      least.count === 1 ? l10n.t('once') : counted(least.count, 'time'),
    );
  },
};
