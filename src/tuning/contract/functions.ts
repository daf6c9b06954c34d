// Calls of functions in prompts and answers.
import type { Part } from '../../dataset/example/conversation';
import { canonicalJson } from '../../dataset/json/value';

/** What a model wants done; `signature`: Gemini 3 wants it back with the call, as it gave it (`thoughtSignature`). */
export type FunctionCall = Omit<Extract<Part, { kind: 'call' }>, 'kind'> & { readonly signature?: string };

/** What came of a call. */
export type FunctionResult = Omit<Extract<Part, { kind: 'result' }>, 'kind'>;

export type FunctionPart =
  | ({ readonly kind: 'call' } & FunctionCall)
  | ({ readonly kind: 'result' } & FunctionResult);

/** Calls as a person reads them, one a line: `get_weather({"city":"Bonn"})`. Equal calls have equal texts. */
export function callText({ name, args }: Pick<FunctionCall, 'name' | 'args'>): string {
  return `${name}(${canonicalJson(args)})`;
}

/** What was said and called, as one text; the text alone where nothing was called. */
export function spokenText(text: string, functions: readonly FunctionPart[] | undefined): string {
  const lines = (functions ?? []).map((part) =>
    part.kind === 'call' ? callText(part) : `${part.name} → ${canonicalJson(part.response)}`,
  );
  return [...(text === '' && lines.length > 0 ? [] : [text]), ...lines].join('\n');
}

/** What was said besides the calls of a text that {@link answerText} has written. */
export function textBeside(text: string, calls: readonly FunctionCall[] | undefined): string {
  const called = answerText('', calls);
  if (called === '' || !text.endsWith(called)) return text;
  return text.slice(0, -called.length).replace(/\n$/, '');
}

/** The same of an answer. */
export function answerText(text: string, calls: readonly FunctionCall[] | undefined): string {
  return spokenText(
    text,
    calls?.map((call) => ({ kind: 'call', ...call })),
  );
}
