import { isObject, type JsonObject } from '../google/protoJson/json';

/** google.ai.generativelanguage.*.Content and google.cloud.aiplatform.*.Content, as far as the sandbox reads it. */
export type Content = {
  role?: string;
  parts?: Part[];
};

/** One member of the oneof `data` is set; the learner reads text, and sees anything else as its JSON, calls without ids and signatures. */
export type Part = JsonObject;

/** Text of all parts, a line each. */
export function textOf(content: Content | undefined): string {
  return (content?.parts ?? []).map(partText).join('\n');
}

export function hasOnlyText(content: Content | undefined): boolean {
  return (content?.parts ?? []).every(
    (part) => typeof part.text === 'string' || Object.keys(part).length === 0,
  );
}

/** Google takes `USER` and an absent role for `user`. */
export function roleOf(content: Content): string {
  return content.role ? content.role.toLowerCase() : 'user';
}

/**
 * What the learner is given to read, in training and in prompting alike: the system instruction, then the turns. A
 * single turn stands as it is, several are marked with their roles.
 */
export function flattenPrompt(systemInstruction: Content | undefined, turns: readonly Content[]): string {
  const only = turns.length === 1 ? turns[0] : undefined;
  const lines = only ? [textOf(only)] : turns.map((turn) => `${roleOf(turn)}: ${textOf(turn)}`);
  const system = textOf(systemInstruction);
  return [...(system === '' ? [] : [system]), ...lines].join('\n');
}

function partText(part: Part): string {
  const { text } = part;
  if (typeof text === 'string') return text;
  if (isObject(part.inlineData))
    return `(${part.inlineData.mimeType}, ${String(part.inlineData.data).length})`;
  const { functionCall: call, functionResponse: result } = part;
  if (isObject(call)) return JSON.stringify({ functionCall: { name: call.name, args: call.args ?? {} } });
  if (isObject(result))
    return JSON.stringify({ functionResponse: { name: result.name, response: result.response ?? {} } });
  return Object.keys(part).length > 0 ? JSON.stringify(part) : '';
}
