import type { Metric } from './metric';

export const outputTokens: Metric = {
  id: 'output-tokens',
  label: 'Output tokens',
  description: 'Output tokens of a response, as counted and billed by the service.',
  better: 'lower',
  unit: 'tokens',
  applies: () => true,
  isProposed: () => true,
  score: (row) => row.outputTokens,
};
