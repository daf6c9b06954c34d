import * as l10n from '@vscode/l10n';
import { closest } from '../../base/spelling';
import { replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';
import { declarationsOf, writtenCalls } from '../example/functionCalls';

/** So many names are looked through for the one that was meant. */
const MOST_NAMES = 200;

export const undeclaredFunction: ExampleRule = {
  id: 'undeclared-function',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Call of an undeclared function'),
  description: l10n.t(
    'A model can call only the functions that are declared in `tools`. Training on other calls teaches it to invent functions.',
  ),
  check(line, report) {
    const declared = new Set(declarationsOf(line.value).keys());
    for (const { path, name } of writtenCalls(line)) {
      if (declared.has(name) || name.trim() === '') continue; // no name: `function-name`
      declared.add(name); // once for each name
      report(
        line.rangeOf(path),
        l10n.t('Function "{0}" is called here but isn\'t declared in "tools".', name),
      );
    }
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    if (!line) return undefined;
    const declared = [...declarationsOf(line.value).keys()];
    const calls = [...writtenCalls(line)];
    const wrong = calls.find(({ path }) => line.rangeOf(path).start === problem.range.start);
    const meant = wrong && declared.length <= MOST_NAMES ? closest(wrong.name, declared) : undefined;
    if (wrong === undefined || meant === undefined) return undefined;
    const edits = calls
      .filter(({ name }) => name === wrong.name)
      .map(({ path }) => replaceOnLine(problem.line, line.rangeOf(path), JSON.stringify(meant)));
    return { title: l10n.t('Change to "{0}"', meant), edits };
  },
};
