import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import { writtenDeclarations } from '../example/functionCalls';

export const duplicateFunction: ExampleRule = {
  id: 'duplicate-function',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Function is declared twice'),
  description: l10n.t(
    "An example declares two functions with the same name, so it's unclear which one a call means.",
  ),
  check(line, report) {
    const declared = new Set<string>();
    for (const { path, name = '' } of writtenDeclarations(line.value)) {
      if (name.trim() === '') continue; // no name: `function-name`
      if (declared.has(name))
        report(line.rangeOf(path), l10n.t('The function "{0}" is declared twice.', name));
      declared.add(name);
    }
  },
};
