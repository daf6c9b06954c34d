// An answer that stands beside the turns instead of at their end, as `completion` beside `contents`.

import { isObject, type JsonValue } from '../json/value';
import type { ExampleLine } from './exampleLine';
import { spokenTurns } from './speakers';

/** What people call an answer. */
const NAMES = new Set(
  'completion output response answer target reply expected expected_output model_output model_response'.split(
    ' ',
  ),
);

/** The key of the answer; undefined when the turns end with the model's, or nothing stands beside them. */
export function answerBesideTurns(line: ExampleLine): string | undefined {
  const { format, value, schemaErrors } = line;
  if (!format.roles || format.roles.endsWithUser || spokenTurns(line).at(-1)?.speaker !== 'user')
    return undefined;
  return Object.keys(value).find(
    (key) =>
      NAMES.has(key) &&
      schemaErrors.some(({ at, path }) => at === 'key' && path.length === 1 && path[0] === key),
  );
}

/** The answer as the model's turn, of pieces of the line; undefined when it is nothing that can be a turn. */
export function answerAsTurn(line: ExampleLine, key: string): string | undefined {
  const { text, value, outline, format } = line;
  const role = JSON.stringify(format.roles?.model);
  const at = (...path: (string | number)[]) => {
    const { start, end } = line.rangeOf([key, ...path]);
    return text.slice(start, end);
  };
  const own = value[key];
  const isOne =
    Array.isArray(own) && own.length === 1 && isObject(own[0]) && ('parts' in own[0] || 'content' in own[0]);
  const inside = isOne ? [0] : [];
  const answer: JsonValue | undefined = isOne ? own[0] : own;
  const holdsParts = outline.turns.some(({ path }) => line.has([...path, 'parts']));
  if (!holdsParts) {
    if (typeof answer === 'string') return `{"role": ${role}, "content": ${at(...inside)}}`;
    return isObject(answer) && typeof answer.content === 'string'
      ? `{"role": ${role}, "content": ${at(...inside, 'content')}}`
      : undefined;
  }
  const parts = (list: string) => `{"role": ${role}, "parts": ${list}}`;
  if (typeof answer === 'string') return parts(`[{"text": ${at(...inside)}}]`);
  if (Array.isArray(answer) && answer.every((each) => isObject(each) && 'text' in each)) return parts(at());
  if (!isObject(answer)) return undefined;
  for (const name of ['text', 'content'])
    if (typeof answer[name] === 'string') return parts(`[{"text": ${at(...inside, name)}}]`);
  return Array.isArray(answer.parts) ? parts(at(...inside, 'parts')) : undefined;
}
