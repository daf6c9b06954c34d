import * as l10n from '@vscode/l10n';
import { counted } from '../../base/numbers';
import { replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { callsOf, writtenResponses } from '../example/functionCalls';
import { isObject, type JsonPath, valueAt } from '../json/value';

export const functionResponse: ExampleRule = {
  id: 'function-response',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Function calls and responses don't match"),
  description: l10n.t(
    'After the model calls functions, the next turn must contain one response for each call. Google rejects prompts in which the numbers differ. A call in a user turn, or a response without a call, teaches nothing.',
  ),
  check(line, report) {
    for (const { path, message } of found(line)) report(line.rangeOf(path), message);
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const wrong =
      line && [...found(line)].find(({ path }) => line.rangeOf(path).start === problem.range.start);
    if (wrong?.meant === undefined) return undefined;
    return {
      title: l10n.t('Change to "{0}"', wrong.meant),
      edits: [replaceOnLine(problem.line, problem.range, JSON.stringify(wrong.meant))],
    };
  },
};

interface Named {
  readonly name: string;
  readonly path: JsonPath;
}

interface Mismatch {
  readonly path: JsonPath;
  readonly message: string;
  /** The only call that has no response, for a response of no call. */
  readonly meant?: string;
}

/** Of conversations in Google's form; OpenAI's have ids instead (see callId.ts). */
function* found({ outline, value }: ExampleLine): Generator<Mismatch> {
  // Of a role that Google doesn't have nobody knows whose turn it is: that is the role's problem.
  if (outline.turns.some(({ role }) => role !== undefined && role !== 'user' && role !== 'model')) return;
  /** Calls of the model's last turn. */
  let open: readonly Named[] = [];
  let responses: Named[] = [];
  for (const { path, role } of outline.turns) {
    const turn = valueAt(value, path);
    if (!isObject(turn) || !Array.isArray(turn.parts)) continue;
    const calls = [...callsOf(turn, path)];
    if (role === 'model') {
      yield* unlike(open, responses);
      open = calls;
      responses = [];
      continue;
    }
    for (const response of writtenResponses(turn, path)) responses.push(response);
    if (role === 'user' && calls[0])
      yield {
        path: calls[0].path,
        message: l10n.t(
          'Function "{0}" is called in a user turn. Only the model calls functions.',
          calls[0].name,
        ),
      };
    if (open[0] && responses.length === 0)
      yield {
        path: open[0].path,
        message: l10n.t('The call of "{0}" has no response in the next turn.', open[0].name),
      };
  }
  yield* unlike(open, responses);
}

function unlike(calls: readonly { readonly name: string }[], responses: readonly Named[]): Mismatch[] {
  const [first] = responses;
  if (!first) return [];
  if (calls.length === 0)
    return [
      {
        path: first.path,
        message: l10n.t('The response of "{0}" has no matching call in the previous turn.', first.name),
      },
    ];
  if (calls.length !== responses.length)
    return [
      {
        path: first.path,
        message: l10n.t(
          'The previous turn has {0}, but this turn has {1}. Each call must have exactly one response.',
          counted(calls.length, 'call'),
          counted(responses.length, 'response'),
        ),
      },
    ];
  const waiting = new Map<string, number>();
  for (const { name } of calls) waiting.set(name, (waiting.get(name) ?? 0) + 1);
  const strangers = responses.filter(({ name }) => {
    const count = waiting.get(name) ?? 0;
    if (count > 1) waiting.set(name, count - 1);
    else waiting.delete(name);
    return count === 0;
  });
  const [meant] = strangers.length === 1 ? waiting.keys() : [];
  return strangers.map(({ name, path }) => ({
    path,
    message: l10n.t('The previous turn has no unanswered call of "{0}".', name),
    ...(meant === undefined ? {} : { meant }),
  }));
}
