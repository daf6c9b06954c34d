import * as vscode from 'vscode';
import { isCancellation } from '../../../base/userError';
import { checkSetup, type SetupSubject } from '../../../tuning/setup/checkSetup';
import { type LinkId, linkIds, type SetupLink } from '../../../tuning/setup/setupLink';
import { follow, titleOf as titleOfStep } from '../../ui/nextSteps';
import { Page, type PageHost } from '../../ui/page/page';
import { Pages } from '../../ui/page/pages';
import {
  type CheckSetupProtocol,
  type CheckSetupRequest,
  type CheckSetupState,
  type CheckSetupStrings,
  checkSetupRequests,
  type ShownLink,
} from './checkSetup.protocol';

/** What is checked, with the words of the page's head. */
export interface SetupToCheck {
  readonly subject: SetupSubject;
  readonly description: string;
}

export type CheckSetupPages = Pages<void, CheckSetupPage>;

/** One page at a time. @param current what there is to check now */
export function createCheckSetupPages(host: PageHost, current: () => Promise<SetupToCheck>): CheckSetupPages {
  return new Pages({
    viewType: 'tunewright.checkSetup',
    titleOf: () => vscode.l10n.t('Check Setup'),
    isOf: () => true,
    open: (panel) => new CheckSetupPage(panel, host, current),
  });
}

/** The page of *Check Setup*. A check that is under way ends with it. */
class CheckSetupPage {
  readonly #page: Page<CheckSetupProtocol>;
  #abort = new AbortController();
  #description = '';
  #links: readonly SetupLink[] = [];
  #running = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly host: PageHost,
    private readonly current: () => Promise<SetupToCheck>,
  ) {
    this.#page = new Page(panel, host, {
      name: 'checkSetup',
      requests: checkSetupRequests,
      strings: checkSetupStrings,
      ready: () => this.#show(),
      receive: (request) => this.#receive(request),
    });
    this.#page.own({ dispose: () => this.#abort.abort() });
    this.#page.load();
  }

  /** A new check takes the place of one under way. */
  async check(): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#links = [];
    this.#running = true;
    try {
      const { subject, description } = await this.current();
      this.#description = description;
      this.#show();
      for await (const link of checkSetup(subject, abort.signal)) {
        if (abort.signal.aborted) return;
        this.#links = [...this.#links, link];
        this.#show();
      }
      const outcome = this.#links.map(({ id, state }) => `${id} ${state}`).join(', ');
      this.host.log.info(`Check Setup: ${outcome}`);
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      if (this.#abort === abort) {
        this.#running = false;
        this.#show();
      }
    }
  }

  async #receive(request: CheckSetupRequest): Promise<void> {
    switch (request.type) {
      case 'again':
        return this.check();
      case 'copy': {
        const { link, line } = request;
        const text = this.#links[link]?.gcloud[line];
        if (text === undefined) return;
        await vscode.env.clipboard.writeText(text);
        return this.#page.tell({ link, line });
      }
      case 'step': {
        const step = this.#links[request.link]?.nextSteps[request.step];
        return step && follow(step);
      }
    }
  }

  #show(): void {
    this.#page.show(stateOf(this.#description, this.#links, this.#running));
  }
}

function checkSetupStrings(): CheckSetupStrings {
  return {
    heading: vscode.l10n.t('Check Setup'),
    again: vscode.l10n.t('Check Again'),
    copy: vscode.l10n.t('Copy'),
    copied: vscode.l10n.t('Copied'),
    runInTerminal: vscode.l10n.t('Run in a terminal:'),
  };
}

function stateOf(subject: string, links: readonly SetupLink[], running: boolean): CheckSetupState {
  return {
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
