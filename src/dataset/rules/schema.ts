import { replaceOnLine } from '../edits';
import type { ExampleLine } from '../exampleLine';
import type { ColumnRange, Problem } from '../problem';
import type { ExampleRule, Fix } from '../rule';
import { type SchemaError, schemaAt } from '../schemaErrors';
import { addCallId } from './callId';

export const schema: ExampleRule = {
  id: 'schema',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'The example does not have the form of its format',
  description: 'A key is missing or unknown, or a value has the wrong type. The service refuses such a line.',
  check(line, report) {
    for (const error of line.schemaErrors) {
      if (error.meant === undefined) report(placeOf(line, error), error.message);
    }
  },
  fixOnSave: true,
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const error = line?.schemaErrors.find((each) => placeOf(line, each).start === problem.range.start);
    if (!line || error?.message !== problem.message) return undefined;
    const text = line.text.slice(problem.range.start, problem.range.end);
    return (
      wrapInList(line, error, problem, text) ??
      writeAsText(error, problem, text) ??
      addCallId(line, error, problem)
    );
  },
};

/** `parts` as one object, which Google's service takes and its documentation does not show. */
function wrapInList(line: ExampleLine, error: SchemaError, problem: Problem, text: string): Fix | undefined {
  if (error.expected !== 'array' || !text.startsWith('{')) return undefined;
  const items = schemaAt(line.format.schema, [...error.path, 0]);
  if (items?.type !== 'object') return undefined;
  return { title: 'Put it into a list', edits: [replaceOnLine(problem.line, problem.range, `[${text}]`)] };
}

/** A number or a word where a text is wanted. */
function writeAsText(error: SchemaError, problem: Problem, text: string): Fix | undefined {
  if (error.expected !== 'string' || !/^(?:-?\d|true$|false$)/.test(text)) return undefined;
  return {
    title: 'Put it into quotes',
    edits: [replaceOnLine(problem.line, problem.range, JSON.stringify(text))],
  };
}

export function placeOf(line: ExampleLine, error: SchemaError): ColumnRange {
  switch (error.at) {
    case 'key':
      return line.keyRangeOf(error.path);
    case 'value':
      return line.rangeOf(error.path);
    case 'opening':
      return line.openingOf(error.path);
  }
}
