// OpenAI's chat messages, shared by its two formats: their roles and texts.

import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../../json/value';
import type { RoleNames, TextField, WrittenTurn } from '../format';
import { writtenTurns } from '../shared/content';

export const SYSTEM_ROLES: readonly string[] = ['system', 'developer'];
const OWN_ROLES = new Set(['assistant', 'developer', 'tool', 'function']);

export const openaiRoles: RoleNames = {
  user: 'user',
  model: 'assistant',
  others: ['system', 'developer', 'tool', 'function'],
  results: ['tool', 'function'],
  mayRepeat: true,
};

export function hasOwnRoles(messages: JsonValue | undefined): boolean {
  return listOf(messages).some(({ role }) => typeof role === 'string' && OWN_ROLES.has(role));
}

export function messageOutline(
  messages: JsonValue | undefined,
  path: JsonPath,
  answers: 'last' | 'all' | 'none',
): { fields: TextField[]; turns: WrittenTurn[] } {
  const turns = writtenTurns(messages, path);
  const fields = turns.flatMap(({ path: at, role }, index): TextField[] => {
    const message = Array.isArray(messages) ? messages[Number(at.at(-1))] : undefined;
    if (!isObject(message)) return [];
    const speaker = role === 'assistant' ? 'model' : SYSTEM_ROLES.includes(role ?? '') ? 'system' : 'user';
    const isAnswer = answers === 'all' || (answers === 'last' && index === turns.length - 1);
    const side = speaker === 'model' && isAnswer ? 'output' : 'input';
    const mayBeEmpty = Array.isArray(message.tool_calls) || role === 'tool' || role === 'function';
    return textsOf(message, at).map((text) => ({
      ...text,
      speaker,
      side,
      ...(mayBeEmpty ? { mayBeEmpty } : {}),
    }));
  });
  return { fields, turns };
}

function textsOf({ content }: JsonObject, path: JsonPath): Pick<TextField, 'path' | 'text'>[] {
  if (typeof content === 'string') return [{ path: [...path, 'content'], text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part, index) =>
    isObject(part) && typeof part.text === 'string'
      ? [{ path: [...path, 'content', index, 'text'], text: part.text }]
      : [],
  );
}

export function listOf(messages: JsonValue | undefined): JsonObject[] {
  return Array.isArray(messages) ? messages.filter(isObject) : [];
}
