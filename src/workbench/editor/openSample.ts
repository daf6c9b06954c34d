import * as vscode from 'vscode';
import type { Authoring } from '../authoring';
import { exists } from '../ui/exists';

/**
 * Opens the sample dataset as a file that is not saved yet, with held-out examples beside it; on request one with mistakes
 * to fix. Another time it shows what is open already.
 */
export async function openSample({ extensionUri, home }: Authoring, which: unknown): Promise<void> {
  const samples = vscode.Uri.joinPath(extensionUri, 'media', 'sample');
  if (which === 'mistakes') {
    await vscode.window.showTextDocument(await unsaved(vscode.Uri.joinPath(samples, 'mistakes.jsonl'), home));
    return;
  }
  const options = { preview: false };
  const heldOut = await unsaved(vscode.Uri.joinPath(samples, 'number_generator.validation.jsonl'), home);
  await vscode.window.showTextDocument(heldOut, { ...options, preserveFocus: true });
  const training = await unsaved(vscode.Uri.joinPath(samples, 'number_generator.jsonl'), home);
  await vscode.window.showTextDocument(training, options);
}

/** Under its own name; where there is no disk, or a file of that name is already, without one. */
async function unsaved(sample: vscode.Uri, home: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(sample));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? home;
  const file = folder && vscode.Uri.joinPath(folder, sample.path.split('/').at(-1) ?? '');
  if (file?.scheme !== 'file' || (await exists(file)))
    return vscode.workspace.openTextDocument({ language: 'jsonl', content });
  const document = await vscode.workspace.openTextDocument(file.with({ scheme: 'untitled' }));
  if (document.getText() !== '') return document; // the user's own since it was opened
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), content);
  await vscode.workspace.applyEdit(edit);
  return document;
}
