import * as vscode from 'vscode';
import { UserError } from '../../base/userError';

/** Applies an edit as one step, to the version of the document that it was made for: in another it would land elsewhere. */
export async function applyTo(
  document: vscode.TextDocument,
  version: number,
  edit: vscode.WorkspaceEdit,
): Promise<void> {
  requireVersion(document, version);
  if (!(await vscode.workspace.applyEdit(edit))) throw notEdited(document);
}

/** Line numbers of one version name other rows in another. */
export function requireVersion(document: vscode.TextDocument, version: number): void {
  if (document.version !== version) throw notEdited(document);
}

function notEdited({ uri }: vscode.TextDocument): UserError {
  const name = uri.path.split('/').at(-1) ?? '';
  return new UserError(
    vscode.l10n.t("Can't change {0}. It's read-only or was changed in the meantime. Try again.", name),
    'NOT_EDITED',
  );
}
