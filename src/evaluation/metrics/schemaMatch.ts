import * as l10n from '@vscode/l10n';
import type { Metric } from './metric';

export const schemaMatch: Metric = {
  id: 'schema-match',
  label: l10n.t('Schema match'),
  description: l10n.t('Share of responses that are JSON and match the JSON Schema of the evaluation.'),
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  applies: ({ hasSchema }) => hasSchema,
  isProposed: ({ hasSchema }) => hasSchema,
  score({ answer }, { matchesSchema }) {
    const matches = matchesSchema?.(answer);
    return matches === undefined ? undefined : Number(matches);
  },
};
