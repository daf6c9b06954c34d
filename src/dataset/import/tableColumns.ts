import * as l10n from '@vscode/l10n';
import type { JsonObject } from '../json/value';
import { checkColumnCount, shownName } from './columnNames';
import { ImportError } from './record';

/** A column of a table, in its place. */
export interface Column {
  /** One that the table has no name for is named by its number. */
  readonly name: string;
  readonly isNamed: boolean;
}

/** The columns of a table, from its first row. @throws ImportError when their names don't tell them apart */
export function columnsOfTable(cells: readonly string[]): readonly Column[] {
  checkColumnCount(cells.length);
  const columns = cells.map((cell, index) => {
    const name = cell.trim();
    return { name: name === '' ? l10n.t('(column {0})', index + 1) : name, isNamed: name !== '' };
  });
  if (columns.every(({ isNamed }) => !isNamed))
    throw new ImportError(l10n.t('The first row of the table has no column names.'));
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name))
      throw new ImportError(l10n.t('The table has two columns named "{0}".', shownName(name)));
    names.add(name);
  }
  return columns;
}

/** A row's cells by their columns. What is left over of a wider sheet has neither names nor cells, and is no column. */
export function tableRow(cells: readonly string[], columns: readonly Column[]): JsonObject {
  return Object.fromEntries(
    columns.flatMap(({ name, isNamed }, index) => {
      const cell = cells[index] ?? '';
      return isNamed || cell !== '' ? [[name, cell]] : [];
    }),
  );
}
