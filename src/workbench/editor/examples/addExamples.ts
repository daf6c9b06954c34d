import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { appendedLines } from '../../../dataset/editing/appendedLines';
import { spacingLike, writtenExample } from '../../../dataset/editing/exampleText';
import { CannotExpress, type Conversation } from '../../../dataset/example/conversation';
import type { DatasetFormat } from '../../../dataset/formats/format';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { requireLossless } from '../documents/lossless';
import { isTooLarge } from '../documents/tooLarge';
import { workspaceEdit } from '../problems/ranges';
import type { Destination } from './destination';
import { addToLargeFile } from './largeFile';
import { openFile } from './openFile';

/** How far up the last examples are looked at for how they are set. */
const linesAbove = 20;

/**
 * Writes examples at the end of a file in the file's format, as one step that can be undone, and shows them. Nothing is saved:
 * that is the user's to do. A file that VS Code is too small for is written on disk, after a question.
 * @param newFormat of a file that has no example yet
 */
export async function addExamples(
  datasets: DatasetDocuments,
  destination: Destination,
  examples: readonly Conversation[],
  newFormat: DatasetFormat,
): Promise<void> {
  if (destination.kind === 'file' && (await isTooLarge(destination.uri))) {
    return addToLargeFile(destination.uri, (format, spacing) =>
      examples.map((example) => written(format, example, spacing, nameOf(destination.uri))),
    );
  }
  const document =
    destination.kind === 'new'
      ? await vscode.workspace.openTextDocument({ language: 'jsonl', content: '' })
      : await openFile(destination.uri);
  await requireLossless(document);
  const format = formatOf(datasets, document, newFormat);
  const above = Array.from(
    { length: Math.min(document.lineCount, linesAbove) },
    (_, back) => document.lineAt(document.lineCount - 1 - back).text,
  );
  const spacing = spacingLike(above.reverse());
  const lines = examples.map((example) => written(format, example, spacing, nameOf(document.uri)));
  const { edit, firstLine } = appendedLines(
    {
      lineCount: document.lineCount,
      textOf: (line) => document.lineAt(line).text,
      lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    },
    lines,
  );
  if (!(await vscode.workspace.applyEdit(workspaceEdit(document.uri, [edit])))) {
    throw new UserError(
      vscode.l10n.t(
        "Can't change {0}. It's read-only or was changed in the meantime. Try again.",
        nameOf(document.uri),
      ),
      'NOT_EDITED',
    );
  }
  await showLines(document, firstLine, firstLine + lines.length - 1);
}

/** In the column where the file is shown already, else in one that does not hide what asked for it. */
export async function showLines(document: vscode.TextDocument, first: number, last: number): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const tab = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString(),
    ),
  );
  await vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? tab?.viewColumn ?? otherColumn(),
    selection: new vscode.Range(first, 0, last, document.lineAt(last).text.length),
    preview: false,
  });
}

/** The first column; beside the active one when that is the first. */
export function otherColumn(): vscode.ViewColumn {
  const { One, Beside } = vscode.ViewColumn;
  return vscode.window.tabGroups.activeTabGroup.viewColumn === One ? Beside : One;
}

function formatOf(
  datasets: DatasetDocuments,
  document: vscode.TextDocument,
  newFormat: DatasetFormat,
): DatasetFormat {
  const dataset = datasets.get(document);
  if (dataset?.format) return dataset.format;
  if (dataset && dataset.statistics.lines === dataset.statistics.blankLines) return newFormat;
  throw new UserError(
    vscode.l10n.t("Can't add an example to {0} because it isn't a training file.", nameOf(document.uri)),
    'NO_DATASET',
  );
}

function written(
  format: DatasetFormat,
  example: Conversation,
  spacing: ReturnType<typeof spacingLike>,
  name: string,
): string {
  try {
    return writtenExample(format, example, spacing);
  } catch (error) {
    if (!(error instanceof CannotExpress)) throw error;
    throw new UserError(
      vscode.l10n.t('{0} is in {1} format. {2} Select another file.', name, format.label, error.message),
      'CANNOT_EXPRESS',
    );
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
