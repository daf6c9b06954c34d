// Tuning of PaLM 2 text models on Vertex AI (retired): one text in, one text out.

import validate, { schema } from 'validator:./palm.schema.json';
import * as l10n from '@vscode/l10n';
import type { DatasetFormat } from './format';
import { textPair } from './shared/textPair';

export const palm: DatasetFormat = {
  id: 'palm',
  family: 'palm',
  label: l10n.t('PaLM (input_text, output_text)'),
  source: l10n.t('Vertex AI, tune text models (PaLM 2)'),
  importOnly: false,
  validate,
  schema,
  ...textPair({ input: ['input_text'], output: ['output_text'] }),
  likeness: (value) => ('input_text' in value || 'output_text' in value ? 2 : 0),
};
