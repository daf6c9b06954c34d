import validate, { schema } from 'validator:./questionAnswer.schema.json';
import * as l10n from '@vscode/l10n';
import type { DatasetFormat } from './format';
import { textPair } from './shared/textPair';

export const questionAnswer: DatasetFormat = {
  id: 'questionAnswer',
  family: 'other',
  label: l10n.t('Question and answer'),
  source: l10n.t('Common in public datasets'),
  importOnly: true,
  validate,
  schema,
  ...textPair({ input: ['question'], output: ['answer'] }),
  likeness: (value) => ('question' in value && 'answer' in value ? 2 : 0),
};
