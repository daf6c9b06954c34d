import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { settings } from '../../ui/settings';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import { showTuningView } from '../connect';
import type { Account } from './accounts';
import { chooseCredentials } from './signIn';

/** Asks whose credentials to use, tries them, and stays with Google until the user disconnects. */
export async function connectGoogle(workbench: Workbench): Promise<void> {
  requireTrust();
  const { credentials } = workbench;
  const before = { connection: settings.connection.value ?? 'none', choice: credentials.choice };
  const choice = await chooseCredentials(credentials.accounts);
  try {
    await credentials.choose(choice);
    await settings.connection.set('google');
    await tryConnecting(workbench);
  } catch (error) {
    await settings.connection.set(before.connection);
    await credentials.choose(before.choice);
    throw error;
  }
  await showTuningView();
}

/** Signs an account out, at Google too. */
export async function signOut(workbench: Workbench): Promise<void> {
  const { accounts } = workbench.credentials;
  const items = (await accounts.list()).map((account) => ({ label: account.label, account }));
  if (items.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'No account is signed in. Application Default Credentials are managed by gcloud. To revoke them, run `gcloud auth application-default revoke`.',
      ),
      'NO_ACCOUNT',
    );
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Sign Out of Google'),
    placeHolder: vscode.l10n.t('Select an account to sign out'),
  });
  if (chosen) await signOutAccount(workbench, chosen.account);
}

/** The secrets are gone from this machine even when Google cannot be told. */
export async function signOutAccount(
  { credentials }: Pick<Workbench, 'credentials'>,
  account: Account,
): Promise<void> {
  const { choice } = credentials;
  const inUse = choice.kind === 'account' && choice.id === account.id;
  await credentials.accounts.remove(account.id);
  if (inUse) {
    if (settings.connection.value === 'google') await settings.connection.set('none');
    await credentials.choose({ kind: 'applicationDefault' });
  }
  const { revoke } = await import('../../../tuning/google/auth/googleAuth');
  try {
    await revoke(account.credential);
  } catch (error) {
    throw new UserError(
      vscode.l10n.t("You're signed out locally, but Tunewright's access couldn't be revoked at Google."),
      'NOT_REVOKED',
      [
        {
          kind: 'page',
          title: vscode.l10n.t('Manage Google Connections'),
          url: 'https://myaccount.google.com/connections',
        },
      ],
      { cause: error },
    );
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('Signed out of {0}.', account.label));
}

async function tryConnecting({ connections, credentials }: Workbench): Promise<void> {
  const options = {
    location: { viewId: 'tunewright.tuning' },
    title: vscode.l10n.t('Connecting to Google…'),
  };
  const connect = () =>
    vscode.window.withProgress(options, async () => {
      const { authClient } = await connections.connect(AbortSignal.timeout(30_000));
      if (credentials.isApiKey) return; // gives no token; Google tells at the first use
      const { accessToken } = await import('../../../tuning/google/auth/googleAuth');
      await accessToken(authClient);
    });
  try {
    await connect();
  } catch (error) {
    if (!(error instanceof UserError) || error.reason !== 'NO_PROJECT') throw error;
    await askForProject();
    await connect();
  }
}

/** Credentials of users often name no project. */
async function askForProject(): Promise<void> {
  const project = await vscode.window.showInputBox({
    title: vscode.l10n.t('Google Cloud Project'),
    prompt: vscode.l10n.t(
      'ID of the Google Cloud project for tuning. To list your projects, run `gcloud projects list`.',
    ),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      isProjectId(typed.trim())
        ? undefined
        : vscode.l10n.t(
            'A project ID has 6 to 30 lowercase letters, digits, and dashes, and starts with a letter.',
          ),
  });
  if (project === undefined) throw new vscode.CancellationError();
  await settings.googleProject.set(project.trim());
}

/** Ids of old domain-scoped projects hold a domain: `example.com:my-project`. */
function isProjectId(text: string): boolean {
  return /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(text);
}
