// Workbooks of Excel and others (XLSX). A sheet is in memory as a whole.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { CellValue } from 'read-excel-file/node';
import { listedNames, shownName } from './columnNames';
import { type ForeignRow, type ForeignSource, ImportError, SheetsError } from './record';
import { type Column, columnsOfTable, tableRow } from './tableColumns';

/** Bytes. A sheet takes about thirty times as much memory as its file. */
const LARGEST = 50_000_000;
/** Bytes. The sheets of a file that isn't larger than that rarely have half as many. */
const LARGEST_UNPACKED = 1_000_000_000;
/** No cell of Excel's holds more characters: what is as long as this has probably been cut off. */
const LONGEST_CELL = 32_767;

type Cell = CellValue | null;

/** @param sheet its name; without one, the only sheet that has rows */
export function workbookSource(sheet: string | undefined): ForeignSource {
  return {
    id: 'xlsx',
    rowName: 'row',
    async *rows(path, signal) {
      const [first = [], ...rest] = await cellsOf(path, sheet);
      signal?.throwIfAborted();
      const columns = columnsOfTable(first.map(textOf));
      for (const [index, cells] of rest.entries())
        if (cells.some((cell) => cell !== null)) yield rowOf(index + 1, cells, columns);
    },
  };
}

async function cellsOf(path: string, wanted: string | undefined): Promise<readonly (readonly Cell[])[]> {
  if ((await stat(path)).size > LARGEST)
    throw new ImportError(
      l10n.t('The workbook is larger than 50 MB. Save the sheet as CSV, and import that.'),
    );
  const sheets = await sheetsOf(path);
  const all = sheets.map((one) => one.sheet);
  if (wanted !== undefined) {
    const named = sheets.find((one) => one.sheet === wanted);
    if (named) return named.data;
    throw new SheetsError(
      l10n.t('The workbook has no sheet named "{0}". Its sheets: {1}.', shownName(wanted), listedNames(all)),
      all,
    );
  }
  const filled = sheets.filter(({ data }) => data.length > 0);
  const [only, ...others] = filled;
  if (!only) throw new ImportError(l10n.t('The workbook is empty.'));
  if (others.length === 0) return only.data;
  const names = filled.map((one) => one.sheet);
  throw new SheetsError(
    l10n.t('The workbook has several sheets: {0}. Name one with --sheet.', listedNames(names)),
    names,
  );
}

/** All of them. A file of some megabytes can unpack to more than the machine has, so it is stopped before. */
async function sheetsOf(path: string) {
  const { default: readWorkbook } = await import('read-excel-file/node');
  const stream = createReadStream(path);
  const before = process.memoryUsage().arrayBuffers;
  const watch = setInterval(() => {
    if (process.memoryUsage().arrayBuffers - before > LARGEST_UNPACKED) stream.destroy(tooLarge());
  }, 20);
  try {
    return await readWorkbook(stream, { trim: false });
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(l10n.t("The file isn't a workbook that can be read."), { cause: error });
  } finally {
    clearInterval(watch);
  }
}

function tooLarge(): ImportError {
  return new ImportError(
    l10n.t('The workbook unpacks to more than 1 GB. Save the sheet as CSV, and import that.'),
  );
}

function rowOf(number: number, cells: readonly Cell[], columns: readonly Column[]): ForeignRow {
  const value = tableRow(cells.map(textOf), columns);
  const cut = columns.find((_, index) => String(cells[index] ?? '').length === LONGEST_CELL);
  return cut === undefined
    ? { number, value }
    : {
        number,
        value,
        doubt: l10n.t(
          'The text of the column "{0}" is as long as a cell can be (32,767 characters). It might have been cut off.',
          shownName(cut.name),
        ),
      };
}

/** All are texts, as in CSV. A date is written without a time where it has none. */
function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (!(cell instanceof Date)) return String(cell);
  return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().replace(/T00:00:00\.000Z$/, '');
}
