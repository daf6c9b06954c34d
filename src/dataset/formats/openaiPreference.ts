// OpenAI preference fine-tuning: the same question with a better and a worse answer.
import validate, { schema } from 'validator:./openaiPreference.schema.json';
import type { DatasetFormat } from '../format';
import { isObject } from '../json/value';
import {
  messageOutline,
  openaiRoles,
  readMessages,
  readOpenaiTools,
  writeMessages,
  writeOpenaiTools,
} from './openaiMessages';
import { preferredPair } from './preference';

export const openaiPreference: DatasetFormat = {
  id: 'openaiPreference',
  family: 'preference',
  label: 'OpenAI preference (input, preferred_output)',
  source: 'OpenAI, direct preference optimization',
  importOnly: false,
  validate,
  schema,
  conversationKeys: ['input', 'preferred_output', 'non_preferred_output'],
  roles: { ...openaiRoles, endsWithUser: true },
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
    return { fields: [...asked.fields, ...better.fields, ...worse.fields], turns: asked.turns };
  },

  toConversation(value) {
    const input = isObject(value.input) ? value.input : {};
    return {
      ...readMessages(input.messages),
      answers: [
        { score: 1, turns: readMessages(value.preferred_output).turns },
        { score: 0, turns: readMessages(value.non_preferred_output).turns },
      ],
      ...readOpenaiTools(input.tools),
    };
  },

  fromConversation(conversation) {
    const { better, worse } = preferredPair(conversation);
    return {
      input: { messages: writeMessages(conversation), ...writeOpenaiTools(conversation.tools) },
      preferred_output: writeMessages(better),
      non_preferred_output: writeMessages(worse),
    };
  },
};
