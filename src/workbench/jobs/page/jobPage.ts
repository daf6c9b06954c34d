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
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { Playgrounds } from '../../playground/playgrounds';
import { checkpointTarget } from '../../playground/targets/playgroundTargets';
import { sentenceOf } from '../../ui/errorBoundary';
import { follow } from '../../ui/nextSteps';
import { Page, type PageHost } from '../../ui/page/page';
import { read } from '../../ui/page/page.protocol';
import { Pages } from '../../ui/page/pages';
import { viewTypes } from '../../ui/viewTypes';
import { newsOf } from '../charts/charts.protocol';
import { saveCharts } from '../charts/saveMetrics';
import type { DroppedExamples } from '../dropped/droppedExamples';
import type { CheckpointNode, TreeNode } from '../tree/tuningNodes';
import { chartsOf, curvesOf } from './curves';
import { FollowedJob } from './followedJob';
import { commandOf } from './jobActions';
import { jobFacts } from './jobFacts';
import {
  emptyState,
  type JobActionId,
  type JobPageEvent,
  type JobPageState,
  type JobReference,
  reduce,
} from './jobPage.protocol';
import {
  type JobPageProtocol,
  type JobPageRequest,
  jobPageRequests,
  keptJobPage,
} from './jobPageMessages.protocol';
import { jobPageStrings } from './jobPageStrings';

/** What the pages of jobs work with. */
export interface JobPageHost extends PageHost {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly launches: Pick<LaunchStorage, 'all'>;
  readonly memory: JobMemory;
  readonly droppedExamples: Pick<DroppedExamples, 'tell'>;
  readonly playgrounds: Playgrounds;
  inSandbox(): boolean;
  /** Other services, or others' credentials, are asked from now on. */
  readonly onDidConnect: Event<void>;
}

export type JobPages = Pages<JobReference, JobPage>;

/** One page per job. */
export function createJobPages(host: JobPageHost): JobPages {
  return new Pages({
    viewType: viewTypes.jobPage,
    enableFindWidget: true,
    titleOf: ({ displayName }) => displayName,
    isOf: ({ job }, { service, name }) => job.service === service && job.name === name,
    open(panel, job) {
      const service = host.services.find(({ id }) => id === job.service);
      return service && new JobPage(panel, service, job, host);
    },
    subjectOf: (kept) => read(keptJobPage, kept)?.job,
  });
}

/** The page of one job. The host puts what is known into words; the page renders them. */
class JobPage {
  readonly #page: Page<JobPageProtocol>;
  #state: JobPageState;
  readonly #followed: FollowedJob;
  #record: LaunchRecord | undefined;
  /** Of which the launch record was looked for. */
  #launchId: string | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly service: TuningService,
    readonly job: JobReference,
    private readonly host: JobPageHost,
  ) {
    this.#state = emptyState(job);
    const { watcher } = host;
    this.#followed = new FollowedJob(service, job.name, { watcher, changed: () => this.#show() });
    this.#page = new Page(panel, host, {
      name: 'jobPage',
      requests: jobPageRequests,
      kept: keptJobPage,
      strings: jobPageStrings,
      ready: () => {
        this.#page.show(this.#state);
        this.#show();
      },
      receive: (request) => this.#receive(request),
      seen: (isVisible) => this.#followed.setVisible(isVisible),
    });
    this.#page.own(
      this.#followed,
      host.onDidConnect(() => this.#followed.askAnew()),
      host.memory.onDidChange((changed) => {
        if (changed === undefined || changed.name === job.name) this.#show();
      }),
    );
    this.#page.load();
  }

  async #receive(request: JobPageRequest): Promise<void> {
    if (request.type === 'again') return this.#followed.askAnew();
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
      case 'savePng':
        return saveCharts(request, job.displayName, this.#state);
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
      seen: this.host.memory.of(job)?.seen ?? [],
      series: this.#followed.series ?? [],
      inSandbox: this.host.inSandbox(),
      isDeleted: this.#followed.isGone || (model !== undefined && this.host.memory.isDeleted(model)),
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
    this.#page.tell(event);
  }
}
