import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AuthClient } from 'google-auth-library';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { findAdcFile } from '../../../tuning/google/auth/adcFile';
import { labelOf } from '../../../tuning/google/auth/credential';
import type { Account, Accounts } from './accounts';
import { thisMachine } from './signIn';

/** Whose credentials Google is asked with. Remembered over windows; holds no secret. */
export type CredentialChoice =
  | { readonly kind: 'applicationDefault' }
  | { readonly kind: 'account'; readonly id: string };

/** Credentials that are ready to ask with. */
export interface ReadyCredentials {
  readonly authClient: AuthClient;
  /** Whose they are: the same text for the same credentials, and no secret. */
  readonly account: string;
}

const stateKey = 'tunewright.google.credentials';

/** The credentials that the user chose: those of this machine (Application Default Credentials) until they sign in. */
export class GoogleCredentials implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: vscode.Disposable;

  constructor(
    readonly accounts: Accounts,
    private readonly state: vscode.Memento,
  ) {
    this.#listener = accounts.onDidChange(({ removed, changed }) => {
      const { choice } = this;
      const concerns = (account: Account) => choice.kind === 'account' && account.id === choice.id;
      if (removed.some(concerns) || changed.some(concerns)) this.#changed.fire();
    });
  }

  get choice(): CredentialChoice {
    return this.state.get<CredentialChoice>(stateKey, { kind: 'applicationDefault' });
  }

  /** An API key stands for no project, gives no token and cannot tune. */
  get isApiKey(): boolean {
    return this.choice.kind === 'account' && this.choice.id.startsWith('apiKey:');
  }

  async choose(choice: CredentialChoice): Promise<void> {
    await this.state.update(stateKey, choice);
    this.#changed.fire();
  }

  /** Loads Google's auth library only now. */
  async ready(): Promise<ReadyCredentials> {
    const google = await import('../../../tuning/google/auth/googleAuth');
    const { choice } = this;
    if (choice.kind === 'applicationDefault') {
      const authClient = google.googleOnly(await google.applicationDefaultCredentials());
      return { authClient, account: `default ${await adcDigest()}` };
    }
    const account = await this.accounts.get(choice.id);
    if (account === undefined) throw signedOut(choice.id);
    return { authClient: google.googleOnly(google.authClientOf(account.credential)), account: choice.id };
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

/** Of the file that another sign-in with gcloud replaces, or of the machine's own account. */
async function adcDigest(): Promise<string> {
  const file = await findAdcFile(thisMachine());
  if (file === undefined) return 'local credentials';
  return createHash('sha256')
    .update(await readFile(file.path))
    .digest('hex');
}

/** Also after VS Code has lost its secrets, as it does in some browsers. */
function signedOut(id: string): UserError {
  return new UserError(vscode.l10n.t("You're signed out of {0}. Sign in again.", labelOf(id)), 'SIGNED_OUT', [
    { kind: 'signIn' },
  ]);
}
