import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { formatOf } from '../../../dataset/formats/detection/sampleFormat';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { geminiApi } from '../../../dataset/formats/geminiApi';
import { parse } from '../../../dataset/json/parse';
import { isObject } from '../../../dataset/json/value';

export interface ConversionSource {
  /** One example on each. */
  readonly lines: readonly string[];
  readonly from: DatasetFormat;
}

/** The examples of a file, taken out of an array, a request or a table; of a table's columns the user may have to choose. */
export async function sourceOf(
  document: vscode.TextDocument,
  dataset: DatasetDocument,
  name: string,
): Promise<ConversionSource> {
  const { container } = dataset;
  const lines = container ? container.lines(document.getText()) : document.getText().split(/\r?\n/);
  if (lines === undefined) {
    const why = dataset.problemsAt(0)[0]?.message ?? '';
    throw new UserError(vscode.l10n.t("Can't convert {0} as it is. {1}", name, why), 'NO_DATASET');
  }
  const from = dataset.format ?? formatOf(lines);
  if (from) return { lines, from };
  const rows = lines.map((line) => parse(line)).filter(isObject);
  const columns = Object.keys(rows[0] ?? {});
  if (!container || columns.length < 2) {
    throw new UserError(vscode.l10n.t("{0} isn't in a format that can be converted.", name), 'NO_DATASET');
  }
  const input = await pickColumn(columns, vscode.l10n.t('Select the column with the input'));
  const others = columns.filter((column) => column !== input);
  const output = await pickColumn(others, vscode.l10n.t('Select the column with the expected output'));
  const mapped = rows.map((row) =>
    JSON.stringify({ text_input: row[input] ?? '', output: row[output] ?? '' }),
  );
  return { lines: mapped, from: geminiApi };
}

async function pickColumn(columns: readonly string[], placeHolder: string): Promise<string> {
  const chosen = await vscode.window.showQuickPick([...columns], { placeHolder });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen;
}
