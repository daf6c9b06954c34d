import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import { ImportError } from './record';

/** As many as a sheet of Excel can have. Whoever has more has no table, and no list could show them. */
const MOST_COLUMNS = 16_384;
/** Characters of one in a sentence. A file can have names of any length. */
const LONGEST = 100;
/** Of a list in a sentence. */
const MOST_NAMED = 20;

/** @throws ImportError */
export function checkColumnCount(count: number): void {
  if (count <= MOST_COLUMNS) return;
  throw new ImportError(
    l10n.t("The file has more than {0} columns, so it probably isn't a table.", grouped(MOST_COLUMNS)),
  );
}

/** A name of a column or a sheet, for a sentence. */
export function shownName(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
}

/** The first ones, each in quotation marks. */
export function listedNames(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMED).map((name) => `"${shownName(name)}"`);
  return [...first, ...(names.length > MOST_NAMED ? ['…'] : [])].join(', ');
}
