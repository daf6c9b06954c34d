import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import { writtenDeclarations, writtenNames } from '../example/functionCalls';

export const functionName: ExampleRule = {
  id: 'function-name',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Function name is missing or invalid'),
  description: l10n.t(
    "Declarations, calls, and responses of functions need a name. Google's names have up to 128 letters, digits, underscores, dots, colons, and dashes, and start with a letter or an underscore. OpenAI's have up to 64 letters, digits, underscores, and dashes.",
  ),
  check(line, report) {
    const told = line.schemaErrors.filter(({ missing }) => missing === 'name');
    const known = new Set(told.map(({ path }) => JSON.stringify(path)));
    const { functionNames } = line.format;
    for (const { path, name } of writtenNames(line)) {
      const holder = path.slice(0, -1);
      if (name === undefined) {
        if (!known.has(JSON.stringify(holder)))
          report(line.openingOf(holder), l10n.t('The function has no name.'));
      } else if (name.trim() === '') report(line.rangeOf(path), l10n.t('The function name is empty.'));
    }
    for (const { path, name } of writtenDeclarations(line.value)) {
      if (name === undefined || name.trim() === '') continue;
      if (functionNames && !functionNames.pattern.test(name))
        report(line.rangeOf(path), functionNames.refusal(name));
    }
  },
};
