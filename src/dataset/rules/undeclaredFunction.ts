import type { ExampleLine } from '../exampleLine';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../json/value';
import type { ExampleRule } from '../rule';

export const undeclaredFunction: ExampleRule = {
  id: 'undeclared-function',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: 'A function is called that is not declared',
  description:
    'A model calls the functions that the prompt declares in `tools`. Trained on calls of others, it learns to make functions up.',
  check(line, report) {
    const declared = declaredNames(line.value);
    for (const { path, name } of calls(line)) {
      if (declared.has(name)) continue;
      declared.add(name); // once for each name
      report(line.rangeOf(path), `The function “${name}” is called here, but not declared in “tools”.`);
    }
  },
};

interface Call {
  readonly path: JsonPath;
  readonly name: string;
}

function declaredNames(value: JsonObject): Set<string> {
  const names = new Set<string>();
  const input = isObject(value.input) ? value.input : {};
  for (const tool of [value.tools, value.functions, input.tools].flatMap(listOf)) {
    if (!isObject(tool)) continue;
    const declarations = listOf(tool.functionDeclarations ?? tool.function_declarations);
    for (const each of [tool, tool.function, ...declarations])
      if (isObject(each) && typeof each.name === 'string') names.add(each.name);
  }
  return names;
}

function* calls({ outline, value }: ExampleLine): Generator<Call> {
  for (const { path } of [...outline.turns, ...(outline.answers ?? [])]) {
    let turn: JsonValue | undefined = value;
    for (const step of path)
      turn = Array.isArray(turn) ? turn[Number(step)] : isObject(turn) ? turn[step] : undefined;
    if (isObject(turn)) yield* callsOf(turn, path);
  }
}

function* callsOf(turn: JsonObject, path: JsonPath): Generator<Call> {
  const named = function* (holder: JsonValue | undefined, at: JsonPath): Generator<Call> {
    if (isObject(holder) && typeof holder.name === 'string')
      yield { path: [...at, 'name'], name: holder.name };
  };
  for (const [index, part] of listOf(turn.parts).entries()) {
    if (!isObject(part)) continue;
    for (const key of ['functionCall', 'function_call'])
      yield* named(part[key], [...path, 'parts', index, key]);
  }
  for (const [index, call] of listOf(turn.tool_calls).entries())
    if (isObject(call)) yield* named(call.function, [...path, 'tool_calls', index, 'function']);
  yield* named(turn.function_call, [...path, 'function_call']);
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
