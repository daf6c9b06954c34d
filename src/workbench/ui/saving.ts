import * as vscode from 'vscode';
import { writeWhole } from '../../base/files/draft';
import { requireTrust } from './trust';

/** The folder of the workspace that a file lies in: no link in it may lead a write elsewhere. */
export function workspaceOf(uri: vscode.Uri): string | undefined {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
}

/** Asks where to save. A repository proposes the name and may hold a folder that is a link, so Restricted Mode has none. */
export async function askWhere(options: vscode.SaveDialogOptions): Promise<vscode.Uri> {
  requireTrust();
  const uri = await vscode.window.showSaveDialog(options);
  if (uri === undefined) throw new vscode.CancellationError();
  return uri;
}

/**
 * Writes a whole file. On this machine no link is followed; other places have no writer but VS Code's.
 * @param replace true for a place that the user chose in a dialog, which asks about a file that is there
 */
export async function save(
  uri: vscode.Uri,
  content: string | Uint8Array,
  { replace }: { readonly replace: boolean },
): Promise<void> {
  if (uri.scheme === 'file') {
    await writeWhole(uri.fsPath, content, { replace, within: workspaceOf(uri) });
  } else {
    await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? Buffer.from(content) : content);
  }
}
