import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { emailScope, tuningScopes } from '../../../tuning/google/auth/scopes';
import type { Account, Accounts } from './accounts';

const providerId = 'tunewright-google';

/** What the provider cannot do by itself, since it asks the user. */
export interface SignIn {
  signIn(): Promise<Account>;
  signOut(account: Account): Promise<void>;
}

/** Shows our accounts in VS Code's Accounts menu and lets other extensions ask for a token, with the user's leave. */
export class GoogleAuthenticationProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  readonly #disposables: readonly vscode.Disposable[];

  constructor(
    private readonly accounts: Accounts,
    private readonly user: SignIn,
  ) {
    this.#disposables = [
      this.#changed,
      accounts.onDidChange(({ added, removed, changed }) => {
        const sessions = (list: readonly Account[]) =>
          list.filter(givesTokens).map((one) => sessionOf(one, ''));
        this.#changed.fire({
          added: sessions(added),
          removed: sessions(removed),
          changed: sessions(changed),
        });
      }),
      vscode.authentication.registerAuthenticationProvider(providerId, 'Google (Tunewright)', this, {
        supportsMultipleAccounts: true,
      }),
    ];
  }

  /** Without scopes VS Code only lists accounts, at its start too: no token is fetched for that. */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    const accounts = (await this.accounts.list()).filter(givesTokens);
    const asked = account ? accounts.filter((one) => one.id === account.id) : accounts;
    if (!scopes || scopes.length === 0) return asked.map((one) => sessionOf(one, ''));
    if (!areOurs(scopes)) return [];
    return Promise.all(asked.map((one) => withToken(one)));
  }

  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    if (!areOurs(scopes)) {
      throw new UserError(
        vscode.l10n.t(
          "Tunewright's Google sign-in covers tuning only and can't request these scopes: {0}.",
          scopes.join(', '),
        ),
        'OTHER_SCOPES',
      );
    }
    return withToken(await this.user.signIn());
  }

  async removeSession(id: string): Promise<void> {
    const account = await this.accounts.get(id);
    if (account) await this.user.signOut(account);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** An API key is no session: it gives no token. */
function givesTokens({ credential }: Account): boolean {
  return credential.kind !== 'apiKey';
}

function areOurs(scopes: readonly string[]): boolean {
  return scopes.every((scope) => tuningScopes.includes(scope) || scope === emailScope);
}

async function withToken(account: Account): Promise<vscode.AuthenticationSession> {
  const { accessToken, authClientOf } = await import('../../../tuning/google/auth/googleAuth');
  return sessionOf(account, await accessToken(authClientOf(account.credential)));
}

function sessionOf({ id, label }: Account, accessToken: string): vscode.AuthenticationSession {
  return { id, accessToken, account: { id, label }, scopes: [...tuningScopes] };
}
