import * as l10n from '@vscode/l10n';
import { removeWithComma, replaceOnLine } from '../checking/edits';
import type { ColumnRange, Problem } from '../checking/problem';
import type { ExampleRule, Fix } from '../checking/rule';
import { type SchemaError, schemaAt } from '../checking/schemaErrors';
import { answerBesideTurns } from '../example/answerBesideTurns';
import type { ExampleLine } from '../example/exampleLine';
import { addCallId } from './callId';

export const schema: ExampleRule = {
  id: 'schema',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Example doesn't match the schema of its format"),
  description: l10n.t(
    'A key is missing or unknown, or a value has the wrong type. Services reject such lines.',
  ),
  check(line, report) {
    for (const error of ownErrors(line)) {
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
      addCallId(line, error, problem) ??
      removeKey(line, error, problem)
    );
  },
};

/** Without those that another rule explains. */
export function ownErrors(line: ExampleLine): readonly SchemaError[] {
  if (line.valid) return line.schemaErrors;
  const answer = answerBesideTurns(line);
  return line.schemaErrors.filter(
    ({ at, path }) => !(at === 'key' && path.length === 1 && path[0] === answer),
  );
}

function removeKey(line: ExampleLine, { at, path }: SchemaError, problem: Problem): Fix | undefined {
  if (at !== 'key') return undefined;
  const edit = removeWithComma(line.text, problem.line, line.memberRangeOf(path));
  return { title: l10n.t('Remove "{0}"', String(path.at(-1))), edits: [edit], asksPerson: true };
}

/** `parts` as one object, which Google's service takes and its documentation does not show. */
function wrapInList(line: ExampleLine, error: SchemaError, problem: Problem, text: string): Fix | undefined {
  if (error.expected !== 'array' || !text.startsWith('{')) return undefined;
  const items = schemaAt(line.format.schema, [...error.path, 0]);
  if (items?.type !== 'object') return undefined;
  return {
    title: l10n.t('Convert to array'),
    edits: [replaceOnLine(problem.line, problem.range, `[${text}]`)],
  };
}

/** A number or a word where a text is wanted. */
function writeAsText(error: SchemaError, problem: Problem, text: string): Fix | undefined {
  if (error.expected !== 'string' || !/^(?:-?\d|true$|false$)/.test(text)) return undefined;
  return {
    title: l10n.t('Convert to string'),
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
