// Calls of functions in collections of chats: JSON as a message of its own, or between tags in what is said.
import * as l10n from '@vscode/l10n';
import { CannotExpress, type Part } from '../../example/conversation';
import { parseExactly } from '../../json/exactNumbers';
import { isObject } from '../../json/value';

type Call = Extract<Part, { kind: 'call' }>;
type Result = Extract<Part, { kind: 'result' }>;

/** What the model says, with the calls that stand between tags in it. Throws `CannotExpress`. */
export function readAnswerParts(text: string): Part[] {
  const { inside, outside } = splitAtTags(text, 'tool_call');
  if (inside.length === 0) return [{ kind: 'text', text }];
  const calls = inside.flatMap(readCalls);
  return outside === '' ? calls : [{ kind: 'text', text: outside }, ...calls];
}

/** `{"name": …, "arguments": {…}}`, or a list of these. Throws `CannotExpress`. */
export function readCalls(text: string): Call[] {
  const value = parseExactly(text);
  const list = Array.isArray(value) ? value : [value];
  return list.map((call): Call => {
    if (!isObject(call) || typeof call.name !== 'string')
      throw new CannotExpress(l10n.t('A function call isn\'t a JSON object with a "name".'));
    const own = typeof call.arguments === 'string' ? parseExactly(call.arguments) : call.arguments;
    return { kind: 'call', name: call.name, args: isObject(own) ? own : {} };
  });
}

/**
 * The results in a message, in the order of the calls. Throws `CannotExpress` where nothing was called.
 * @param called names of the functions whose results are to come
 */
export function readResults(text: string, called: readonly string[]): Result[] {
  const { inside } = splitAtTags(text, 'tool_response');
  return (inside.length > 0 ? inside : [text]).map((own, index) => {
    const name = called[index] ?? called.at(-1);
    if (name === undefined) throw belongsToNoCall();
    const value = parseExactly(own);
    return { kind: 'result', name, response: isObject(value) ? value : { result: own } };
  });
}

export function belongsToNoCall(): CannotExpress {
  return new CannotExpress(l10n.t('A function result has no matching call.'));
}

/** In time of the text, which a pattern would not be: a tag may be open many times, and never end. */
function splitAtTags(text: string, tag: string): { inside: string[]; outside: string } {
  const [start, end] = [`<${tag}>`, `</${tag}>`];
  const inside: string[] = [];
  let outside = '';
  let at = 0;
  for (;;) {
    const from = text.indexOf(start, at);
    const to = from === -1 ? -1 : text.indexOf(end, from);
    if (to === -1) return { inside, outside: (outside + text.slice(at)).trim() };
    outside += text.slice(at, from);
    inside.push(text.slice(from + start.length, to).trim());
    at = to + end.length;
  }
}
