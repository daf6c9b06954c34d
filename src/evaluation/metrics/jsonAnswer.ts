import { parseExactly } from '../../dataset/json/exactNumbers';
import { parse } from '../../dataset/json/parse';
import type { JsonValue } from '../../dataset/json/value';

/** The JSON of an answer; undefined when it is none. */
export function parseAnswer(answer: string): JsonValue | undefined {
  return parse(jsonOf(answer));
}

/** The same for comparing, with all digits of its numbers; see dataset/json/exactNumbers.ts. */
export function parseAnswerExactly(answer: string): JsonValue | undefined {
  return parseExactly(jsonOf(answer));
}

/** Models like to wrap JSON in a Markdown code fence. */
function jsonOf(answer: string): string {
  const text = answer.trim();
  const opening = /^```(?:json)?\s*\n/i.exec(text)?.[0] ?? '';
  const isFenced = opening !== '' && text.length >= opening.length + 3 && text.endsWith('```');
  return isFenced ? text.slice(opening.length, -3).trim() : text;
}
