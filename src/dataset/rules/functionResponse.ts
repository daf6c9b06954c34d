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
    'The model calls functions, and the turn after it gives back as many responses, each with the name of its function. Google rejects prompts in which they differ in number. A call in a user turn, or a response without a call, teaches nothing.',
  ),
  check(line, report) {
    for (const { path, message } of found(line)) report(line.rangeOf(path), message);
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const wrong = line && found(line).find(({ path }) => line.rangeOf(path).start === problem.range.start);
    if (wrong?.meant === undefined) return undefined;
    return {
      title: l10n.t('Change to "{0}"', wrong.meant),
      edits: [replaceOnLine(problem.line, problem.range, JSON.stringify(wrong.meant))],
    };
  },
};

interface Mismatch {
  readonly path: JsonPath;
  readonly message: string;
  /** The only call that has no response, for a response of no call. */
  readonly meant?: string;
}

/** Of conversations in Google's form; OpenAI's have ids instead (see callId.ts). */
function found({ outline, value }: ExampleLine): Mismatch[] {
  // Of a role that Google doesn't have nobody knows whose turn it is: that is the role's problem.
  if (outline.turns.some(({ role }) => role !== undefined && role !== 'user' && role !== 'model')) return [];
  const mismatches: Mismatch[] = [];
  /** Calls of the model's last turn. */
  let open: { readonly name: string; readonly path: JsonPath }[] = [];
  let responses: typeof open = [];
  const settle = () => {
    if (responses.length > 0 && open.length > 0) mismatches.push(...unlike(open, responses));
    else if (responses[0])
      mismatches.push({
        path: responses[0].path,
        message: l10n.t('Response of "{0}" without a call in the turn before.', responses[0].name),
      });
  };
  for (const { path, role } of outline.turns) {
    const turn = valueAt(value, path);
    if (!isObject(turn) || !Array.isArray(turn.parts)) continue;
    const calls = [...callsOf(turn, path)];
    if (role !== 'model') {
      responses.push(...writtenResponses(turn, path));
      if (role === 'user' && calls[0])
        mismatches.push({
          path: calls[0].path,
          message: l10n.t(
            'Function "{0}" is called in a user turn. Only the model calls functions.',
            calls[0].name,
          ),
        });
      if (open[0] && responses.length === 0)
        mismatches.push({
          path: open[0].path,
          message: l10n.t('The call of "{0}" has no response in the next turn.', open[0].name),
        });
      continue;
    }
    settle();
    open = calls;
    responses = [];
  }
  settle();
  return mismatches;
}

function unlike(
  calls: readonly { readonly name: string }[],
  responses: readonly { readonly name: string; readonly path: JsonPath }[],
): Mismatch[] {
  const waiting = calls.map(({ name }) => name);
  const strangers = responses.filter(({ name }) => {
    const at = waiting.indexOf(name);
    if (at !== -1) waiting.splice(at, 1);
    return at === -1;
  });
  const [first] = responses;
  if (first && calls.length !== responses.length)
    return [
      {
        path: first.path,
        message: l10n.t(
          '{0} in the turn before, and {1} here. Each call has one response.',
          counted(calls.length, 'call'),
          counted(responses.length, 'response'),
        ),
      },
    ];
  return strangers.map(({ name, path }) => ({
    path,
    message: l10n.t('No call of "{0}" in the turn before waits for a response.', name),
    ...(waiting.length === 1 && waiting[0] !== undefined ? { meant: waiting[0] } : {}),
  }));
}
