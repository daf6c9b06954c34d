import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { committedVersion } from '../launch/provenance/committedTexts';

/** What a dataset is in the last commit. Rejects with what a person can do when there is no such version. */
export async function committedText(uri: vscode.Uri): Promise<string> {
  requireTrustInGit();
  const name = path.posix.basename(uri.path);
  const committed = uri.scheme === 'file' ? await committedVersion(uri.fsPath) : undefined;
  if (committed === 'tooLarge')
    throw new UserError(
      vscode.l10n.t(
        'The version of {0} in the last commit is too large to compare. It can have up to 200 MB.',
        name,
      ),
      'TOO_LARGE',
      [],
    );
  if (committed === undefined)
    throw new UserError(
      vscode.l10n.t("{0} isn't in the last commit of a Git repository.", name),
      'NO_COMMIT',
      [],
    );
  return committed.text;
}

/** A page comes back when the window is reloaded, even after trust was taken away. */
function requireTrustInGit(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    vscode.l10n.t(
      "Git isn't run in Restricted Mode. Trust this workspace to compare a dataset with the last commit.",
    ),
    'NOT_TRUSTED',
    [],
  );
}
