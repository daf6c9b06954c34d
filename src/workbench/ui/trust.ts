import * as vscode from 'vscode';
import { UserError } from '../../base/userError';

/** Stands before each act that writes or sends. @throws UserError in Restricted Mode */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    vscode.l10n.t("This workspace isn't trusted, so you can't sign in and no files are written."),
    'NOT_TRUSTED',
    [{ kind: 'command', title: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' }],
  );
}
