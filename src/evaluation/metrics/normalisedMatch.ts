import * as l10n from '@vscode/l10n';
import { whatIsIgnored } from './labels';
import type { Metric } from './metric';

export const normalisedMatch: Metric = {
  id: 'normalised-match',
  label: l10n.t('Normalized match'),
  description: l10n.t('Share of responses that match the expected response, ignoring {0}.', whatIsIgnored),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  normalises: true,
  applies: () => true,
  isProposed: ({ medianWords, isJson, hasTools, classes }) =>
    medianWords <= 8 && !isJson && !hasTools && classes.length < 2,
  score: ({ expected, answer }, { labels }) => (labels.isSame(expected, answer) ? 1 : 0),
};
