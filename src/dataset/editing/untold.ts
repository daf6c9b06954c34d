// The net under the readers of formats: what an example says and its conversation does not. A reader names what it
// leaves out in words of its own; this finds what it has passed over.

import type { Conversation } from '../example/conversation';
import type { DatasetFormat } from '../formats/format';
import { readTemplate } from '../formats/shared/chatTemplates';
import { parseExactly } from '../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../json/value';

/** The keys of texts and numbers that are nowhere in the conversation, each once. */
export function untoldKeys(value: JsonObject, format: DatasetFormat, conversation: Conversation): string[] {
  const told = new Set(paragraphsIn(conversation as unknown as JsonValue));
  const keys = new Set<string>();
  const look = (own: JsonValue, key: string): void => {
    if (Array.isArray(own)) for (const each of own) look(each, key);
    else if (isObject(own)) {
      for (const [name, each] of Object.entries(own)) if (!isStructure.has(name)) look(each, name);
    } else if (!isTold(own, told)) lookInside(own, key);
  };
  const lookInside = (own: JsonValue, key: string): void => {
    const inner = typeof own === 'string' ? parseExactly(own) : undefined;
    if (typeof inner === 'object' && inner !== null) look(inner, key);
    else keys.add(key);
  };
  for (const key of format.conversationKeys) if (value[key] !== undefined) look(value[key], key);
  return [...keys];
}

/** Say who speaks, what something is, where it stands, or how the service got on; all but texts of the example. */
const isStructure = new Set([
  ...['role', 'from', 'type', 'startOffset', 'endOffset'],
  ...[
    'status',
    'processed_time',
    'finishReason',
    'finishMessage',
    'safetyRatings',
    'promptFeedback',
    'index',
  ],
  ...[
    'usageMetadata',
    'modelVersion',
    'createTime',
    'responseId',
    'avgLogprobs',
    'logprobsResult',
    'tokenCount',
  ],
]);

/** By paragraphs, since several texts may become one. */
function isTold(own: string | number | boolean | null, told: ReadonlySet<string>): boolean {
  if (typeof own === 'boolean' || own === null) return true; // too short to be looked for
  if (paragraphsIn(own).every((each) => told.has(each))) return true;
  if (typeof own === 'number') return false;
  const [data] = /^data:[^,]*,/.exec(own) ?? [];
  if (data !== undefined) return told.has(own.slice(data.length));
  return own.includes('<tool_') || readTemplate(own) !== undefined; // taken apart by their readers
}

function paragraphsIn(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(paragraphsIn);
  if (isObject(value)) return Object.entries(value).flatMap(([key, own]) => [key, ...paragraphsIn(own)]);
  if (value === undefined || value === null) return [];
  const pieces = String(value).split(/\n{2,}/);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
