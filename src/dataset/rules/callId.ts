import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import { replaceOnLine } from '../checking/edits';
import type { Problem } from '../checking/problem';
import type { ExampleRule, Fix } from '../checking/rule';
import type { SchemaError } from '../checking/schemaErrors';
import type { ExampleLine } from '../example/exampleLine';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';

export const callId: ExampleRule = {
  id: 'call-id',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Function result without a matching call'),
  description: l10n.t(
    "In OpenAI's format, each result (role `tool`) gives the ID of its function call. A result without a call is rejected.",
  ),
  check(line, report) {
    // Of a call without an id, its result can't name one: that is the call's problem.
    if (line.schemaErrors.some(({ missing, path }) => missing === 'id' && path.includes('tool_calls')))
      return;
    for (const { path, id, open } of wrongResults(line)) {
      report(line.rangeOf([...path, 'tool_call_id']), messageOf(id, open));
    }
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const wrong =
      line &&
      wrongResults(line).find(
        ({ path }) => line.rangeOf([...path, 'tool_call_id']).start === problem.range.start,
      );
    const [id] = wrong?.open.ids ?? [];
    if (id === undefined || wrong?.open.count !== 1) return undefined;
    return {
      title: l10n.t('Change to "{0}"', id),
      edits: [replaceOnLine(problem.line, problem.range, JSON.stringify(id))],
    };
  },
};

/** For a result without an id, or a call without one: the id that it must have; undefined when several could be meant. */
export function addCallId(
  line: ExampleLine,
  { path, missing }: SchemaError,
  problem: Problem,
): Fix | undefined {
  const id =
    missing === 'tool_call_id' ? openBefore(line, path) : missing === 'id' ? idOfCall(line, path) : undefined;
  if (id === undefined || missing === undefined) return undefined;
  const member = `${JSON.stringify(missing)}: ${JSON.stringify(id)}`;
  return {
    title: l10n.t('Add {0}', member),
    edits: [replaceOnLine(problem.line, problem.range, `{${member}, `)],
  };
}

interface WrongResult {
  readonly path: JsonPath;
  readonly id: string;
  /** Calls before it that no result names. */
  readonly open: OpenCalls;
}

interface OpenCalls {
  readonly count: number;
  /** Of the first few: each problem names some, or many problems with many calls would fill the memory. */
  readonly ids: readonly string[];
}

const MOST_NAMED = 3;

function wrongResults(line: ExampleLine): WrongResult[] {
  return messageLists(line.value).flatMap(({ path, messages }) => {
    const answered = answeredIds(messages);
    /** How many calls of each id wait for a result. */
    const waiting = new Map<string, number>();
    const ids: string[] = [];
    let count = 0;
    return messages.flatMap((message, index): WrongResult[] => {
      for (const id of idsOf(message)) {
        waiting.set(id, (waiting.get(id) ?? 0) + 1);
        if (answered.has(id)) continue;
        count++;
        if (ids.length < MOST_NAMED) ids.push(id);
      }
      const { role, tool_call_id: id } = message;
      if (role !== 'tool' || typeof id !== 'string') return [];
      const own = waiting.get(id) ?? 0;
      if (own > 0) waiting.set(id, own - 1);
      return own > 0 ? [] : [{ path: [...path, index], id, open: { count, ids: [...ids] } }];
    });
  });
}

/** The one call before a result that no result names. */
function openBefore(line: ExampleLine, path: JsonPath): string | undefined {
  const list = messageLists(line.value).find((own) => own.path.join() === path.slice(0, -1).join());
  const before = list?.messages.slice(0, Number(path.at(-1))) ?? [];
  const answered = answeredIds(list?.messages ?? []);
  const [id, ...more] = before.flatMap(idsOf).filter((own) => !answered.has(own));
  return more.length === 0 ? id : undefined;
}

function answeredIds(messages: readonly JsonObject[]): ReadonlySet<JsonValue | undefined> {
  return new Set(messages.map(({ tool_call_id: id }) => id));
}

/** The id of the one result that names no call, else a new one. */
function idOfCall(line: ExampleLine, path: JsonPath): string {
  const at = path.slice(0, path.lastIndexOf('tool_calls') - 1).join();
  const messages = messageLists(line.value).find((own) => own.path.join() === at)?.messages ?? [];
  const known = new Set(messages.flatMap(idsOf));
  const [unknown, ...more] = wrongResults(line);
  if (unknown && more.length === 0) return unknown.id;
  for (let number = 1; ; number++) if (!known.has(`call_${number}`)) return `call_${number}`;
}

function idsOf({ tool_calls: calls }: JsonObject): string[] {
  if (!Array.isArray(calls)) return [];
  return calls.flatMap((call) => (isObject(call) && typeof call.id === 'string' ? [call.id] : []));
}

function messageLists(value: JsonObject): { path: JsonPath; messages: JsonObject[] }[] {
  const { messages, input } = value;
  const lists: [JsonPath, JsonValue | undefined][] = [
    [['messages'], messages],
    [['input', 'messages'], isObject(input) ? input.messages : undefined],
  ];
  return lists.flatMap(([path, list]) => {
    const isList = Array.isArray(list) && list.every(isObject);
    return isList ? [{ path, messages: list.filter(isObject) }] : [];
  });
}

function messageOf(id: string, open: OpenCalls): string {
  if (open.count === 0) return l10n.t('No earlier call has the ID "{0}".', id);
  return open.count === 1
    ? l10n.t('No earlier call has the ID "{0}". {1} waits for its response.', id, named(open))
    : l10n.t('No earlier call has the ID "{0}". {1} wait for their responses.', id, named(open));
}

function named({ count, ids }: OpenCalls): string {
  const quoted = ids.map((id) => `"${id}"`);
  if (count > ids.length) return l10n.t('{0} and {1} more', quoted.join(', '), grouped(count - ids.length));
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : l10n.t('{0} and {1}', quoted.join(', '), last);
}
