// What VS Code shows before a tool runs. An agent names files as it likes; people read which ones are meant.
import * as vscode from 'vscode';
import type { AgentTool } from '../../agents/tool';
import { allOf } from '../../base/numbers';
import { printable } from '../../base/printable';
import { plain } from '../ui/markdownText';
import { fileInWorkspace, placeInWorkspace } from './workspaceFiles';

/** Rejects when a file isn't one that agents may use, before anybody is asked about it. @param title of the tool, for people */
export async function toolConfirmation(
  { writes }: AgentTool,
  title: string,
  input: object,
): Promise<vscode.PreparedToolInvocation> {
  const files = (await filesOf(input)).map((uri) => plain(printable(vscode.workspace.asRelativePath(uri))));
  const invocationMessage = new vscode.MarkdownString(
    files.length === 0 ? title : `${title}: ${allOf(files)}`,
  );
  if (!writes) return { invocationMessage };
  const message = new vscode.MarkdownString(
    vscode.l10n.t('The agent wants to change or create files: {0}', allOf(files)),
  );
  return { invocationMessage, confirmationMessages: { title, message } };
}

async function filesOf(input: object): Promise<readonly vscode.Uri[]> {
  const source: unknown = Reflect.get(input, 'file');
  const out: unknown = Reflect.get(input, 'out');
  return [
    ...(typeof source === 'string' ? [await fileInWorkspace(source)] : []),
    ...(typeof out === 'string' ? [vscode.Uri.file((await placeInWorkspace(out)).path)] : []),
  ];
}
