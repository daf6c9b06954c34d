import type { Metric } from './metric';

export const schemaMatch: Metric = {
  id: 'schema-match',
  label: 'Schema match',
  description: 'Share of responses that are JSON and match the JSON Schema of the evaluation.',
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
