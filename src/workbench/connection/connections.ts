import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { AuthClient } from 'google-auth-library';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Connect, Connection } from '../../tuning/contract/connection';
import { googleOrigin } from '../../tuning/google/googleHost';
import { readExternalAccount, type SnippetAccess } from '../../tuning/prompt/snippets/access';
import { setContext } from '../ui/contextKeys';
import { type ConnectionKind, settings } from '../ui/settings';
import { logRequests } from './requestLog';
import type { SandboxAddress, SandboxProcess } from './sandboxProcess';
import type { GoogleCredentials } from './signIn/googleCredentials';

/** The project that the sandbox's jobs belong to. */
const sandboxProject = 'sandbox';

const projectVariable = 'GOOGLE_CLOUD_PROJECT';

/** What has chosen a project or a region: `workspace` and `environment` are perhaps not the user's own choice. */
export type ChosenBy = 'workspace' | 'environment' | 'user' | 'nobody';

/** A connection whose project may not be known yet. */
export type Access = Omit<Connection, 'project'> & {
  readonly project: string | undefined;
  /** In whose name it asks: the same text for the same credentials. */
  readonly account: string;
};

/** Where the services are at present: nowhere, in the sandbox or at Google. Decided by a machine-scoped setting. */
export class Connections implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listeners: vscode.Disposable[];
  #cached: { readonly key: string; readonly access: Promise<Access> } | undefined;

  constructor(
    private readonly sandbox: SandboxProcess,
    private readonly storageFolder: string,
    private readonly credentials: GoogleCredentials,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const watched = [
      settings.connection,
      settings.googleProject,
      settings.googleRegion,
      settings.googleAllRegions,
      settings.sandboxFolder,
    ];
    this.#listeners = [
      ...watched.map((setting) => setting.onDidChange(() => this.#forget())),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#forget()),
      credentials.onDidChange(() => this.#forget()),
    ];
  }

  get kind(): ConnectionKind {
    return vscode.workspace.isTrusted ? (settings.connection.value ?? 'none') : 'none';
  }

  /** Within it names of jobs are unique: Google, or one sandbox. Undefined while not connected. Asks nobody. */
  get realm(): string | undefined {
    const { kind } = this;
    if (kind === 'none') return undefined;
    return kind === 'sandbox' ? `sandbox ${this.#sandboxFolder()}` : kind;
  }

  /** The project and region of the realm that lists show. Signs in when that alone tells the project. */
  async place(): Promise<string> {
    const { project, region } =
      this.kind === 'sandbox'
        ? { project: sandboxProject, region: chosenRegion() }
        : await this.connect(AbortSignal.timeout(30_000));
    return `${project}/${region}`;
  }

  /** In whose name the services are asked. What was confirmed for one account must not be sent by another. */
  async account(): Promise<string> {
    const { kind } = this;
    if (kind === 'none') throw notConnected();
    return (await this.#access(kind)).account;
  }

  /** What has chosen the project that Google is asked in. `nobody`: it is the credentials' own. */
  get projectChosenBy(): ChosenBy {
    if (this.kind !== 'google') return 'nobody';
    if (settings.googleProject.value?.trim())
      return settings.googleProject.isOfWorkspace ? 'workspace' : 'user';
    return process.env[projectVariable] ? 'environment' : 'nobody';
  }

  get regionChosenBy(): ChosenBy {
    if (!settings.googleRegion.value?.trim()) return 'nobody';
    return settings.googleRegion.isOfWorkspace ? 'workspace' : 'user';
  }

  /** What the services call; starts the sandbox or loads Google's auth library only now. */
  readonly connect: Connect = async () => {
    const { kind } = this;
    if (kind === 'none') throw notConnected();
    const access = await this.#access(kind);
    if (!namesProject(access)) throw noProject();
    setContext('tunewright.isConnected', true);
    return access;
  };

  /** The same anew, without asking for a project, and also before the user has connected: for *Check Setup*. */
  access(kind: 'sandbox' | 'google'): Promise<Access> {
    this.#cached = undefined;
    return this.#access(kind);
  }

  /** Where a program outside VS Code finds credentials for the same services. */
  async snippetAccess(): Promise<SnippetAccess> {
    if (this.kind === 'google') return { kind: this.credentials.isApiKey ? 'apiKey' : 'default' };
    const { adc } = await this.sandbox.address(this.#sandboxFolder());
    return readExternalAccount(adc, await readFile(adc, 'utf8')) ?? { kind: 'default' };
  }

  async #access(kind: 'sandbox' | 'google'): Promise<Access> {
    switch (kind) {
      case 'sandbox': {
        const address = await this.sandbox.address(this.#sandboxFolder());
        return this.#cache(address.url, () => this.#logged(accessSandbox(address)));
      }
      case 'google':
        return this.#cache('google', () => this.#logged(accessGoogle(this.credentials)));
    }
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  #sandboxFolder(): string {
    const folder = settings.sandboxFolder.value?.trim();
    if (!folder) return path.join(this.storageFolder, 'sandbox');
    return folder.startsWith('~') ? path.join(homedir(), folder.slice(1)) : folder;
  }

  async #logged(made: Promise<Access>): Promise<Access> {
    const access = await made;
    return { ...access, client: logRequests(access.client, this.log) };
  }

  #cache(key: string, make: () => Promise<Access>): Promise<Access> {
    if (this.#cached?.key !== key) {
      const access = make();
      const forget = () => {
        if (this.#cached?.access === access) this.#cached = undefined; // the next call asks again
      };
      access.then((made) => !namesProject(made) && forget(), forget);
      this.#cached = { key, access };
    }
    return this.#cached.access;
  }

  #forget(): void {
    this.#cached = undefined;
    setContext('tunewright.isConnected', false);
    if (this.kind !== 'sandbox') this.sandbox.dispose();
    this.#changed.fire();
  }
}

async function accessSandbox({ url, adc }: SandboxAddress): Promise<Access> {
  if (!/^http:\/\/(127\.0\.0\.1|localhost):\d+$/.test(url)) {
    throw new UserError(vscode.l10n.t("The sandbox URL {0} isn't a local address.", url), 'SANDBOX_ADDRESS');
  }
  const { credentialsFromFile } = await import('../../tuning/google/auth/googleAuth');
  return accessOf(await credentialsFromFile(adc), sandboxProject, 'sandbox', () => url);
}

async function accessGoogle(credentials: GoogleCredentials): Promise<Access> {
  const { authClient, account } = await credentials.ready();
  const project =
    settings.googleProject.value?.trim() ||
    process.env[projectVariable] ||
    authClient.projectId ||
    authClient.quotaProjectId ||
    (credentials.isApiKey ? '' : undefined);
  const { countFor } = await import('../../tuning/google/auth/googleAuth');
  countFor(project, authClient);
  return accessOf(authClient, project, account, googleOrigin);
}

function accessOf(
  authClient: AuthClient,
  project: string | undefined,
  account: string,
  origin: (host: string) => string,
): Access {
  const region = chosenRegion();
  const allRegions = settings.googleAllRegions.value ?? false;
  const addedRegions = (settings.addedTargets.value ?? []).flatMap(({ regions }) => regions?.value ?? []);
  return { client: authClient, authClient, project, account, region, addedRegions, allRegions, origin };
}

function chosenRegion(): string {
  return settings.googleRegion.value?.trim() || 'us-central1';
}

function namesProject(access: Access): access is Access & Connection {
  return access.project !== undefined;
}

function noProject(): UserError {
  return new UserError(
    vscode.l10n.t(
      "Your credentials don't specify a project. Select the Google Cloud project to use for tuning.",
    ),
    'NO_PROJECT',
    [{ kind: 'setting', setting: 'project' }, { kind: 'checkSetup' }],
  );
}

function notConnected(): UserError {
  return new UserError(
    vscode.l10n.t("Tunewright isn't connected. Start the sandbox or sign in to Google."),
    'NOT_CONNECTED',
    [
      { kind: 'command', title: vscode.l10n.t('Start Sandbox'), command: 'tunewright.startSandbox' },
      { kind: 'signIn' },
    ],
  );
}
