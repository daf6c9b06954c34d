import * as vscode from 'vscode';
import type { Event } from '../../../base/events';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { TuningService } from '../../../tuning/contract/service';
import type { LaunchStorage } from '../../../tuning/launch/launches';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { sentenceOf } from '../../ui/errorBoundary';
import { Page, type PageHost } from '../../ui/page/page';
import { read } from '../../ui/page/page.protocol';
import { Pages } from '../../ui/page/pages';
import { viewTypes } from '../../ui/viewTypes';
import { newsOf } from '../charts/charts.protocol';
import { saveCharts } from '../charts/saveMetrics';
import { FollowedJob } from '../page/followedJob';
import type { JobReference } from '../page/jobPage.protocol';
import { comparedCurves, comparedFacts, type KnownRun, labelsOf } from './comparedFacts';
import { type CompareRunsEvent, type CompareRunsState, reduce } from './compareRuns.protocol';
import {
  type CompareRunsProtocol,
  type CompareRunsRequest,
  compareRunsRequests,
  keptCompareRuns,
} from './compareRunsMessages.protocol';
import { compareRunsStrings } from './compareRunsStrings';

export interface CompareRunsHost extends PageHost {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly onDidConnect: Event<void>;
  readonly launches: Pick<LaunchStorage, 'all'>;
}

export type RunComparisons = Pages<readonly JobReference[], RunComparison>;

/** One page for each choice of two or more runs. */
export function createRunComparisons(host: CompareRunsHost): RunComparisons {
  return new Pages({
    viewType: viewTypes.compareRuns,
    enableFindWidget: true,
    titleOf: (jobs) => vscode.l10n.t('Compare {0}', jobs.map(({ displayName }) => displayName).join(', ')),
    isOf: ({ jobs }, others) => keyOf(jobs) === keyOf(others),
    open(panel, jobs) {
      const runs = jobs.flatMap((job) => {
        const service = host.services.find(({ id }) => id === job.service);
        return service ? [{ job, service }] : [];
      });
      return runs.length < 2 ? undefined : new RunComparison(panel, jobs, runs, host);
    },
    subjectOf: (kept) => read(keptCompareRuns, kept)?.jobs,
  });
}

interface Run {
  readonly job: JobReference;
  readonly service: TuningService;
}

/** One page. Each run is followed as on its own page; what they have in common is put together here. */
class RunComparison {
  readonly #page: Page<CompareRunsProtocol>;
  #state: CompareRunsState;
  readonly #followed: readonly FollowedJob[];
  #records: readonly LaunchRecord[] = [];

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly jobs: readonly JobReference[],
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
    this.#page = new Page(panel, host, {
      name: 'compareRuns',
      requests: compareRunsRequests,
      kept: keptCompareRuns,
      strings: compareRunsStrings,
      ready: () => this.#ready(),
      receive: (request) => this.#receive(request),
      seen: (isVisible) => {
        for (const followed of this.#followed) followed.setVisible(isVisible);
      },
    });
    this.#page.own(
      ...this.#followed,
      host.onDidConnect(() => this.#askAnew()),
    );
    this.#page.load();
  }

  async #ready(): Promise<void> {
    this.#page.show(this.#state);
    this.#records = await this.host.launches.all();
    this.#show();
  }

  async #receive(request: CompareRunsRequest): Promise<void> {
    switch (request.type) {
      case 'again':
        return this.#askAnew();
      case 'openRun': {
        const job = this.runs[request.at]?.job;
        return job && vscode.commands.executeCommand('tunewright.openJob', job);
      }
      case 'saveCsv':
      case 'savePng':
        return saveCharts(request, this.panel.title, this.#state);
    }
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
    this.#page.tell(event);
  }
}

function keyOf(jobs: readonly JobReference[]): string {
  return jobs.map(({ service, name }) => `${service}:${name}`).join(' ');
}
