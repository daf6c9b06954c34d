import * as vscode from 'vscode';
import { findAdcFile } from '../../../tuning/google/auth/adcFile';
import type { SetupSubject } from '../../../tuning/setup/checkSetup';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import type { Account } from '../signIn/accounts';
import { fromHome, thisMachine } from '../signIn/signIn';
import type { SetupToCheck } from './checkSetupPage';

/** Walks from the credentials to the bucket and says for each link whether it holds, and what to do where it does not. */
export async function checkSetup(workbench: Workbench): Promise<void> {
  requireTrust();
  await workbench.checkSetupPages.show()?.check();
}

/** What there is to check now: the sandbox when it is connected, else the chosen credentials of Google. */
export async function setupToCheck({
  connections,
  credentials,
}: Pick<Workbench, 'connections' | 'credentials'>): Promise<SetupToCheck> {
  const accessToken: SetupSubject['accessToken'] = async ({ authClient }) => {
    const google = await import('../../../tuning/google/auth/googleAuth');
    return google.accessToken(authClient);
  };
  if (connections.kind === 'sandbox') {
    const label = vscode.l10n.t('Local sandbox');
    const access = () => connections.access('sandbox');
    return {
      description: label,
      subject: {
        label,
        member: undefined,
        fromGcloud: false,
        place: 'sandbox',
        connected: true,
        access,
        accessToken,
      },
    };
  }
  const who = await chosenCredentials(credentials);
  const connected = connections.kind === 'google';
  return {
    description: connected ? vscode.l10n.t('Google') : vscode.l10n.t('Google (not connected)'),
    subject: { ...who, place: 'google', connected, access: () => connections.access('google'), accessToken },
  };
}

/** Whose credentials Google is asked with. `label`: in words, such as an email address. */
export async function chosenCredentials(
  credentials: Workbench['credentials'],
): Promise<Pick<SetupSubject, 'label' | 'member' | 'fromGcloud'>> {
  const { choice } = credentials;
  if (choice.kind === 'account') {
    const account = await credentials.accounts.get(choice.id);
    if (account) return { label: account.label, member: memberOf(account), fromGcloud: false };
  }
  const file = await findAdcFile(thisMachine());
  const label = vscode.l10n.t('Application Default Credentials');
  return {
    label: file ? vscode.l10n.t('{0} in {1}', label, fromHome(file.path)) : label,
    member: file?.email && `serviceAccount:${file.email}`,
    fromGcloud: file?.foundBy !== 'GOOGLE_APPLICATION_CREDENTIALS' || file.type === 'authorized_user',
  };
}

function memberOf({ label, credential }: Account): string | undefined {
  if (credential.kind === 'apiKey') return undefined;
  return credential.kind === 'user' ? `user:${label}` : `serviceAccount:${label}`;
}
