// OpenAI chat fine-tuning: `messages`, with tool calls and weights.

import validate, { schema } from 'validator:./openaiChat.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, loseQuietly, refuseToLose } from '../example/conversation';
import { openaiFunctionNames } from '../example/functionNames';
import type { DatasetFormat } from './format';
import { hasOwnRoles, messageOutline, openaiRoles } from './openai/openaiMessages';
import { readMessages, readOpenaiTools } from './openai/openaiRead';
import { writeMessages, writeOpenaiTools } from './openai/openaiWrite';

export const openaiChat: DatasetFormat = {
  id: 'openaiChat',
  family: 'openai_chat',
  label: l10n.t('OpenAI chat (messages)'),
  source: l10n.t('OpenAI, supervised fine-tuning'),
  importOnly: false,
  validate,
  schema,
  conversationKeys: ['messages', 'tools', 'functions'],
  hasCallIds: true,
  functionNames: openaiFunctionNames,
  roles: openaiRoles,
  sample: {
    messages: [
      { role: 'user', content: '' },
      { role: 'assistant', content: '' },
    ],
  },

  likeness(value) {
    if (!('messages' in value)) return 0;
    return hasOwnRoles(value.messages) || 'tools' in value || 'functions' in value ? 2 : 1;
  },

  outline: (value) => messageOutline(value.messages, ['messages'], 'last'),

  toConversation: (value, leaveOut = loseQuietly) => ({
    ...readMessages(value.messages, leaveOut),
    ...readOpenaiTools(value, leaveOut),
  }),

  fromConversation(conversation, leaveOut = refuseToLose) {
    if (conversation.answers)
      throw new CannotExpress(l10n.t("This format doesn't support ranked responses."));
    return {
      messages: writeMessages(conversation, leaveOut),
      ...writeOpenaiTools(conversation.tools, leaveOut),
    };
  },
};
