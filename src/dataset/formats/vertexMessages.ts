// Tuning of Gemini 1.0 on Vertex AI: `messages` with the roles `system`, `user` and `model`, text only.

import validate, { schema } from 'validator:./vertexMessages.schema.json';
import * as l10n from '@vscode/l10n';
import { CannotExpress, loseQuietly, type Part, refuseToLose, textTurn } from '../example/conversation';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import type { DatasetFormat, TextField } from './format';
import { writtenTurns } from './shared/content';
import { joinedText, leaveOutExtras } from './shared/textPair';

export const vertexMessages: DatasetFormat = {
  id: 'vertexMessages',
  family: 'vertex_messages',
  label: l10n.t('Vertex AI for Gemini 1.0 (messages)'),
  source: l10n.t('Vertex AI, tune Gemini 1.0 (retired)'),
  importOnly: false,
  validate,
  schema,
  conversationKeys: ['messages'],
  roles: { user: 'user', model: 'model', others: ['system'], onlyFirst: ['system'] },
  sample: {
    messages: [
      { role: 'user', content: '' },
      { role: 'model', content: '' },
    ],
  },

  likeness(value) {
    if (!('messages' in value)) return 0;
    return messagesOf(value).some((message) => message.role === 'model') ? 2 : 1;
  },

  outline(value) {
    const turns = writtenTurns(value.messages, ['messages']);
    const fields = turns.flatMap(({ path, role }, index): TextField[] => {
      const [, at] = path;
      const message = Array.isArray(value.messages) ? value.messages[Number(at)] : undefined;
      if (!isObject(message) || typeof message.content !== 'string') return [];
      const speaker = role === 'system' || role === 'model' ? role : 'user';
      const side = role === 'model' && index === turns.length - 1 ? 'output' : 'input';
      return [{ path: [...path, 'content'], text: message.content, speaker, side }];
    });
    return { fields, turns };
  },

  toConversation(value, leaveOut = loseQuietly) {
    const messages = messagesOf(value);
    if (messages.slice(1).some((message) => message.role === 'system'))
      leaveOut(l10n.t('the position of a system message (it moves to the start)'));
    const system = messages.filter((message) => message.role === 'system').map(textPart);
    const turns = messages
      .filter((message) => message.role !== 'system')
      .map(({ role, content }) => textTurn(role === 'model' ? 'model' : 'user', String(content)));
    return system.length > 0 ? { system, turns } : { turns };
  },

  fromConversation({ system, turns, answers, tools }, leaveOut = refuseToLose) {
    if (answers) throw new CannotExpress(l10n.t("This format doesn't support ranked responses."));
    if (tools?.length) leaveOut(l10n.t('declarations of functions'));
    const messages: JsonValue[] = system?.length
      ? [{ role: 'system', content: joinedText(system, leaveOut) }]
      : [];
    for (const turn of turns) {
      leaveOutExtras(turn, leaveOut);
      messages.push({ role: turn.speaker, content: joinedText(turn.parts, leaveOut) });
    }
    return { messages };
  },
};

function messagesOf(value: JsonObject): JsonObject[] {
  return Array.isArray(value.messages) ? value.messages.filter(isObject) : [];
}

function textPart(message: JsonObject): Part {
  return { kind: 'text', text: String(message.content) };
}
