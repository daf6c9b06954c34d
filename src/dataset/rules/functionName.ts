import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import { writtenNames } from '../example/functionCalls';

/** As Google's declarations want it (google.cloud.aiplatform.v1.FunctionDeclaration.name). */
const NAME = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

export const functionName: ExampleRule = {
  id: 'function-name',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Function name is missing or invalid'),
  description: l10n.t(
    'Declarations, calls, and results of functions need a name: letters, digits, underscores, dots, colons, and dashes, starting with a letter or an underscore, and 128 characters at most.',
  ),
  check(line, report) {
    const told = line.schemaErrors.filter(({ missing }) => missing === 'name');
    const known = new Set(told.map(({ path }) => JSON.stringify(path)));
    for (const { path, name, isDeclaration } of writtenNames(line)) {
      const holder = path.slice(0, -1);
      if (name === undefined) {
        if (!known.has(JSON.stringify(holder)))
          report(line.openingOf(holder), l10n.t('The function has no name.'));
      } else if (name.trim() === '') report(line.rangeOf(path), l10n.t('The function name is empty.'));
      else if (isDeclaration && !NAME.test(name))
        report(
          line.rangeOf(path),
          l10n.t(
            'Function name "{0}" isn\'t allowed. Use letters, digits, underscores, dots, colons, and dashes, start with a letter or an underscore, and use 128 characters at most.',
            name,
          ),
        );
    }
  },
};
