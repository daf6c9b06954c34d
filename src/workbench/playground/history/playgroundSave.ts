import * as vscode from 'vscode';
import { askWhere, save } from '../../ui/saving';
import { toJsonLines, toMarkdown } from '../data/playgroundExport';
import type { KeptConversation } from '../session/playgroundSession';

/** Writes conversations to a file that the user chooses; the end of its name decides the form. */
export async function exportConversations(conversations: readonly KeptConversation[]): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = 'playground.jsonl';
  const uri = await askWhere({
    title: vscode.l10n.t('Export Conversations'),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [vscode.l10n.t('JSON Lines')]: ['jsonl'], [vscode.l10n.t('Markdown')]: ['md'] },
  });
  const text = uri.path.endsWith('.md') ? toMarkdown(conversations) : toJsonLines(conversations);
  await save(uri, text, { replace: true });
  await vscode.window.showTextDocument(uri, { preview: true });
}
