import { homedir } from 'node:os';
import path from 'node:path';
import type { AuthClient } from 'google-auth-library';
import * as vscode from 'vscode';
import type { Connect, Connection } from '../tuning/connection';
import { googleOrigin } from '../tuning/googleHost';
import { UserError } from '../tuning/userError';
import type { GoogleCredentials } from './auth/googleCredentials';
import type { SandboxAddress, SandboxProcess } from './sandboxProcess';
import { type ConnectionKind, settings } from './settings';

/** The project that the sandbox's jobs belong to. */
const sandboxProject = 'sandbox';

/** Where the services are at present: nowhere, in the sandbox or at Google. Decided by a machine-scoped setting. */
export class Connections implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listeners: vscode.Disposable[];
  #cached: { readonly key: string; readonly connection: Promise<Connection> } | undefined;

  constructor(
    private readonly sandbox: SandboxProcess,
    private readonly storageFolder: string,
    private readonly credentials: GoogleCredentials,
  ) {
    const watched = [
      settings.connection,
      settings.googleProject,
      settings.googleRegion,
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

  /** What the services call; starts the sandbox or loads Google's auth library only now. */
  readonly connect: Connect = async () => {
    switch (this.kind) {
      case 'none':
        throw notConnected();
      case 'sandbox': {
        const address = await this.sandbox.address(this.#sandboxFolder());
        return this.#cache(address.url, () => connectSandbox(address));
      }
      case 'google':
        return this.#cache('google', () => connectGoogle(this.credentials));
    }
  };

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  #sandboxFolder(): string {
    const folder = settings.sandboxFolder.value?.trim();
    if (!folder) return path.join(this.storageFolder, 'sandbox');
    return folder.startsWith('~') ? path.join(homedir(), folder.slice(1)) : folder;
  }

  #cache(key: string, make: () => Promise<Connection>): Promise<Connection> {
    if (this.#cached?.key !== key) {
      const connection = make();
      connection.catch(() => {
        this.#cached = undefined; // the next call asks again
      });
      this.#cached = { key, connection };
    }
    return this.#cached.connection;
  }

  #forget(): void {
    this.#cached = undefined;
    if (this.kind !== 'sandbox') this.sandbox.dispose();
    this.#changed.fire();
  }
}

async function connectSandbox({ url, adc }: SandboxAddress): Promise<Connection> {
  const { credentialsFromFile } = await import('../tuning/auth/googleAuth');
  const region = settings.googleRegion.value?.trim() || 'us-central1';
  return connectionOf(await credentialsFromFile(adc), sandboxProject, region, () => url);
}

async function connectGoogle(credentials: GoogleCredentials): Promise<Connection> {
  const { authClient, needsQuotaProject } = await credentials.ready();
  const project =
    settings.googleProject.value?.trim() ||
    process.env.GOOGLE_CLOUD_PROJECT ||
    authClient.projectId ||
    authClient.quotaProjectId;
  if (!project && !credentials.isApiKey) {
    throw new UserError(
      'Your credentials name no project. Choose the Google Cloud project to tune in.',
      'NO_PROJECT',
      [
        {
          title: 'Set Project',
          run: { command: 'workbench.action.openSettings', args: ['tunewright.google.project'] },
        },
        { title: 'Check Setup', run: { command: 'tunewright.checkSetup' } },
      ],
    );
  }
  if (needsQuotaProject && project) authClient.quotaProjectId ??= project;
  const region = settings.googleRegion.value?.trim() || 'us-central1';
  return connectionOf(authClient, project ?? '', region, googleOrigin);
}

function connectionOf(
  authClient: AuthClient,
  project: string,
  region: string,
  origin: (host: string) => string,
): Connection {
  return { client: authClient, authClient, project, region, origin };
}

function notConnected(): UserError {
  return new UserError(
    'Tunewright is not connected. Start the sandbox, or sign in to Google.',
    'NOT_CONNECTED',
    [
      { title: 'Start Sandbox', run: { command: 'tunewright.startSandbox' } },
      { title: 'Sign In to Google', run: { command: 'tunewright.connectGoogle' } },
    ],
  );
}
