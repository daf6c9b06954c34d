import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { appendOnDisk, headOf } from '../../../dataset/editing/appendOnDisk';
import { spacingLike } from '../../../dataset/editing/exampleText';
import type { DatasetFormat } from '../../../dataset/formats/format';
import type { Spacing } from '../../../dataset/json/spacing';
import { numberText } from '../../ui/numberFormat';
import { workspaceOf } from '../../ui/saving';

/**
 * Stands before a file is read from disk, or written there: what an editor has not saved would be missed, or lost.
 * @param editors `text`: those of the dataset view are not meant
 * @throws UserError
 */
export function requireSaved(uri: vscode.Uri, editors: 'all' | 'text' = 'all'): void {
  const isIt = (other: vscode.Uri) => other.toString() === uri.toString();
  const isTyped = vscode.workspace.textDocuments.some((document) => document.isDirty && isIt(document.uri));
  // VS Code shares no document above 50 MB, but its tabs tell of what isn't saved.
  const isEdited = vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ isDirty, input }) => {
      const isMeant = editors === 'all' && input instanceof vscode.TabInputCustom;
      return isDirty && (isMeant || input instanceof vscode.TabInputText) && isIt(input.uri);
    }),
  );
  if (!isTyped && !isEdited) return;
  throw new UserError(
    vscode.l10n.t(
      'Save {0} first. It has unsaved changes, and a file this large is read from disk.',
      uri.path.split('/').at(-1) ?? '',
    ),
    'NOT_SAVED',
  );
}

/** Appends lines to the file on disk, after a question: it cannot be undone there. */
export async function addToLargeFile(
  uri: vscode.Uri,
  write: (format: DatasetFormat, spacing: Spacing) => readonly string[],
): Promise<void> {
  const name = uri.path.split('/').at(-1) ?? '';
  if (uri.scheme !== 'file') {
    throw new UserError(
      vscode.l10n.t("Can't add to {0}. It's larger than 50 MB and isn't a local file.", name),
      'TOO_LARGE',
    );
  }
  requireSaved(uri);
  const head = await headOf(uri.fsPath);
  const { format } = DatasetDocument.read(head);
  if (format === undefined) {
    throw new UserError(
      vscode.l10n.t("Can't add an example to {0} because it isn't a training file.", name),
      'NO_DATASET',
    );
  }
  const lines = write(format, spacingLike(head.split('\n')));
  const linesText =
    lines.length === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', numberText(lines.length));
  const add = vscode.l10n.t('Append to File');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Append to {0} on disk?', name),
    {
      modal: true,
      detail: vscode.l10n.t(
        "The file is larger than 50 MB or has more than 500,000 lines, so it isn't edited in VS Code. This appends {0} directly on disk and can't be undone.",
        linesText,
      ),
    },
    add,
  );
  if (chosen !== add) throw new vscode.CancellationError();
  await appendOnDisk(uri.fsPath, lines, head.includes('\r\n') ? '\r\n' : '\n', workspaceOf(uri));
  void vscode.window.showInformationMessage(vscode.l10n.t('Appended {1} to {0}.', name, linesText));
}
