import * as vscode from 'vscode';
import type { Workbench } from '../workbench';

/** Opens a copy of the sample dataset that the user can change and save anywhere; on request one with mistakes to mend. */
export async function openSample({ extensionUri }: Workbench, which: unknown): Promise<void> {
  const name = which === 'mistakes' ? 'mistakes.jsonl' : 'number_generator.jsonl';
  const sample = vscode.Uri.joinPath(extensionUri, 'media', 'sample', name);
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(sample));
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content });
  await vscode.window.showTextDocument(document);
}
