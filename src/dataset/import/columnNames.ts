import * as l10n from '@vscode/l10n';
import { ImportError } from './record';

/** The names of a table's columns, from its first row. @throws ImportError when they don't tell the columns apart */
export function columnNames(cells: readonly string[]): readonly string[] {
  const names = cells.map((name) => name.trim());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) throw new ImportError(l10n.t('The table has two columns named "{0}".', twice));
  if (names.every((name) => name === ''))
    throw new ImportError(l10n.t('The first row of the table has no column names.'));
  return names;
}
