import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const lengthRatio: Metric = {
  id: 'length-ratio',
  label: l10n.t('Length ratio'),
  description: l10n.t(
    'Length of the response divided by the length of the expected response, in characters: 1 is equally long, 2 twice as long. Models are compared by how far from 1 they are.',
  ),
  better: 'one',
  unit: 'ratio',
  applies: () => true,
  isProposed: ({ medianWords }) => medianWords > 8,
  score: ({ expected, answer }) =>
    expected.trim() === '' ? undefined : characters(answer.trim()) / characters(expected.trim()),
};

/** Without a list of them, which takes memory out of step with a long text. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
