import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const latency: Metric = {
  id: 'latency',
  label: l10n.t('Latency'),
  description: l10n.t('Time from the request to the end of the response, excluding rate-limit waits.'),
  better: 'lower',
  unit: 'milliseconds',
  applies: () => true,
  isProposed: () => true,
  score: ({ milliseconds }) => milliseconds,
};
