// OpenAI preference fine-tuning: the same question with a better and a worse answer.

import validate, { schema } from 'validator:./openaiPreference.schema.json';
import * as l10n from '@vscode/l10n';
import { loseQuietly, refuseToLose } from '../example/conversation';
import { openaiFunctionNames } from '../example/functionNames';
import { isObject } from '../json/value';
import type { DatasetFormat } from './format';
import { messageOutline, openaiRoles } from './openai/openaiMessages';
import { readAnswer, readMessages, readOpenaiTools } from './openai/openaiRead';
import { writeMessages, writeOpenaiTools } from './openai/openaiWrite';
import { leaveOutScores, preferredPair } from './shared/preference';

export const openaiPreference: DatasetFormat = {
  id: 'openaiPreference',
  family: 'preference',
  label: l10n.t('OpenAI preference (input, preferred_output)'),
  source: l10n.t('OpenAI, direct preference optimization'),
  importOnly: false,
  validate,
  schema,
  conversationKeys: ['input', 'preferred_output', 'non_preferred_output'],
  roles: { ...openaiRoles, endsWithUser: true },
  hasCallIds: true,
  functionNames: openaiFunctionNames,
  sample: {
    input: { messages: [{ role: 'user', content: '' }] },
    preferred_output: [{ role: 'assistant', content: '' }],
    non_preferred_output: [{ role: 'assistant', content: '' }],
  },

  likeness: (value) => ('preferred_output' in value || 'non_preferred_output' in value ? 2 : 0),

  outline(value) {
    const messages = isObject(value.input) ? value.input.messages : undefined;
    const asked = messageOutline(messages, ['input', 'messages'], 'none');
    const better = messageOutline(value.preferred_output, ['preferred_output'], 'all');
    const worse = messageOutline(value.non_preferred_output, ['non_preferred_output'], 'all');
    return {
      fields: [...asked.fields, ...better.fields, ...worse.fields],
      turns: asked.turns,
      answers: [...better.turns, ...worse.turns],
    };
  },

  toConversation(value, leaveOut = loseQuietly) {
    const input = isObject(value.input) ? value.input : {};
    for (const key of Object.keys(input))
      if (key !== 'messages' && key !== 'tools') leaveOut(l10n.t('"{0}" of the input', key));
    return {
      ...readMessages(input.messages, leaveOut),
      answers: [
        { score: 1, turns: readAnswer(value.preferred_output, leaveOut) },
        { score: 0, turns: readAnswer(value.non_preferred_output, leaveOut) },
      ],
      ...readOpenaiTools(input, leaveOut),
    };
  },

  fromConversation(conversation, leaveOut = refuseToLose) {
    const pair = preferredPair(conversation);
    leaveOutScores(pair, leaveOut);
    return {
      input: {
        messages: writeMessages(conversation, leaveOut),
        ...writeOpenaiTools(conversation.tools, leaveOut),
      },
      preferred_output: writeMessages(pair.better, leaveOut),
      non_preferred_output: writeMessages(pair.worse, leaveOut),
    };
  },
};
