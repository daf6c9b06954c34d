// `prompt` with one answer, under the names that it has in the wild: texts, or lists of messages (TRL).

import validate, { schema } from 'validator:./promptCompletion.schema.json';
import * as l10n from '@vscode/l10n';
import { loseQuietly } from '../example/conversation';
import type { DatasetFormat } from './format';
import { messageOutline } from './openai/openaiMessages';
import { readMessages } from './openai/openaiRead';
import { textPair } from './shared/textPair';

const ANSWERS = ['completion', 'response', 'chosen'] as const;

const pair = textPair({ input: ['prompt'], output: [...ANSWERS] });

export const promptCompletion: DatasetFormat = {
  id: 'promptCompletion',
  family: 'other',
  label: l10n.t('Prompt and completion'),
  source: l10n.t('OpenAI, legacy fine-tuning; TRL'),
  importOnly: true,
  validate,
  schema,
  ...pair,
  likeness(value) {
    if (!('prompt' in value) || 'rejected' in value) return 0;
    return ANSWERS.some((key) => key in value) ? 2 : 0;
  },
  outline(value) {
    const { fields } = pair.outline(value);
    const asked = messageOutline(value.prompt, ['prompt'], 'none').fields;
    const answers = ANSWERS.flatMap((key) => messageOutline(value[key], [key], 'last').fields);
    return { fields: [...fields, ...asked, ...answers], turns: [] };
  },
  toConversation(value, leaveOut = loseQuietly) {
    const { prompt, label } = value;
    if (label === false) leaveOut(l10n.t('that the response was rejected (the model would learn it)'));
    const taken = ANSWERS.find((key) => key in value);
    const answer = taken && value[taken];
    if (!Array.isArray(prompt) && !Array.isArray(answer)) return pair.toConversation(value, leaveOut);
    const messages = [
      ...(Array.isArray(prompt) ? prompt : [{ role: 'user', content: prompt ?? '' }]),
      ...(Array.isArray(answer) ? answer : [{ role: 'assistant', content: answer ?? '' }]),
    ];
    for (const other of ANSWERS)
      if (other !== taken && other in value)
        leaveOut(l10n.t('"{0}" ("{1}" was taken)', other, String(taken)));
    return readMessages(messages, leaveOut);
  },
};
