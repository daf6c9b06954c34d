// Gemini API `TuningExample` (google/ai/generativelanguage/v1beta/tuned_model.proto): one turn, text only.

import validate, { schema } from 'validator:./geminiApi.schema.json';
import * as l10n from '@vscode/l10n';
import { closest } from '../../base/spelling';
import type { DatasetFormat } from './format';
import { textPair } from './shared/textPair';

/** Google reads both spellings of the proto field. */
const INPUT_KEYS = ['text_input', 'textInput'] as const;

export const geminiApi: DatasetFormat = {
  id: 'geminiApi',
  family: 'gemini_api',
  label: l10n.t('Gemini API (text_input, output)'),
  source: 'google.ai.generativelanguage.v1beta.TuningExample',
  importOnly: false,
  validate,
  schema,
  ...textPair({ input: [...INPUT_KEYS], output: ['output'] }),

  asSeen(value) {
    const { text_input: own, ...rest } = value;
    return own === undefined || 'textInput' in rest ? value : { ...rest, textInput: own };
  },

  likeness(value) {
    if (INPUT_KEYS.some((key) => key in value)) return 2;
    const keys = Object.keys(value);
    if (keys.length > 3) return 0;
    const near = keys.some((key) => closest(key, INPUT_KEYS) !== undefined);
    return near || (keys.length === 1 && keys[0] === 'output') ? 1 : 0;
  },
};
