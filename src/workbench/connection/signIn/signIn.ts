import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type AdcFile, credentialTypes, findAdcFile } from '../../../tuning/google/auth/adcFile';
import { apiKeyProblem } from '../../../tuning/google/auth/apiKey';
import { type OAuthClient, readClientFile } from '../../../tuning/google/auth/clientFile';
import { readServiceAccountKey } from '../../../tuning/google/auth/keyFile';
import type { Account, Accounts } from './accounts';
import { signInWithBrowser } from './browserSignIn';
import type { CredentialChoice } from './googleCredentials';

type WayItem = vscode.QuickPickItem & { readonly take?: () => Promise<CredentialChoice> };

/** Asks how to sign in and does it. Rejects with a `CancellationError` when the user gives up. */
export async function chooseCredentials(accounts: Accounts): Promise<CredentialChoice> {
  const known = await accounts.list();
  const file = await findAdcFile(thisMachine());
  const separator = (label: string): WayItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: WayItem[] = [
    ...(known.length > 0 ? [separator(vscode.l10n.t('signed in'))] : []),
    ...known.map((account) => ({
      label: `$(account) ${account.label}`,
      description: describe(account),
      take: async () => choiceOf(account),
    })),
    ...(file ? [separator(vscode.l10n.t('local credentials')), applicationDefault(file)] : []),
    separator(vscode.l10n.t('new sign-in')),
    ...newSignIns(accounts, known),
    ...(file ? [] : [applicationDefault(file)]),
  ];
  return pick(items);
}

/** Asks for a new account; for other extensions, which need one that gives tokens. */
export async function signInAnew(accounts: Accounts): Promise<Account> {
  const ways = newSignIns(accounts, await accounts.list()).slice(0, -1); // not the API key
  const choice = await pick(ways);
  const account = choice.kind === 'account' ? await accounts.get(choice.id) : undefined;
  if (account === undefined) throw new vscode.CancellationError();
  return account;
}

async function pick(items: readonly WayItem[]): Promise<CredentialChoice> {
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Sign In to Google'),
    placeHolder: vscode.l10n.t('Select Google credentials'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (chosen?.take === undefined) throw new vscode.CancellationError();
  return chosen.take();
}

export function thisMachine() {
  return { env: process.env, platform: process.platform, home: homedir() };
}

function applicationDefault(file: AdcFile | undefined): WayItem {
  const item = {
    label: vscode.l10n.t('$(terminal) Application Default Credentials'),
    take: async () => ({ kind: 'applicationDefault' }) as const,
  };
  if (file === undefined) {
    const detail = vscode.l10n.t(
      'No credentials file found. To create one, run `gcloud auth application-default login`.',
    );
    return { ...item, detail };
  }
  const type = file.type ? credentialTypes[file.type] : vscode.l10n.t('unreadable');
  const quotaProject = file.quotaProject && vscode.l10n.t('quota project {0}', file.quotaProject);
  return {
    ...item,
    description: [type, file.email, quotaProject].filter(Boolean).join(' · '),
    detail: fromHome(file.path),
  };
}

/** A path as people write it: `~/…` below their home folder. */
export function fromHome(file: string): string {
  const home = homedir();
  return file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
}

/** The API key comes last. */
function newSignIns(accounts: Accounts, known: readonly Account[]): WayItem[] {
  const keep = async (credential: Account['credential']) => choiceOf(await accounts.add(credential));
  const browser = (client: () => Promise<OAuthClient>) => async () =>
    keep(await signInWithBrowser(await client()));
  const clients = known.flatMap(({ credential }) => (credential.kind === 'user' ? [credential.client] : []));
  const [client] = clients;
  const again: WayItem[] = client
    ? [
        {
          label: vscode.l10n.t('$(globe) Browser'),
          detail: vscode.l10n.t('Sign in with another account using OAuth client {0}', client.clientId),
          take: browser(async () => client),
        },
      ]
    : [];
  return [
    ...again,
    {
      label: vscode.l10n.t('$(globe) Browser with OAuth client file…'),
      detail: vscode.l10n.t('client_secret.json of a desktop app OAuth client in your project'),
      take: browser(async () => readClientFile(await readChosenFile(vscode.l10n.t('Use OAuth Client File')))),
    },
    {
      label: vscode.l10n.t('$(key) Service account key file…'),
      detail: vscode.l10n.t("The key is copied to VS Code's secret storage"),
      take: async () => {
        const text = await readChosenFile(vscode.l10n.t('Use Key File'));
        return keep({ kind: 'serviceAccount', key: readServiceAccountKey(text) });
      },
    },
    {
      label: vscode.l10n.t('$(symbol-key) API key…'),
      detail: vscode.l10n.t('Can only prompt Gemini API base models (no tuning, no tuned models)'),
      take: async () => keep({ kind: 'apiKey', key: await askForApiKey() }),
    },
  ];
}

function choiceOf(account: Account): CredentialChoice {
  return { kind: 'account', id: account.id };
}

function describe({ credential }: Account): string {
  switch (credential.kind) {
    case 'user':
      return vscode.l10n.t('browser sign-in');
    case 'serviceAccount':
      return vscode.l10n.t('service account key');
    case 'apiKey':
      return vscode.l10n.t("can't tune");
  }
}

async function readChosenFile(openLabel: string): Promise<string> {
  const [file] = (await vscode.window.showOpenDialog({ openLabel, filters: { JSON: ['json'] } })) ?? [];
  if (file === undefined) throw new vscode.CancellationError();
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

async function askForApiKey(): Promise<string> {
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('API Key'),
    prompt: vscode.l10n.t(
      "Get a key at https://aistudio.google.com/apikey. It's stored in VS Code's secret storage.",
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (typed) => apiKeyProblem(typed.trim()),
  });
  if (key === undefined) throw new vscode.CancellationError();
  return key.trim();
}
