// `prompt` with one answer, under the names that it has in the wild.
import validate, { schema } from 'validator:./promptCompletion.schema.json';
import type { DatasetFormat } from '../format';
import { textPair } from './textPair';

const ANSWERS = ['completion', 'response', 'chosen'] as const;

export const promptCompletion: DatasetFormat = {
  id: 'promptCompletion',
  family: 'other',
  label: 'Prompt and completion',
  source: 'OpenAI, legacy fine-tuning',
  importOnly: true,
  validate,
  schema,
  ...textPair({ input: ['prompt'], output: [...ANSWERS] }),
  likeness(value) {
    if (!('prompt' in value) || 'rejected' in value) return 0;
    return ANSWERS.some((key) => key in value) ? 2 : 0;
  },
};
