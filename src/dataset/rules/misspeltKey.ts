import type { ExampleRule } from '../rule';
import { placeOf } from './schema';

export const misspeltKey: ExampleRule = {
  id: 'misspelt-key',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  title: 'A key is misspelt',
  description:
    'The key is unknown and near to one that the format knows: a letter, its case or a plural differs. The service does not guess.',
  check(line, report) {
    for (const error of line.schemaErrors) {
      if (error.meant !== undefined) report(placeOf(line, error), error.message);
    }
  },
  fix(problem, lines) {
    const error = lines
      .exampleAt(problem.line)
      ?.schemaErrors.find((each) => each.meant !== undefined && each.message === problem.message);
    if (error?.meant === undefined) return undefined;
    const range = {
      start: { line: problem.line, character: problem.range.start },
      end: { line: problem.line, character: problem.range.end },
    };
    return { title: `Change to “${error.meant}”`, edits: [{ range, text: JSON.stringify(error.meant) }] };
  },
};
