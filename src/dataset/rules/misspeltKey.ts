import * as l10n from '@vscode/l10n';
import { replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';
import { ownErrors, placeOf } from './schema';

export const misspeltKey: ExampleRule = {
  id: 'misspelt-key',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Misspelled key'),
  description: l10n.t(
    "The key is unknown but similar to a key of the format: it differs in a letter, in case, or in a plural. Services don't correct misspelled keys.",
  ),
  check(line, report) {
    for (const error of ownErrors(line)) {
      if (error.meant !== undefined) report(placeOf(line, error), error.message);
    }
  },
  fixOnSave: true,
  fix(problem, lines) {
    const example = lines.exampleAt(problem.line);
    const error = example?.schemaErrors.find(
      (each) =>
        each.meant !== undefined &&
        each.message === problem.message &&
        placeOf(example, each).start === problem.range.start,
    );
    if (error?.meant === undefined) return undefined;
    const text = JSON.stringify(error.meant);
    return {
      title: l10n.t('Change to "{0}"', error.meant),
      edits: [replaceOnLine(problem.line, problem.range, text)],
    };
  },
};
