import type { Metric } from './metric';

export const latency: Metric = {
  id: 'latency',
  label: 'Latency',
  description: 'Time from the request to the end of the response, excluding rate-limit waits.',
  better: 'lower',
  unit: 'milliseconds',
  applies: () => true,
  isProposed: () => true,
  score: ({ milliseconds }) => milliseconds,
};
