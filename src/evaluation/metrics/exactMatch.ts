import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const exactMatch: Metric = {
  id: 'exact-match',
  label: l10n.t('Exact match'),
  description: l10n.t(
    'Share of responses that are identical to the expected response, ignoring leading and trailing whitespace.',
  ),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  applies: () => true,
  isProposed: ({ medianWords, isJson, hasTools, classes }) =>
    medianWords <= 8 && !isJson && !hasTools && classes.length < 2,
  score: ({ expected, answer }) => (expected.trim() === answer.trim() ? 1 : 0),
};
