// Calls of functions: the learner reads and writes them as JSON, a line each, and answers become parts here.
import { createHash } from 'node:crypto';
import { GoogleError } from '../google/errors';
import { isObject, type JsonObject, type JsonValue } from '../google/protoJson/json';
import { type Content, type Part, roleOf } from './prompt';

/** `Tool` of both services, as far as the sandbox reads it. */
export type Tool = { functionDeclarations?: { name?: string }[] };

export function declaresFunctions(tools: readonly Tool[] | undefined): boolean {
  return (tools ?? []).some(({ functionDeclarations = [] }) => functionDeclarations.length > 0);
}

/** Google counts declarations among the tokens of a prompt; the learner, whose tokens are characters, does not read them. */
export function toolTokens(tools: readonly Tool[] | undefined): number {
  return tools?.length ? [...JSON.stringify(tools)].length : 0;
}

/** As Google says it of an answer that begins a call and does not end it. */
export const MALFORMED = 'MALFORMED_FUNCTION_CALL';

/** What the learner wrote, as text and calls; undefined when a call in it is broken. */
export function callParts(text: string, isSigned: boolean): Part[] | undefined {
  const parts: Part[] = [];
  const words: string[] = [];
  for (const line of text.split('\n')) {
    const call = callIn(line);
    if (call === 'broken') return undefined;
    if (call) parts.push({ functionCall: call });
    else words.push(line);
  }
  const [first] = parts;
  if (isSigned && first && isObject(first.functionCall))
    first.thoughtSignature = signatureOf(first.functionCall);
  const said = words.join('\n');
  return said === '' && parts.length > 0 ? parts : [{ text: said }, ...parts];
}

function callIn(line: string): JsonObject | 'broken' | undefined {
  if (!line.startsWith('{"functionCall"')) return undefined;
  try {
    const value = JSON.parse(line) as JsonValue;
    const call = isObject(value) ? value.functionCall : undefined;
    if (isObject(call) && typeof call.name === 'string' && isObject(call.args ?? {})) return call;
  } catch {
    // said below
  }
  return 'broken';
}

/** Gemini 3 and later sign the first call of a turn and want it back so (Google Cloud, Thought signatures, 2026). */
export function signsCalls(baseModel: string): boolean {
  return /gemini-(?:[3-9]|\d\d)/.test(baseModel);
}

/** What Google takes instead of a signature, for calls that nobody has signed. */
const UNSIGNED = 'skip_thought_signature_validator';

function signatureOf({ name, args }: JsonObject): string {
  return createHash('sha256')
    .update(JSON.stringify([name, sorted(args ?? {})]))
    .digest('base64');
}

/** Structs have no order. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, own]) => [key, sorted(own)]));
}

/** Turns with calls are followed by as many responses, and on Gemini 3 those since the last prompt are signed. @throws GoogleError 400 */
export function checkCalls(contents: readonly Content[], baseModel: string): void {
  const asked = contents.findLastIndex(
    (content) => roleOf(content) !== 'model' && !partsOf(content, 'functionResponse').length,
  );
  for (const [index, content] of contents.entries()) {
    const calls = partsOf(content, 'functionCall');
    const [first] = calls;
    if (first === undefined) continue;
    const next = contents[index + 1];
    if (next && partsOf(next, 'functionResponse').length !== calls.length) {
      throw new GoogleError(
        'INVALID_ARGUMENT',
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      );
    }
    if (index > asked && signsCalls(baseModel)) checkSignature(first);
  }
}

function checkSignature({ functionCall, thoughtSignature }: Part): void {
  const call = isObject(functionCall) ? functionCall : {};
  if (thoughtSignature === undefined || thoughtSignature === '') {
    throw new GoogleError(
      'INVALID_ARGUMENT',
      'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, ' +
        `and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${call.name}\`, position 1.`,
    );
  }
  const bytes = (text: JsonValue) => Buffer.from(String(text), 'base64').toString('base64');
  if (![bytes(UNSIGNED), signatureOf(call)].includes(bytes(thoughtSignature)))
    throw new GoogleError('INVALID_ARGUMENT', 'Corrupted thought signature.');
}

function partsOf({ parts = [] }: Content, kind: 'functionCall' | 'functionResponse'): Part[] {
  return parts.filter((part) => isObject(part[kind]));
}
