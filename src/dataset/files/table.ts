// Tables (RFC 4180): a line of names, then a line for each example; texts in quotes may hold delimiters and line ends.
import * as l10n from '@vscode/l10n';
import { allOf } from '../../base/numbers';
import type { Container } from './container';

export const commaTable = table('commaTable', 'CSV', ',');
export const semicolonTable = table('semicolonTable', l10n.t('CSV (with semicolons)'), ';');
export const tabTable = table('tabTable', l10n.t('TSV (with tabs)'), '\t');

function table(id: string, label: string, delimiter: string): Container {
  return {
    id,
    isJsonLines: false,
    holds(head) {
      if (/^\s*[[{]/.test(head)) return false;
      const rows = readRows(head, delimiter);
      const [names = [], ...others] = rows;
      const whole = others.slice(0, Math.max(1, others.length - 1)); // the head may end in the middle of a row
      return areNames(names) && whole.length > 0 && whole.every((row) => row.length === names.length);
    },
    describe(text) {
      const names = readRows(text.slice(0, text.indexOf('\n')), delimiter)[0] ?? [];
      const shown = names.map((name) => `"${name.trim()}"`);
      const listed = allOf(shown);
      return l10n.t(
        'The file is {0} with the columns {1}, not JSON Lines. Convert it to training data.',
        label,
        listed,
      );
    },
    lines(text) {
      const [names = [], ...rows] = readRows(text.replace(/^\ufeff/, ''), delimiter);
      if (rows.some((row) => row.length !== names.length)) return undefined;
      return rows.map((row) =>
        JSON.stringify(Object.fromEntries(names.map((name, i) => [name.trim(), row[i] ?? '']))),
      );
    },
  };
}

const LONGEST_NAME = 60;

function areNames(names: readonly string[]): boolean {
  const bare = names.map((name) => name.trim());
  const isName = (name: string) => /^[\p{L}_][^\n"{}]*$/u.test(name) && name.length <= LONGEST_NAME;
  return names.length > 1 && bare.every(isName) && new Set(bare).size === names.length;
}

/** Cells of each row that is not blank; an open quote at the end takes the rest. */
function readRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = () => {
    if (row.length > 1 || row[0]?.trim()) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        cell += text.slice(at, quote === -1 ? undefined : quote);
        at = quote === -1 ? text.length : quote + 1;
        if (text[at] !== '"' || quote === -1) break;
        cell += '"';
        at++;
      }
    }
    const start = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++;
    row.push(cell + text.slice(start, at).replace(/\r$/, ''));
    if (text[at] === delimiter && at + 1 === text.length) row.push('');
    if (text[at] !== delimiter) endRow();
    at++;
  }
  endRow();
  return rows;
}
