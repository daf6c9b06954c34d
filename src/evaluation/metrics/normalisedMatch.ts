import { whatIsIgnored } from './labels';
import type { Metric } from './metric';

export const normalisedMatch: Metric = {
  id: 'normalised-match',
  label: 'Normalized match',
  description: `Share of responses that match the expected response, ignoring ${whatIsIgnored}.`,
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  normalises: true,
  applies: () => true,
  isProposed: ({ medianWords, isJson, hasTools, classes }) =>
    medianWords <= 8 && !isJson && !hasTools && classes.length < 2,
  score: ({ expected, answer }, { labels }) => (labels.isSame(expected, answer) ? 1 : 0),
};
