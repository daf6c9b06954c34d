import * as vscode from 'vscode';
import { openDraft } from '../../base/files/draft';
import { UserError } from '../../base/userError';
import { rowsText } from '../ui/numberFormat';
import { askWhere, workspaceOf } from '../ui/saving';

/** Writes rows to a file that the user chooses, as they are and in the order given, shown and to be cancelled. @param rows each with a line end */
export async function exportRows(
  source: vscode.Uri,
  count: number,
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const name = source.path.split('/').at(-1) ?? '';
  const proposed = name.replace(/(\.[^.]*)?$/, '.shown$1');
  const target = await askWhere({
    title: vscode.l10n.t('Export Shown Rows'),
    ...(source.scheme === 'file' ? { defaultUri: vscode.Uri.joinPath(source, '..', proposed) } : {}),
    filters: { JSONL: ['jsonl'] },
  });
  if (target.scheme !== 'file')
    throw new UserError(vscode.l10n.t('Select a local folder to export rows to.'), 'NOT_LOCAL');
  if (target.fsPath === source.fsPath)
    throw new UserError(
      vscode.l10n.t("The rows of {0} can't be exported to the file itself. Enter another name.", name),
      'SAME_FILE',
    );
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Exporting {0}', rowsText(count)),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (_, token) => {
    const draft = await openDraft(target.fsPath, { replace: true, within: workspaceOf(target) });
    try {
      for await (const bytes of rows) {
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        await draft.write(bytes);
      }
      await draft.commit();
    } finally {
      await draft.discard();
    }
  });
  const open = vscode.l10n.t('Open File');
  const message = vscode.l10n.t('Exported {0} to {1}.', rowsText(count), target.path.split('/').at(-1) ?? '');
  const chosen = await vscode.window.showInformationMessage(message, open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
}
