import * as vscode from 'vscode';
import type { Event } from '../../../base/events';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { TuningService } from '../../../tuning/contract/service';
import type { LaunchStorage } from '../../../tuning/launch/launches';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { type ErrorBoundary, sentenceOf } from '../../ui/errorBoundary';
import { panelFolder, panelHtml } from '../../ui/panelHtml';
import { viewTypes } from '../../ui/viewTypes';
import { newsOf } from '../charts/charts.protocol';
import { saveCsv, savePng } from '../charts/saveMetrics';
import { FollowedJob } from '../page/followedJob';
import type { JobReference } from '../page/jobPage.protocol';
import { comparedCurves, comparedFacts, type KnownRun, labelsOf } from './comparedFacts';
import {
  type CompareRunsEvent,
  type CompareRunsState,
  readFromCompareRuns,
  readKeptCompareRuns,
  reduce,
  type ToCompareRuns,
} from './compareRuns.protocol';
import { compareRunsStrings } from './compareRunsStrings';

export interface CompareRunsHost {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly boundary: ErrorBoundary;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  readonly onDidConnect: Event<void>;
  readonly launches: Pick<LaunchStorage, 'all'>;
}

/** The open pages that compare runs, one for each choice of runs. */
export class RunComparisons implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #open = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly host: CompareRunsHost) {}

  /** @param jobs two or more */
  show(jobs: readonly JobReference[]): void {
    const open = this.#open.get(keyOf(jobs));
    if (open) {
      open.reveal();
      return;
    }
    const title = vscode.l10n.t('Compare {0}', jobs.map(({ displayName }) => displayName).join(', '));
    this.#adopt(
      vscode.window.createWebviewPanel(
        viewTypes.compareRuns,
        title,
        vscode.ViewColumn.Active,
        this.#options(),
      ),
      jobs,
    );
  }

  /** VS Code calls this for each page that was open when the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const jobs = readKeptCompareRuns(kept)?.jobs;
    if (jobs === undefined || this.#open.has(keyOf(jobs))) return panel.dispose();
    panel.webview.options = this.#options();
    this.#adopt(panel, jobs);
  }

  dispose(): void {
    for (const panel of this.#open.values()) panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, jobs: readonly JobReference[]): void {
    const runs = jobs.flatMap((job) => {
      const service = this.host.services.find(({ id }) => id === job.service);
      return service ? [{ job, service }] : [];
    });
    if (runs.length < 2) {
      panel.dispose();
      return;
    }
    this.#open.set(keyOf(jobs), panel);
    panel.onDidDispose(() => this.#open.delete(keyOf(jobs)));
    new RunComparison(panel, runs, this.host).open();
  }

  #options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    const localResourceRoots = [panelFolder(this.host.extensionUri)];
    return { enableScripts: true, enableFindWidget: true, localResourceRoots };
  }
}

interface Run {
  readonly job: JobReference;
  readonly service: TuningService;
}

/** One page. Each run is followed as on its own page; what they have in common is put together here. */
class RunComparison {
  #state: CompareRunsState;
  readonly #followed: readonly FollowedJob[];
  #disposed = false;
  #records: readonly LaunchRecord[] = [];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly runs: readonly Run[],
    private readonly host: CompareRunsHost,
  ) {
    const { watcher } = host;
    const changed = () => this.#show();
    this.#followed = runs.map(({ job, service }) => new FollowedJob(service, job.name, { watcher, changed }));
    this.#state = {
      jobs: runs.map(({ job }) => job),
      facts: comparedFacts(this.#known()),
      charts: [],
      curves: [],
      trouble: '',
      curvesKnown: false,
    };
  }

  open(): void {
    const { panel, host } = this;
    const subscriptions = [
      ...this.#followed,
      host.onDidConnect(() => this.#askAnew()),
      panel.onDidChangeViewState(() => this.#follow()),
      panel.webview.onDidReceiveMessage((message) =>
        host.boundary.run('compareRuns', () => this.#receive(message)),
      ),
    ];
    panel.onDidDispose(() => {
      this.#disposed = true;
      for (const subscription of subscriptions) subscription.dispose();
    });
    panel.webview.html = panelHtml(panel.webview, host.extensionUri, 'compareRuns');
  }

  async #receive(message: unknown): Promise<void> {
    const request = readFromCompareRuns(message);
    switch (request?.type) {
      case 'ready':
        this.#post({ type: 'state', state: this.#state, strings: compareRunsStrings() });
        this.#records = await this.host.launches.all();
        this.#show();
        return this.#follow();
      case 'again':
        return this.#askAnew();
      case 'openRun': {
        const job = this.runs[request.at]?.job;
        return job && vscode.commands.executeCommand('tunewright.openJob', job);
      }
      case 'saveCsv':
        return saveCsv(this.panel.title, this.#state.curves);
      case 'savePng': {
        const chart = this.#state.charts.find(({ id }) => id === request.chart);
        return savePng(`${this.panel.title} ${chart?.title ?? ''}`.trim(), request.png);
      }
      case 'pageError':
        this.host.log.error(`Comparison page: ${request.message}`);
        return;
      default:
        this.host.log.warn('The job comparison page sent an unknown message.');
    }
  }

  #follow(): void {
    for (const followed of this.#followed) followed.setVisible(this.panel.visible);
  }

  #askAnew(): void {
    for (const followed of this.#followed) followed.askAnew();
  }

  #known(): readonly KnownRun[] {
    const labels = labelsOf(this.runs.map(({ job }) => job));
    return this.runs.map(({ service }, at) => ({
      label: labels[at] ?? '',
      service,
      job: this.#followed[at]?.job,
      series: this.#followed[at]?.series,
      record: this.#records.find(({ id }) => id === this.#followed[at]?.job?.launchId),
    }));
  }

  /** Tells the page what is news to it. */
  #show(): void {
    const runs = this.#known();
    const facts = comparedFacts(runs);
    if (JSON.stringify(facts) !== JSON.stringify(this.#state.facts)) this.#happen({ kind: 'facts', facts });
    const { charts, curves } = comparedCurves(runs);
    const news = newsOf(this.#state.curves, curves);
    const ids = curves.map(({ id }) => id);
    const curvesKnown = runs.every(({ series }) => series !== undefined);
    if (news.length > 0 || curvesKnown !== this.#state.curvesKnown)
      this.#happen({ kind: 'curves', charts, ids, news, curvesKnown });
    const failed = this.#followed.find(({ error }) => error !== undefined);
    const message = failed ? sentenceOf(failed.error) : '';
    if (message !== this.#state.trouble) this.#happen({ kind: 'trouble', message });
  }

  #happen(event: CompareRunsEvent): void {
    this.#state = reduce(this.#state, event);
    this.#post({ type: 'event', event });
  }

  #post(message: ToCompareRuns): void {
    if (this.#disposed) return;
    void this.panel.webview.postMessage(message); // false when the page is hidden: it asks for all when it is back
  }
}

function keyOf(jobs: readonly JobReference[]): string {
  return jobs.map(({ service, name }) => `${service}:${name}`).join(' ');
}
