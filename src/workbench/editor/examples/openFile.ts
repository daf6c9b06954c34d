import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { isTooLarge } from './largeFile';

/** Opens a file that was there once. Rejects with a `UserError` when it is gone, or too large for VS Code to share. */
export async function openFile(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    const name = uri.path.split('/').at(-1) ?? '';
    if (await isTooLarge(uri)) {
      const message = vscode.l10n.t(
        "{0} is larger than 50 MB, so VS Code doesn't let extensions open it as a document.",
        name,
      );
      const title = vscode.l10n.t('Open Dataset View');
      const step = { kind: 'command', title, command: 'tunewright.openDatasetView', args: [uri] } as const;
      throw new UserError(message, 'TOO_LARGE', [step], { cause: error });
    }
    const message = vscode.l10n.t("Can't open {0}. It might have been moved or deleted.", name);
    throw new UserError(message, 'NO_FILE', [], { cause: error });
  }
}
