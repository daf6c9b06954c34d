import * as vscode from 'vscode';
import { type NextStep, UserError } from '../../../base/userError';
import { mostLines } from '../../../dataset/files/largestText';
import { isTooLarge } from '../documents/tooLarge';

/** Opens a file that was there once. Rejects with a `UserError` when it is gone, or too large to be read as a document. */
export async function openFile(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await openDocument(uri);
  if (document.lineCount <= mostLines) return document;
  throw tooLong(document);
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    const name = nameOf(uri);
    if (await isTooLarge(uri)) {
      const message = vscode.l10n.t(
        "{0} is larger than 50 MB, so VS Code doesn't let extensions open it as a document.",
        name,
      );
      throw new UserError(message, 'TOO_LARGE', [openView(uri)], { cause: error });
    }
    const message = vscode.l10n.t("Can't open {0}. It might have been moved or deleted.", name);
    throw new UserError(message, 'NO_FILE', [], { cause: error });
  }
}

/** Of a document whose lines aren't read: there are too many. */
export function tooLong({ uri }: vscode.TextDocument): UserError {
  const message = vscode.l10n.t(
    "{0} has more than 500,000 lines, so VS Code's text editor shows no problems or tokens in it. Save it and open the dataset view.",
    nameOf(uri),
  );
  return new UserError(message, 'TOO_LARGE', [openView(uri)]);
}

function openView(uri: vscode.Uri): NextStep {
  const title = vscode.l10n.t('Open Dataset View');
  return { kind: 'command', title, command: 'tunewright.openDatasetView', args: [uri] };
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
