import * as vscode from 'vscode';
import type { Workbench } from './workbench';

/** Opens a copy of the sample dataset that the user can change and save anywhere. */
export async function openSample({ extensionUri }: Workbench): Promise<void> {
  const sample = vscode.Uri.joinPath(extensionUri, 'media', 'sample', 'number_generator.jsonl');
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(sample));
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
  await vscode.window.showTextDocument(document);
}
