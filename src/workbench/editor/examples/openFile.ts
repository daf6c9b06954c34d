import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';

/** Rejects with a `UserError` when the file is gone. */
export async function openFile(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    throw new UserError(
      vscode.l10n.t(
        '{0} no longer exists. It was deleted, moved, or never saved.',
        uri.path.split('/').at(-1) ?? '',
      ),
      'NO_FILE',
      [],
      { cause: error },
    );
  }
}
