import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const price: Metric = {
  id: 'price',
  label: l10n.t('Cost'),
  description: l10n.t(
    "Cost of a prompt and its response, based on the tokens counted by the service and the model's list price.",
  ),
  better: 'lower',
  unit: 'dollars',
  applies: ({ hasPrices }) => hasPrices,
  isProposed: ({ hasPrices }) => hasPrices,
  score: (row) => row.price,
};
