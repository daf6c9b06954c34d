import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const outputTokens: Metric = {
  id: 'output-tokens',
  label: l10n.t('Output tokens'),
  description: l10n.t('Output tokens of a response, as counted and billed by the service.'),
  better: 'lower',
  unit: 'tokens',
  applies: () => true,
  isProposed: () => true,
  score: (row) => row.outputTokens,
};
