import { isUtf8 } from 'node:buffer';
import * as l10n from '@vscode/l10n';
import { type Conversion, type ConversionNote, convert } from '../editing/convert';
import type { DatasetFormat } from '../formats/format';
import { isBlankRow, type Row, rowsOf, textOfRow } from './rowsOf';

export interface ConvertedRows {
  /** Rows that came in, blank ones aside. */
  readonly rows: number;
  readonly blank: number;
  /** Rows that became one or more examples. */
  readonly converted: number;
  /** Rows that could not, or that were left out since they would lose something. */
  readonly leftOut: number;
  /** Converted rows that lost something. */
  readonly partly: number;
  /** Examples that were written: a row with several answers becomes several. */
  readonly written: number;
}

/**
 * Converts a file row by row.
 * @param wholeOnly leaves out rows that would lose something
 * @param onNote told of each row that was left out or lost something, with its line in the file
 */
export async function convertRows(
  path: string,
  {
    from,
    to,
    wholeOnly,
  }: { readonly from: DatasetFormat; readonly to: DatasetFormat; readonly wholeOnly: boolean },
  write: (bytes: Uint8Array) => Promise<void>,
  onNote: (note: ConversionNote) => void,
  signal?: AbortSignal,
): Promise<ConvertedRows> {
  const counts = { rows: 0, blank: 0, converted: 0, leftOut: 0, partly: 0, written: 0 };
  for await (const batch of rowsOf(path, signal)) {
    const examples: string[] = [];
    for (const row of batch) {
      if (isBlankRow(row.bytes)) {
        counts.blank++;
        continue;
      }
      counts.rows++;
      const own = convertRow(row, from, to);
      const [note] = own.notes;
      if (note) onNote({ ...note, line: row.line });
      if (own.examples.length === 0 || (wholeOnly && note)) {
        counts.leftOut++;
        continue;
      }
      counts.converted++;
      if (note) counts.partly++;
      for (const { text } of own.examples) examples.push(`${text}\n`);
      counts.written += own.examples.length;
    }
    if (examples.length > 0) await write(Buffer.from(examples.join('')));
  }
  return counts;
}

function convertRow(row: Row, from: DatasetFormat, to: DatasetFormat): Conversion {
  const text = textOfRow(row);
  if (!isUtf8(row.bytes))
    return {
      examples: [],
      notes: [{ line: 0, text, reason: l10n.t("The line isn't valid UTF-8."), partly: false }],
    };
  return from === to ? { examples: [{ line: 0, text }], notes: [] } : convert([text], from, to);
}
