import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import type { Workbench } from '../../workbench';

/** The JSONL file that a command is for: its argument, else the one in front. Rejects with a `UserError` without one. */
export async function datasetInFront(
  { datasets }: Workbench,
  argument: unknown,
): Promise<{ readonly document: vscode.TextDocument; readonly dataset: DatasetDocument }> {
  const document =
    argument instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(argument)
      : vscode.window.activeTextEditor?.document;
  const dataset = document && datasets.get(document);
  if (!document || !dataset) throw new UserError(vscode.l10n.t('Open a JSONL file first.'), 'NO_FILE');
  return { document, dataset };
}
