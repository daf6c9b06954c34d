// Calls of functions and their declarations as they are written in an example, right or wrong, in all formats.

import { parse } from '../json/parse';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../json/value';
import type { ExampleLine } from './exampleLine';

export interface WrittenCall {
  readonly name: string;
  /** Where the name stands. */
  readonly path: JsonPath;
  readonly args: WrittenArguments | undefined;
}

export interface WrittenArguments {
  readonly path: JsonPath;
  readonly value: JsonObject;
  /** As OpenAI has them: a text that holds the JSON. */
  readonly isText: boolean;
}

/** By the function's name: the schema of its parameters; undefined when it declares none. */
export type Declarations = ReadonlyMap<string, JsonValue | undefined>;

export function declarationsOf(value: JsonObject): Declarations {
  return new Map(
    [...writtenDeclarations(value)].flatMap(({ name, declaration }) =>
      name === undefined ? [] : [[name, parametersOf(declaration)]],
    ),
  );
}

export interface WrittenName {
  /** Where the name stands, or would stand. */
  readonly path: JsonPath;
  /** Undefined where there is none. */
  readonly name: string | undefined;
}

export interface WrittenDeclaration extends WrittenName {
  readonly declaration: JsonObject;
}

export function* writtenDeclarations(value: JsonObject): Generator<WrittenDeclaration> {
  for (const at of [['tools'], ['functions'], ['input', 'tools']]) {
    for (const [index, tool] of listOf(valueAt(value, at)).entries()) {
      if (!isObject(tool)) continue;
      const own = [...at, index];
      // Without a name it may be another tool, such as a search.
      if (at[0] === 'functions' || 'name' in tool) yield* declarationIn(tool, own);
      yield* declarationIn(tool.function, [...own, 'function']);
      for (const key of ['functionDeclarations', 'function_declarations'])
        for (const [place, each] of listOf(tool[key]).entries())
          yield* declarationIn(each, [...own, key, place]);
    }
  }
}

function* declarationIn(value: JsonValue | undefined, at: JsonPath): Generator<WrittenDeclaration> {
  for (const found of nameIn(value, at)) if (isObject(value)) yield { ...found, declaration: value };
}

/** The names of all functions that are declared, called, or answered. */
export function* writtenNames({ outline, value }: ExampleLine): Generator<WrittenName> {
  yield* writtenDeclarations(value);
  for (const { path } of [...outline.turns, ...(outline.answers ?? [])]) {
    const turn = valueAt(value, path);
    if (!isObject(turn)) continue;
    for (const [index, part] of listOf(turn.parts).entries())
      for (const key of ['functionCall', 'function_call', 'functionResponse', 'function_response'])
        if (isObject(part)) yield* nameIn(part[key], [...path, 'parts', index, key]);
    for (const [index, call] of listOf(turn.tool_calls).entries())
      if (isObject(call)) yield* nameIn(call.function, [...path, 'tool_calls', index, 'function']);
    yield* nameIn(turn.function_call, [...path, 'function_call']);
  }
}

/** What is no text is left to the schema. */
function* nameIn(holder: JsonValue | undefined, at: JsonPath): Generator<WrittenName> {
  if (!isObject(holder)) return;
  const { name } = holder;
  if (name === undefined || typeof name === 'string') yield { path: [...at, 'name'], name };
}

/** The schema of a declaration's parameters, in Google's `Schema` or in JSON Schema. */
export function parametersOf(declaration: JsonObject): JsonValue | undefined {
  const { parameters, parametersJsonSchema, parameters_json_schema: snake } = declaration;
  return parameters ?? parametersJsonSchema ?? snake;
}

export function* writtenCalls({ outline, value }: ExampleLine): Generator<WrittenCall> {
  for (const { path } of [...outline.turns, ...(outline.answers ?? [])]) {
    const turn = valueAt(value, path);
    if (isObject(turn)) yield* callsOf(turn, path);
  }
}

export function* callsOf(turn: JsonObject, path: JsonPath): Generator<WrittenCall> {
  for (const [index, part] of listOf(turn.parts).entries()) {
    if (!isObject(part)) continue;
    for (const key of ['functionCall', 'function_call'])
      yield* callIn(part[key], [...path, 'parts', index, key], 'args');
  }
  for (const [index, call] of listOf(turn.tool_calls).entries())
    if (isObject(call)) yield* callIn(call.function, [...path, 'tool_calls', index, 'function'], 'arguments');
  yield* callIn(turn.function_call, [...path, 'function_call'], 'arguments');
}

function* callIn(
  holder: JsonValue | undefined,
  at: JsonPath,
  key: 'args' | 'arguments',
): Generator<WrittenCall> {
  if (!isObject(holder) || typeof holder.name !== 'string') return;
  const written = holder[key];
  const isText = typeof written === 'string';
  const value = isText ? parse(written) : written;
  const args = isObject(value) ? { path: [...at, key], value, isText } : undefined;
  yield { name: holder.name, path: [...at, 'name'], args };
}

/** What a function gave back, in Google's form. */
export function* writtenResponses(turn: JsonObject, path: JsonPath): Generator<Omit<WrittenCall, 'args'>> {
  for (const [index, part] of listOf(turn.parts).entries()) {
    if (!isObject(part)) continue;
    for (const key of ['functionResponse', 'function_response']) {
      const response = part[key];
      if (isObject(response) && typeof response.name === 'string')
        yield { name: response.name, path: [...path, 'parts', index, key, 'name'] };
    }
  }
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
