import * as vscode from 'vscode';
import type { Event } from '../../../base/events';
import { hasEnded, modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { MetricSeries } from '../../../tuning/contract/metrics';
import type { TuningService } from '../../../tuning/contract/service';
import { readCurves } from '../../../tuning/curves/curveReading';
import type { FaultyRow } from '../../../tuning/google/errors/faultyRows';
import { failureOf } from '../../../tuning/google/errors/jobFailure';
import type { LaunchStorage } from '../../../tuning/launch/launches';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { Playgrounds } from '../../playground/playgrounds';
import { checkpointTarget } from '../../playground/targets/playgroundTargets';
import { type ErrorBoundary, sentenceOf } from '../../ui/errorBoundary';
import { follow } from '../../ui/nextSteps';
import { panelFolder, panelHtml } from '../../ui/panelHtml';
import { viewTypes } from '../../ui/viewTypes';
import { newsOf } from '../charts/charts.protocol';
import { saveCsv, savePng } from '../charts/saveMetrics';
import type { DroppedExamples } from '../dropped/droppedExamples';
import type { SeenStatesMemory } from '../notifications/seenStates';
import type { DeletedModels } from '../tree/deletedModels';
import type { CheckpointNode, TreeNode } from '../tree/tuningNodes';
import { chartsOf, curvesOf } from './curves';
import { FollowedJob } from './followedJob';
import { commandOf } from './jobActions';
import { jobFacts } from './jobFacts';
import {
  emptyState,
  type FromJobPage,
  type JobActionId,
  type JobPageEvent,
  type JobPageState,
  type JobReference,
  readFromJobPage,
  readKeptJobPage,
  reduce,
  type ToJobPage,
} from './jobPage.protocol';
import { jobPageStrings } from './jobPageStrings';

/** What the pages of jobs work with. */
export interface JobPageHost {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly launches: Pick<LaunchStorage, 'all'>;
  readonly deleted: DeletedModels;
  readonly seenStates: SeenStatesMemory;
  readonly droppedExamples: Pick<DroppedExamples, 'tell'>;
  readonly playgrounds: Playgrounds;
  readonly boundary: ErrorBoundary;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  inSandbox(): boolean;
  /** Other services, or others' credentials, are asked from now on. */
  readonly onDidConnect: Event<void>;
}

/** The open pages of jobs, one per job. */
export class JobPages implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #open = new Map<string, JobPage>();

  constructor(private readonly host: JobPageHost) {}

  show(job: JobReference, preserveFocus = false): void {
    const open = this.#open.get(keyOf(job));
    if (open) {
      open.panel.reveal(undefined, preserveFocus);
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    this.#adopt(
      vscode.window.createWebviewPanel(viewTypes.jobPage, job.displayName, column, this.#options()),
      job,
    );
  }

  /** VS Code calls this for each page that was open when the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const job = readKeptJobPage(kept)?.job;
    if (job === undefined || this.#open.has(keyOf(job))) return panel.dispose();
    panel.webview.options = this.#options();
    this.#adopt(panel, job);
  }

  dispose(): void {
    for (const open of this.#open.values()) open.panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, job: JobReference): void {
    const service = this.host.services.find((one) => one.id === job.service);
    if (service === undefined) {
      panel.dispose();
      return;
    }
    this.#open.set(keyOf(job), new JobPage(panel, service, job, this.host));
    panel.onDidDispose(() => this.#open.delete(keyOf(job)));
    panel.webview.html = panelHtml(panel.webview, this.host.extensionUri, 'jobPage');
  }

  #options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    const localResourceRoots = [panelFolder(this.host.extensionUri)];
    return { enableScripts: true, enableFindWidget: true, localResourceRoots };
  }
}

/** The page of one job. The host puts what is known into words; the page renders them. */
class JobPage {
  #state: JobPageState;
  readonly #followed: FollowedJob;
  #record: LaunchRecord | undefined;
  /** Of which the launch record was looked for. */
  #launchId: string | undefined;
  #disposed = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly service: TuningService,
    job: JobReference,
    private readonly host: JobPageHost,
  ) {
    this.#state = emptyState(job);
    const { watcher } = host;
    this.#followed = new FollowedJob(service, job.name, { watcher, changed: () => this.#show() });
    const subscriptions = [
      this.#followed,
      host.onDidConnect(() => this.#followed.askAnew()),
      host.deleted.onDidChange(() => this.#show()),
      panel.onDidChangeViewState(() => this.#followed.setVisible(panel.visible)),
      panel.webview.onDidReceiveMessage((message) =>
        host.boundary.run('jobPage', () => this.#receive(message)),
      ),
    ];
    panel.onDidDispose(() => {
      this.#disposed = true;
      for (const subscription of subscriptions) subscription.dispose();
    });
  }

  async #receive(message: unknown): Promise<void> {
    const request = readFromJobPage(message);
    if (request === undefined) {
      this.host.log.warn('The job page sent an unknown message.');
      return;
    }
    switch (request.type) {
      case 'ready':
        this.#post({ type: 'state', state: this.#state, strings: jobPageStrings() });
        this.#show();
        return this.#followed.setVisible(this.panel.visible);
      case 'again':
        return this.#followed.askAnew();
      case 'pageError':
        this.host.log.error(`Job page: ${request.message}`);
        return;
      default:
        return this.#act(request);
    }
  }

  async #act(request: Exclude<FromJobPage, { type: 'ready' | 'again' | 'pageError' }>): Promise<void> {
    const { job } = this.#followed;
    if (job === undefined) return;
    switch (request.type) {
      case 'action':
        return this.#run(request.id, job);
      case 'step': {
        const step = failureOf(job)?.nextSteps[request.at];
        return step && follow(step);
      }
      case 'promptCheckpoint': {
        const model = modelOf(job);
        const checkpoint = model?.checkpoints[request.at];
        if (!model || !checkpoint) return;
        const name = vscode.l10n.t('{0}, checkpoint {1}', job.displayName, checkpoint.id);
        return this.host.playgrounds.show([checkpointTarget(this.service, model, checkpoint, name)]);
      }
      case 'continueFrom':
      case 'makeDefault': {
        const model = modelOf(job);
        const checkpoint = model?.checkpoints[request.at];
        if (!model || !checkpoint) return;
        const row: CheckpointNode = {
          kind: 'checkpoint',
          checkpoint,
          of: { model, job },
          service: this.service,
        };
        const command = request.type === 'makeDefault' ? 'makeDefaultCheckpoint' : 'continueTuning';
        return vscode.commands.executeCommand(`tunewright.${command}`, row);
      }
      case 'openResource': {
        const row = this.#state.facts?.resources[request.at];
        const url = row?.canOpen ? this.service.consoleUrl(row.name) : undefined;
        if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
        return;
      }
      case 'revealRow': {
        const row = failureOf(job)?.rows[request.at];
        return row && vscode.commands.executeCommand('tunewright.revealDroppedExample', job, row);
      }
      case 'revealDropped': {
        const dropped = job.dataStats?.dropped[request.at];
        const row = dropped && ({ kind: 'example', index: dropped.index } satisfies FaultyRow);
        return row && vscode.commands.executeCommand('tunewright.revealDroppedExample', job, row);
      }
      case 'saveCsv':
        return saveCsv(job.displayName, this.#state.curves);
      case 'savePng': {
        const chart = this.#state.charts.find(({ id }) => id === request.chart);
        return savePng(`${job.displayName} ${chart?.title ?? ''}`.trim(), request.png);
      }
    }
  }

  async #run(id: JobActionId, job: TuningJob): Promise<void> {
    const row: TreeNode = { kind: 'job', job, service: this.service };
    const argument = id === 'prompt' || id === 'evaluate' ? job.tunedModel : row;
    await vscode.commands.executeCommand(commandOf(id), argument);
  }

  /** Tells the page what is news to it. */
  #show(): void {
    const { job, series, error } = this.#followed;
    if (job) this.#showFacts(job);
    if (job && series) this.#showCurves(series, job);
    const message = error === undefined ? '' : sentenceOf(error);
    if (message !== this.#state.trouble) this.#happen({ kind: 'trouble', message });
  }

  #showFacts(job: TuningJob): void {
    this.host.droppedExamples.tell([job]);
    const { service } = this;
    const model = modelOf(job);
    if (job.launchId !== this.#launchId) void this.#findRecord(job);
    const facts = jobFacts(job, {
      service,
      record: this.#record,
      seen: this.host.seenStates.of(job),
      series: this.#followed.series ?? [],
      inSandbox: this.host.inSandbox(),
      isDeleted: this.#followed.isGone || (model !== undefined && this.host.deleted.has(model)),
      now: Date.now(),
    });
    if (this.panel.title !== facts.title) this.panel.title = facts.title;
    if (JSON.stringify(facts) !== JSON.stringify(this.#state.facts)) this.#happen({ kind: 'facts', facts });
  }

  async #findRecord({ launchId }: TuningJob): Promise<void> {
    this.#launchId = launchId;
    this.#record = (await this.host.launches.all()).find(({ id }) => id === launchId);
    this.#show();
  }

  #showCurves(series: readonly MetricSeries[], job: TuningJob): void {
    const curves = curvesOf(series, job);
    const charts = chartsOf(series);
    const ids = curves.map(({ id }) => id);
    const news = newsOf(this.#state.curves, curves);
    const checkpoints = modelOf(job)?.checkpoints ?? [];
    const findings = readCurves(series, checkpoints, hasEnded(job.state)).map(
      ({ severity, message, advice }) => ({ severity, message, advice }),
    );
    const known = this.#state;
    const isNews =
      news.length > 0 ||
      !known.curvesKnown ||
      JSON.stringify([charts, findings]) !== JSON.stringify([known.charts, known.findings]);
    if (isNews) this.#happen({ kind: 'curves', charts, ids, news, findings });
  }

  #happen(event: JobPageEvent): void {
    this.#state = reduce(this.#state, event);
    this.#post({ type: 'event', event });
  }

  #post(message: ToJobPage): void {
    if (this.#disposed) return;
    void this.panel.webview.postMessage(message); // false when the page is hidden: it asks for all when it is back
  }
}

function keyOf({ service, name }: JobReference): string {
  return `${service}:${name}`;
}
