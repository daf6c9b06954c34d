// Tuning of PaLM 2 text models on Vertex AI (retired): one text in, one text out.
import validate, { schema } from 'validator:./palm.schema.json';
import type { DatasetFormat } from './format';
import { textPair } from './shared/textPair';

export const palm: DatasetFormat = {
  id: 'palm',
  family: 'palm',
  label: 'PaLM (input_text, output_text)',
  source: 'Vertex AI, tune text models (PaLM 2)',
  importOnly: false,
  validate,
  schema,
  ...textPair({ input: ['input_text'], output: ['output_text'] }),
  likeness: (value) => ('input_text' in value || 'output_text' in value ? 2 : 0),
};
