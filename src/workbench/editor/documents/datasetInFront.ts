import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { mostLines } from '../../../dataset/files/largestText';
import type { Authoring } from '../../authoring';
import { viewTypes } from '../../ui/viewTypes';
import { tooLong } from '../examples/openFile';
import { isPeek } from './jsonlFiles';

/** The JSONL file that a command is for: its argument, else the one in front. Rejects with a `UserError` without one. */
export async function datasetInFront(
  { datasets }: Authoring,
  argument: unknown,
): Promise<{ readonly document: vscode.TextDocument; readonly dataset: DatasetDocument }> {
  const document =
    argument instanceof vscode.Uri ? await vscode.workspace.openTextDocument(argument) : documentInFront();
  if (document && document.lineCount > mostLines) throw tooLong(document);
  if (document && isPeek(document)) throw onlyPeeked();
  const dataset = document && datasets.get(document);
  if (!document || !dataset) throw new UserError(vscode.l10n.t('Open a JSONL file first.'), 'NO_FILE');
  return { document, dataset };
}

function onlyPeeked(): UserError {
  return new UserError(
    vscode.l10n.t('Only the first rows of a file in Cloud Storage are shown here. Download it first.'),
    'PEEK',
    [
      {
        kind: 'command',
        title: vscode.l10n.t('Open File in Cloud Storage…'),
        command: 'tunewright.openStoredFile',
      },
    ],
  );
}

/** The document of the text editor or the dataset view in front. */
export function documentInFront(): vscode.TextDocument | undefined {
  const editor = vscode.window.activeTextEditor;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom) || input.viewType !== viewTypes.dataset)
    return editor?.document;
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === input.uri.toString());
}
