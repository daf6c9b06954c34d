import * as vscode from 'vscode';
import { type Credential, idOf, labelOf, readCredential } from '../../../tuning/google/auth/credential';

/** An account that a person signed in with. */
export interface Account {
  /** The same again after signing in again. */
  readonly id: string;
  readonly label: string;
  readonly credential: Credential;
}

export interface AccountsChange {
  readonly added: readonly Account[];
  readonly removed: readonly Account[];
  readonly changed: readonly Account[];
}

const secretName = 'tunewright.google.accounts';

/** The accounts of all windows. Their secrets lie in VS Code's SecretStorage and nowhere else. */
export class Accounts implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<AccountsChange>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: vscode.Disposable;
  #writing: Promise<unknown> = Promise.resolve();
  #announced: readonly Account[] | undefined;

  constructor(private readonly secrets: vscode.SecretStorage) {
    this.#listener = secrets.onDidChange(({ key }) => {
      if (key === secretName) void this.#announce();
    });
  }

  async list(): Promise<readonly Account[]> {
    const accounts = readAccounts(await this.secrets.get(secretName));
    this.#announced ??= accounts;
    return accounts;
  }

  async get(id: string): Promise<Account | undefined> {
    return (await this.list()).find((account) => account.id === id);
  }

  /** Keeps the credential, in place of an older one of the same account. */
  async add(credential: Credential): Promise<Account> {
    const account = accountOf(credential);
    await this.#write((accounts) => [...accounts.filter(({ id }) => id !== account.id), account]);
    return account;
  }

  async remove(id: string): Promise<void> {
    await this.#write((accounts) => accounts.filter((account) => account.id !== id));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }

  /** One after the other, so that two changes at once do not lose one. */
  #write(change: (accounts: readonly Account[]) => readonly Account[]): Promise<void> {
    const written = this.#writing.then(async () => {
      const credentials = change(await this.list()).map((account) => account.credential);
      await this.secrets.store(secretName, JSON.stringify(credentials));
    });
    this.#writing = written.catch(() => {});
    return written;
  }

  async #announce(): Promise<void> {
    const before = new Map((this.#announced ?? []).map((account) => [account.id, account]));
    const now = await this.list();
    this.#announced = now;
    this.#changed.fire({
      added: now.filter(({ id }) => !before.has(id)),
      removed: [...before.values()].filter(({ id }) => !now.some((account) => account.id === id)),
      changed: now.filter(({ id }) => before.has(id)),
    });
  }
}

function accountOf(credential: Credential): Account {
  const id = idOf(credential);
  return { id, label: labelOf(id), credential };
}

function readAccounts(text: string | undefined): readonly Account[] {
  return parseList(text ?? '[]').flatMap((value) => {
    const credential = readCredential(value);
    return credential ? [accountOf(credential)] : [];
  });
}

/** What cannot be read is as good as nothing: the user signs in again. */
function parseList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
