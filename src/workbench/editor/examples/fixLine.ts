import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { CannotWrite, editedLine } from '../../../dataset/editing/editedLine';
import { withAnswer } from '../../../dataset/editing/withAnswer';
import { CannotExpress, type Part } from '../../../dataset/example/conversation';
import type { ExampleLine } from '../../../dataset/example/exampleLine';
import { findLine, hashOfLine, type SoughtLine } from '../../../tuning/droppedExamples/lineMap';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { requireLossless } from '../documents/lossless';
import { showLines } from './addExamples';
import { openFile } from './openFile';

/** A line of a file, told by where it was and what it said. */
export interface OriginLine extends SoughtLine {
  readonly uri: string;
}

export function originLine(document: vscode.TextDocument, line: number): OriginLine {
  return { uri: document.uri.toString(), line, hash: hashOfLine(document.lineAt(line).text) };
}

/**
 * Gives the example on a line another answer, as one step that can be undone, and shows it.
 * @returns the line as it is now; undefined when the line is not in the file any more
 */
export async function fixLine(
  datasets: DatasetDocuments,
  origin: OriginLine,
  answer: readonly Part[],
): Promise<OriginLine | undefined> {
  const uri = vscode.Uri.parse(origin.uri, true);
  const name = uri.path.split('/').at(-1) ?? '';
  const document = await openFile(uri);
  await requireLossless(document);
  const line = findLine(origin, document.lineCount, (at) => document.lineAt(at).text);
  const example = line === undefined ? undefined : datasets.get(document)?.line(line)?.example;
  if (line === undefined || !example?.valid) return undefined;
  const { text, range } = document.lineAt(line);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, edited(text, example, answer));
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new UserError(
      vscode.l10n.t("Can't change {0}. It's read-only or was changed in the meantime. Try again.", name),
      'NOT_EDITED',
    );
  }
  await showLines(document, line, line);
  return originLine(document, line);
}

function edited(text: string, { format, value }: ExampleLine, answer: readonly Part[]): string {
  try {
    return editedLine(text, format, withAnswer(format.toConversation(value), answer));
  } catch (error) {
    if (!(error instanceof CannotExpress || error instanceof CannotWrite)) throw error;
    throw new UserError(error.message, 'CANNOT_EXPRESS');
  }
}
