import * as vscode from 'vscode';
import { isCancellation } from '../../../base/userError';
import { checkSetup, type SetupSubject } from '../../../tuning/setup/checkSetup';
import { type LinkId, linkIds, type SetupLink } from '../../../tuning/setup/setupLink';
import type { ErrorBoundary } from '../../ui/errorBoundary';
import { follow, titleOf as titleOfStep } from '../../ui/nextSteps';
import { panelFolder, panelHtml } from '../../ui/panelHtml';
import {
  type CheckSetupState,
  readFromCheckSetup,
  type ShownLink,
  type ToCheckSetup,
} from './checkSetup.protocol';

/** What is checked, with the words of the page's head. */
export interface SetupToCheck {
  readonly subject: SetupSubject;
  readonly description: string;
}

/** The page of *Check Setup*; one at a time. A check that is under way ends with it. */
export class CheckSetupPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #abort = new AbortController();
  #description = '';
  #links: readonly SetupLink[] = [];
  #running = false;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    private readonly boundary: ErrorBoundary,
    private readonly current: () => Promise<SetupToCheck>,
  ) {}

  async show(): Promise<void> {
    if (this.#panel) this.#panel.reveal();
    else this.#open();
    await this.#check();
  }

  dispose(): void {
    this.#abort.abort();
    this.#panel?.dispose();
  }

  #open(): void {
    const title = vscode.l10n.t('Check Setup');
    const panel = vscode.window.createWebviewPanel('tunewright.checkSetup', title, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [panelFolder(this.extensionUri)],
    });
    this.#panel = panel;
    panel.onDidDispose(() => {
      this.#abort.abort();
      this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message) =>
      this.boundary.run('checkSetup', () => this.#receive(message)),
    );
    panel.webview.html = panelHtml(panel.webview, this.extensionUri, 'checkSetup');
  }

  async #receive(message: unknown): Promise<void> {
    const request = readFromCheckSetup(message);
    switch (request?.type) {
      case 'ready':
        return this.#showState();
      case 'again':
        return this.#check();
      case 'copy': {
        const line = this.#links[request.link]?.gcloud[request.line];
        if (line === undefined) return;
        await vscode.env.clipboard.writeText(line);
        return this.#post({ type: 'copied', link: request.link, line: request.line });
      }
      case 'step': {
        const step = this.#links[request.link]?.nextSteps[request.step];
        return step && follow(step);
      }
      case 'pageError':
        this.log.error(`Check Setup page: ${request.message}`);
        return;
      default:
        this.log.warn('The Check Setup page sent an unknown message.');
    }
  }

  /** A new check takes the place of one under way. */
  async #check(): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#links = [];
    this.#running = true;
    try {
      const { subject, description } = await this.current();
      this.#description = description;
      this.#showState();
      for await (const link of checkSetup(subject, abort.signal)) {
        if (abort.signal.aborted) return;
        this.#links = [...this.#links, link];
        this.#showState();
      }
      const outcome = this.#links.map(({ id, state }) => `${id} ${state}`).join(', ');
      this.log.info(`Check Setup: ${outcome}`);
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      if (this.#abort === abort) {
        this.#running = false;
        this.#showState();
      }
    }
  }

  #showState(): void {
    this.#post({ type: 'state', state: stateOf(this.#description, this.#links, this.#running) });
  }

  #post(message: ToCheckSetup): void {
    void this.#panel?.webview.postMessage(message);
  }
}

function stateOf(subject: string, links: readonly SetupLink[], running: boolean): CheckSetupState {
  return {
    heading: vscode.l10n.t('Check Setup'),
    subject,
    summary: summaryOf(links, running),
    running,
    links: linkIds.map((id, index) =>
      shown(
        id,
        links.find((link) => link.id === id),
        index === links.length && running,
      ),
    ),
    strings: {
      again: vscode.l10n.t('Check Again'),
      copy: vscode.l10n.t('Copy'),
      copied: vscode.l10n.t('Copied'),
      runInTerminal: vscode.l10n.t('Run in a terminal:'),
    },
  };
}

function summaryOf(links: readonly SetupLink[], running: boolean): string {
  if (running) return vscode.l10n.t('Checking…');
  const broken = links.find(({ state }) => state === 'problem');
  if (broken) return vscode.l10n.t('Not ready to tune: {0}.', titleOf(broken.id));
  if (links.length < linkIds.length) return vscode.l10n.t('The check was interrupted. Check again.');
  return links.some(({ state }) => state === 'advice')
    ? vscode.l10n.t('Ready to tune, with recommendations.')
    : vscode.l10n.t('Ready to tune.');
}

function shown(id: LinkId, link: SetupLink | undefined, checking: boolean): ShownLink {
  const state = link?.state ?? (checking ? 'checking' : 'unchecked');
  const labels = {
    ok: vscode.l10n.t('OK'),
    advice: vscode.l10n.t('Recommended'),
    problem: vscode.l10n.t('Action needed'),
    unchecked: vscode.l10n.t('Not checked'),
    checking: vscode.l10n.t('Checking…'),
  };
  return {
    id,
    title: titleOf(id),
    state,
    stateLabel: labels[state],
    sentence: link?.sentence ?? '',
    gcloud: link?.gcloud ?? [],
    steps: (link?.nextSteps ?? []).map(titleOfStep),
  };
}

function titleOf(id: LinkId): string {
  const titles: Readonly<Record<LinkId, string>> = {
    credentials: vscode.l10n.t('Credentials'),
    project: vscode.l10n.t('Project and billing'),
    vertexAi: vscode.l10n.t('Vertex AI API'),
    permission: vscode.l10n.t('Permissions'),
    bucket: vscode.l10n.t('Cloud Storage bucket'),
    geminiApi: vscode.l10n.t('Gemini API'),
  };
  return titles[id];
}
