// Calls of functions in collections of chats: JSON as a message of its own, or between tags in what is said.
import * as l10n from '@vscode/l10n';
import { CannotExpress, type LeaveOut, type Part } from '../../example/conversation';
import { parseExactly } from '../../json/exactNumbers';
import { isObject, type JsonObject, type JsonValue } from '../../json/value';

type Call = Extract<Part, { kind: 'call' }>;
type Result = Extract<Part, { kind: 'result' }>;

/** What the model says, with the calls that stand between tags in it. Throws `CannotExpress`. */
export function readAnswerParts(text: string, leaveOut: LeaveOut): Part[] {
  const { inside, outside } = splitAtTags(text, 'tool_call');
  if (inside.length === 0) return [{ kind: 'text', text }];
  const calls = inside.flatMap((call) => readCalls(call, leaveOut));
  return outside === '' ? calls : [{ kind: 'text', text: outside }, ...calls];
}

/** `{"name": …, "arguments": {…}}`, or a list of these; some say `parameters`. Throws `CannotExpress`. */
export function readCalls(text: string, leaveOut: LeaveOut): Call[] {
  const value = parseExactly(text);
  const list = Array.isArray(value) ? value : [value];
  return list.map((call): Call => {
    if (!isObject(call) || typeof call.name !== 'string')
      throw new CannotExpress(l10n.t('A function call isn\'t a JSON object with a "name".'));
    const { name, type: _, parameters, arguments: args = parameters, ...rest } = call;
    if (parameters !== undefined && args !== parameters) rest.parameters = parameters;
    for (const key of Object.keys(rest)) leaveOut(l10n.t('"{0}" of a call', key));
    return { kind: 'call', name, args: readArguments(args) };
  });
}

function readArguments(args: JsonValue | undefined): JsonObject {
  if (args === undefined || args === null || args === '') return {};
  const value = typeof args === 'string' ? parseExactly(args) : args;
  if (!isObject(value)) throw hasOddArguments();
  return value;
}

export function hasOddArguments(): CannotExpress {
  return new CannotExpress(l10n.t("The arguments of a call aren't a JSON object."));
}

/**
 * The results in a message, in the order of the calls. Throws `CannotExpress` where nothing was called.
 * @param called names of the functions whose results are to come
 */
export function readResults(text: string, called: readonly string[], leaveOut: LeaveOut): Result[] {
  const { inside, outside } = splitAtTags(text, 'tool_response');
  if (inside.length > 0 && outside !== '') leaveOut(l10n.t("text around a function's result"));
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
  const outside: string[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf(start, at);
    const to = from === -1 ? -1 : text.indexOf(end, from);
    outside.push(text.slice(at, to === -1 ? undefined : from).trim());
    if (to === -1) return { inside, outside: outside.filter((own) => own !== '').join('\n\n') };
    inside.push(text.slice(from + start.length, to).trim());
    at = to + end.length;
  }
}
