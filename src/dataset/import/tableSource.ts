// Tables of texts (RFC 4180), read in pieces.

import { createReadStream } from 'node:fs';
import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { counted, grouped } from '../../base/numbers';
import { type ForeignRow, type ForeignSource, ImportError } from './record';
import { type Column, columnsOfTable, tableRow } from './tableColumns';
import { encodingOf, startOf } from './textEncoding';

export const csvSource = table('csv', undefined);
export const tsvSource = table('tsv', '\t');

/** @param delimiter undefined: whichever of comma, semicolon and bar parts the names of the columns */
function table(id: 'csv' | 'tsv', delimiter: string | undefined): ForeignSource {
  return {
    id,
    rowName: 'row',
    async *rows(path, signal) {
      let columns: readonly Column[] | undefined;
      let number = 0;
      for await (const { cells, reason } of readTable(path, delimiter, signal)) {
        if (!columns) {
          columns = columnsOfTable(cells);
          continue;
        }
        if (cells.every((cell) => cell.trim() === '')) continue;
        yield rowOf(++number, cells, columns, reason);
      }
    },
  };
}

interface ReadCells {
  readonly cells: readonly string[];
  /** What is wrong with the row. */
  readonly reason: string | undefined;
}

/**
 * Cells of each row; of quotes that don't match, the parser's own words are not ours. Papa's own reading of a stream never
 * ends when the stream ends while it's paused, so the pieces are put together here.
 * @throws ImportError for a quotation mark that is never closed: how many rows it takes with it, nobody can tell
 */
async function* readTable(
  path: string,
  delimiter: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadCells> {
  const head = startOf(path, HEAD).toString(encodingOf(path)).replace(MARK, '');
  const own = delimiter ?? delimiterOf(head);
  const newline = Papa.parse(head, { delimiter: own }).meta.linebreak;
  const lineEnds = (text: string) => text.split(newline).length - 1;
  const parser = new Papa.Parser({ delimiter: own, ...(isLineEnd(newline) ? { newline } : {}) });
  let waiting = '';
  /** Line of the file where it starts, from 1. */
  let line = 1;
  /** Came after what waits. Read together with it when it is as long: a long row is not read again with each piece. */
  let more = '';
  let isStart = true;
  const rowsOf = (text: string, isLast: boolean): ReadCells[] => {
    const { data, errors, meta }: Papa.ParseResult<string[]> = parser.parse(text, 0, !isLast);
    const wrong = new Map<number, string>();
    const lineAt = lineCounter(text, newline, line);
    for (const { type, code, row = 0, index = 0 } of errors) {
      if (type !== 'Quotes') continue;
      const at = lineAt(index);
      if (code === 'MissingQuotes') throw unclosed(at);
      if (!wrong.has(row)) wrong.set(row, quotesReason(at, 1 + lineEnds((data[row] ?? []).join(''))));
    }
    line = lineAt(meta.cursor);
    waiting = text.slice(meta.cursor);
    return data.map((cells, index) => ({ cells, reason: wrong.get(index) }));
  };
  const stream = createReadStream(path, { encoding: encodingOf(path), ...(signal ? { signal } : {}) });
  for await (const piece of stream) {
    more += isStart ? String(piece).replace(MARK, '') : String(piece);
    isStart = false;
    if (more.length < waiting.length) continue;
    yield* rowsOf(waiting + more, false);
    more = '';
    if (waiting.length > LONGEST_ROW) throw tooLong();
  }
  yield* rowsOf(waiting + more, true);
}

/** Tells the line of one place after the other: each counts on from the last. @param first line of the text */
function lineCounter(text: string, newline: string, first: number): (index: number) => number {
  let line = first;
  let from = 0;
  return (index) => {
    for (let end = text.indexOf(newline, from); end !== -1; end = text.indexOf(newline, from)) {
      if (end + newline.length > index) break;
      line++;
      from = end + newline.length;
    }
    return line;
  };
}

/** @param lines that the row has */
function quotesReason(line: number, lines: number): string {
  return lines === 1
    ? l10n.t('In line {0}, a quotation mark is missing or in the wrong place.', grouped(line))
    : l10n.t(
        'In line {0}, a quotation mark is missing or in the wrong place, so {1} were read as one row.',
        grouped(line),
        counted(lines, 'line'),
      );
}

function unclosed(line: number): ImportError {
  return new ImportError(
    l10n.t(
      "The quotation mark in line {0} is never closed, so the rows after it can't be told apart. Close or remove it.",
      grouped(line),
    ),
  );
}

function tooLong(): ImportError {
  return new ImportError(
    l10n.t(
      'The table has a row of more than 100 million characters. A quotation mark before it might be missing or in the wrong place.',
    ),
  );
}

/** Characters. Before long, no text could hold it. */
const LONGEST_ROW = 100_000_000;

const HEAD = 1 << 16;
/** At the start, a quoted first name wouldn't start with its quote. */
const MARK = /^\ufeff/;

/** Of those that tables of this kind have, the one that gives the most columns. */
function delimiterOf(head: string): string {
  const columns = (delimiter: string) =>
    Papa.parse<string[]>(head, { delimiter, preview: 1 }).data[0]?.length ?? 0;
  const [most = ','] = [',', ';', '|'].toSorted((a, b) => columns(b) - columns(a));
  return most;
}

function isLineEnd(text: string): text is '\n' | '\r' | '\r\n' {
  return /^(\n|\r\n?)$/.test(text);
}

function rowOf(
  number: number,
  cells: readonly string[],
  columns: readonly Column[],
  reason: string | undefined,
): ForeignRow {
  if (reason !== undefined) return { number, reason };
  if (cells.length !== columns.length)
    return {
      number,
      reason: l10n.t(
        'The row has {0} cells, but the table has {1} columns.',
        grouped(cells.length),
        grouped(columns.length),
      ),
    };
  if (cells.some((cell) => cell.includes('\ufffd')))
    return { number, reason: l10n.t("The row isn't valid UTF-8. Save the file as UTF-8.") };
  return { number, value: tableRow(cells, columns) };
}
