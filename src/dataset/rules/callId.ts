import { replaceOnLine } from '../edits';
import type { ExampleLine } from '../exampleLine';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';
import type { Problem } from '../problem';
import type { ExampleRule, Fix } from '../rule';
import type { SchemaError } from '../schemaErrors';

export const callId: ExampleRule = {
  id: 'call-id',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'The result of a function names no call',
  description:
    'In OpenAI’s format each result (`tool`) names the call that it answers by its id. A result of a call that nobody made is refused.',
  check(line, report) {
    for (const { path, id, open } of wrongResults(line)) {
      const waiting =
        open.length > 0
          ? `; ${quoted(open)} ${open.length === 1 ? 'waits for its result' : 'wait for results'}`
          : '';
      report(line.rangeOf([...path, 'tool_call_id']), `No call before has the id “${id}”${waiting}.`);
    }
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const wrong =
      line &&
      wrongResults(line).find(
        ({ path }) => line.rangeOf([...path, 'tool_call_id']).start === problem.range.start,
      );
    const [id, ...more] = wrong?.open ?? [];
    if (id === undefined || more.length > 0) return undefined;
    return {
      title: `Change to “${id}”`,
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
  return { title: `Add ${member}`, edits: [replaceOnLine(problem.line, problem.range, `{${member}, `)] };
}

interface WrongResult {
  readonly path: JsonPath;
  readonly id: string;
  /** Ids of calls before it that have no result. */
  readonly open: readonly string[];
}

function wrongResults(line: ExampleLine): WrongResult[] {
  return messageLists(line.value).flatMap(({ path, messages }) => {
    const open: string[] = [];
    return messages.flatMap((message, index): WrongResult[] => {
      open.push(...idsOf(message));
      const { role, tool_call_id: id } = message;
      if (role !== 'tool' || typeof id !== 'string') return [];
      const at = open.indexOf(id);
      if (at !== -1) open.splice(at, 1);
      return at === -1 ? [{ path: [...path, index], id, open: stillOpen(open, messages) }] : [];
    });
  });
}

/** The one call before a result that no result names. */
function openBefore(line: ExampleLine, path: JsonPath): string | undefined {
  const list = messageLists(line.value).find((own) => own.path.join() === path.slice(0, -1).join());
  const before = list?.messages.slice(0, Number(path.at(-1))) ?? [];
  const [id, ...more] = stillOpen(before.flatMap(idsOf), list?.messages ?? []);
  return more.length === 0 ? id : undefined;
}

function stillOpen(ids: readonly string[], messages: readonly JsonObject[]): string[] {
  const answered = new Set(messages.map(({ tool_call_id: id }) => id));
  return ids.filter((id) => !answered.has(id));
}

/** The id of the one result that names no call, else a new one. */
function idOfCall(line: ExampleLine, path: JsonPath): string {
  const at = path.slice(0, path.lastIndexOf('tool_calls') - 1).join();
  const messages = messageLists(line.value).find((own) => own.path.join() === at)?.messages ?? [];
  const known = messages.flatMap(idsOf);
  const [unknown, ...more] = wrongResults(line);
  if (unknown && more.length === 0) return unknown.id;
  for (let number = 1; ; number++) if (!known.includes(`call_${number}`)) return `call_${number}`;
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

function quoted(ids: readonly string[]): string {
  return ids.map((id) => `“${id}”`).join(' and ');
}
