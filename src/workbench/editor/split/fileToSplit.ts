import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { Workbench } from '../../workbench';
import { resourceInFront } from '../documents/foundDatasets';
import { requireLossless } from '../documents/lossless';
import { requireSaved } from '../examples/largeFile';

/**
 * The file on disk that is split: the resource that the command was called on, else the one in front. It need not be
 * open, for VS Code opens no large ones to extensions; what is typed and not saved is saved first.
 */
export async function fileToSplit(
  { datasets }: Workbench,
  argument: unknown,
): Promise<{ readonly uri: vscode.Uri; readonly format: string | undefined }> {
  const uri = argument instanceof vscode.Uri ? argument : resourceInFront();
  if (uri === undefined)
    throw new UserError(vscode.l10n.t('Open the file (JSONL) that you want to split first.'), 'NO_FILE');
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (document?.isDirty) await requireLossless(document);
  if (document?.isDirty && !(await document.save()))
    throw new UserError(vscode.l10n.t("Couldn't save the file, so it wasn't split."), 'NOT_SAVED');
  if (uri.scheme !== 'file') {
    throw new UserError(
      vscode.l10n.t('Save the file to a local folder first. The new files are created next to it.'),
      'NOT_SAVED',
    );
  }
  requireSaved(uri);
  return { uri, format: document && datasets.optionsOf(document).format };
}
