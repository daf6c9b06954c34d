import * as vscode from 'vscode';
import type { Subscription } from '../../../base/events';
import { jsonLinesPattern } from '../../../dataset/files/fileNames';
import { resultsEnding } from '../../../evaluation/results/records';
import { hasEnded, modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { TuningService } from '../../../tuning/contract/service';
import { sameLaunch } from '../../../tuning/launch/sameLaunch';
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { ServiceChange } from '../../../tuning/watch/serviceJobs';
import type { Connections } from '../../connection/connections';
import { isDatasetName } from '../../editor/documents/foundDatasets';
import type { Launching } from '../../launch/launching';
import { PlanFinder } from '../../launch/plan/planFinder';
import { setContext } from '../../ui/contextKeys';
import { numberText } from '../../ui/numberFormat';
import { viewTypes } from '../../ui/viewTypes';
import { WorkspaceFiles } from '../../ui/workspaceFiles';
import { type EmptyState, emptyState } from './emptyState';
import { fileItem, folderItem } from './fileItems';
import { allJobsNewestFirst, type JobSelection, type JobSort, jobSorts } from './jobSelection';
import { stateLabel } from './jobText';
import { tooltipOf } from './jobTooltip';
import {
  checkpointItem,
  failureItem,
  jobItem,
  launchItem,
  modelItem,
  type RowFacts,
  serviceItem,
} from './rowItems';
import { type FileNode, type FolderNode, type LaunchNode, type TreeNode, TuningNodes } from './tuningNodes';

/** Milliseconds after the last row that VS Code asked for. */
const settled = 100;

const sortKey = 'tunewright.jobSort';

/** The view "Tuning": services with their jobs and tuned models, then plans, evaluations and datasets of the workspace. */
export class TuningTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #nodes: TuningNodes;
  readonly #plans = new PlanFinder();
  readonly #examples = new WorkspaceFiles(jsonLinesPattern);
  readonly #folders: readonly FolderNode[] = [
    { kind: 'plans' },
    { kind: 'evaluations' },
    { kind: 'datasets' },
  ];
  /** Folders whose files VS Code has asked for. */
  readonly #opened = new Set<FolderNode>();
  /** Folders that are rows at present: one without files is none. */
  #shownFolders: readonly FolderNode[] = [];
  /** Jobs of launches that have made several, by the list of a service. */
  readonly #madeByLaunch = new WeakMap<readonly TuningJob[], ReadonlyMap<string, readonly TuningJob[]>>();
  /** The sandbox, or the project and the account. Empty while nobody knows. */
  #where = '';
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: { dispose(): void }[];
  #look: Subscription | undefined;
  #markedTimer: NodeJS.Timeout | undefined;
  #empty: EmptyState | undefined;

  /** @param state keeps the order of the jobs over windows */
  constructor(
    private readonly watcher: JobWatcher,
    private readonly connections: Connections,
    private readonly launching: Pick<Launching, 'open' | 'onDidChange'>,
    private readonly state: vscode.Memento,
    private readonly memory: JobMemory,
    private readonly where: () => Promise<string>,
  ) {
    this.#nodes = new TuningNodes(watcher, stateLabel, (model) => this.memory.isDeleted(model));
    this.#nodes.selection = { ...allJobsNewestFirst, sort: readSort(state.get(sortKey)) };
    this.#view = vscode.window.createTreeView(viewTypes.tuning, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      this.#plans,
      this.#examples,
      watcher.onDidChange((change) => this.#refresh(change)),
      connections.onDidChange(() => {
        this.#where = '';
        this.#refreshAll();
        this.#tellVisibility();
      }),
      launching.onDidChange(() => this.#refreshAll()),
      memory.onDidDelete(() => this.#refreshAll()),
      this.#plans.onDidChange(() => this.#refreshAll()),
      this.#examples.onDidChange(() => this.#filesChanged()),
      this.#view.onDidChangeVisibility(() => this.#tellVisibility()),
      this.#view.onDidChangeSelection(() => this.#tellMarked()),
    ];
    this.#refreshAll();
    this.#tellVisibility();
  }

  /** The rows that are marked in the view. */
  get marked(): readonly TreeNode[] {
    return this.#view.selection;
  }

  get selection(): JobSelection {
    return this.#nodes.selection;
  }

  /** Shows other jobs, or the same in another order. */
  async select(change: Partial<JobSelection>): Promise<void> {
    this.#nodes.selection = { ...this.selection, ...change };
    this.#refreshAll();
    if (change.sort) await this.state.update(sortKey, change.sort);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.#empty ? [] : this.#roots(); // the welcome view tells the next step
      case 'service':
        return this.#nodes.rowsOf(node.service, this.#launchesOf(node.service));
      case 'job':
      case 'model':
        return this.#nodes.checkpointsOf(node);
      case 'plans':
      case 'evaluations':
      case 'datasets':
        this.#opened.add(node);
        return this.#filesIn(node);
      default:
        return [];
    }
  }

  /** VS Code asks on `reveal`. */
  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'service':
      case 'plans':
      case 'evaluations':
      case 'datasets':
        return undefined;
      case 'plan':
      case 'evaluation':
      case 'dataset':
        return this.#folders.find(({ kind }) => kind === `${node.kind}s`);
      case 'checkpoint':
        return this.#nodes.rowOf(node.service, node.of.job.name);
      default:
        return this.#nodes.services.find(({ service }) => service === node.service);
    }
  }

  /** Marks what a launch has become and puts the focus there: the view would focus what had it last. */
  async showLaunched({ id, spec, stage }: LaunchRecord): Promise<void> {
    const service = this.watcher.services.find((one) => one.id === spec.service);
    if (service === undefined) return;
    const node =
      stage.kind === 'created'
        ? this.#nodes.rowOf(service, stage.job)
        : this.#launchesOf(service).find((one) => one.kind === 'launch' && one.record.id === id);
    if (node) await this.#view.reveal(node, { select: true, focus: true });
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    // While VS Code asks for rows it knows of none that are marked, and it says nothing when it knows of them again.
    clearTimeout(this.#markedTimer);
    this.#markedTimer = setTimeout(() => this.#tellMarked(), settled);
    return this.#itemOf(node);
  }

  #factsOf({ service, launchId }: TuningJob): RowFacts {
    const { jobs } = this.watcher.jobs(service);
    const made = this.#madeByLaunch.get(jobs) ?? sameLaunch(jobs);
    this.#madeByLaunch.set(jobs, made);
    return { isPlanned: this.#plans.hasLaunched(launchId), ofLaunch: made.get(launchId ?? '')?.length };
  }

  #itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'service':
        return serviceItem(
          node,
          this.watcher.jobs(node.service.id),
          this.#nodes.counts(node.service),
          this.#where,
        );
      case 'job':
        return jobItem(node, this.#factsOf(node.job));
      case 'model':
        return modelItem(node, this.#factsOf(node.job));
      case 'checkpoint':
        return checkpointItem(node);
      case 'launch':
        return launchItem(node);
      case 'failure':
        return failureItem(node);
      case 'plans':
      case 'evaluations':
      case 'datasets':
        return folderItem(node);
      case 'plan':
      case 'evaluation':
      case 'dataset':
        return fileItem(node);
    }
  }

  /** Tooltips are made when the mouse rests on a row: a refresh of 1,000 rows makes none. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    item.tooltip ??= tooltipOf(node);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#markedTimer);
    this.#look?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #roots(): TreeNode[] {
    this.#shownFolders = this.#foldersWithFiles();
    return [...this.#nodes.services, ...this.#shownFolders];
  }

  #foldersWithFiles(): readonly FolderNode[] {
    return this.#folders.filter((folder) => this.#filesIn(folder).length > 0);
  }

  #filesIn({ kind }: FolderNode): FileNode[] {
    const node = (kind: FileNode['kind']) => (uri: vscode.Uri) => ({ kind, uri: uri.toString() });
    switch (kind) {
      case 'plans':
        return this.#plans.all.map(node('plan'));
      case 'evaluations':
        return this.#examples.all.filter(({ path }) => path.endsWith(resultsEnding)).map(node('evaluation'));
      case 'datasets':
        return this.#examples.all.filter(isDatasetName).map(node('dataset'));
    }
  }

  /** The rows of jobs are drawn anew only when a folder comes or goes. */
  #filesChanged(): void {
    this.#changed.fire(this.#hasShownFolders() ? [...this.#opened] : undefined);
  }

  #hasShownFolders(): boolean {
    const kinds = (folders: readonly FolderNode[]) => folders.map(({ kind }) => kind).join();
    return kinds(this.#foldersWithFiles()) === kinds(this.#shownFolders);
  }

  #launchesOf(service: TuningService): LaunchNode[] {
    return this.launching.open
      .filter(({ spec }) => spec.service === service.id)
      .map((record) => ({ kind: 'launch', record, service }));
  }

  #refresh(change: ServiceChange): void {
    const wasEmpty = this.#empty;
    const nodes = this.#nodes.toRefresh(change);
    if (nodes.some(({ kind }) => kind === 'service')) this.#describe();
    if (this.#empty !== wasEmpty) this.#changed.fire(undefined);
    else if (nodes.length > 0) this.#changed.fire(nodes);
  }

  /**
   * Of the whole view VS Code forgets every row until it has asked for it again, and a command of a menu that is chosen
   * meanwhile is told of none. So that is only for roots that come or go.
   */
  #refreshAll(): void {
    const wasEmpty = this.#empty;
    this.#describe();
    const isSame = this.#empty === wasEmpty && this.#hasShownFolders();
    this.#changed.fire(isSame ? [...this.#nodes.services, ...this.#opened] : undefined);
  }

  /** What the view says besides its rows. */
  #describe(): void {
    const { kind } = this.connections;
    this.#tellEmpty(
      emptyState({
        trusted: vscode.workspace.isTrusted,
        connected: kind !== 'none',
        services: this.watcher.services.map(({ id }) => this.watcher.jobs(id)),
        hasPlans: this.#plans.all.length > 0,
        hasLaunches: this.launching.open.length > 0,
      }),
    );
    const places = {
      none: '',
      sandbox: vscode.l10n.t('Sandbox (stand-in model)'),
      google: vscode.l10n.t('Google'),
    };
    this.#view.description = places[kind];
    this.#view.message = this.#empty ? '' : this.#selectionMessage();
    const running = this.watcher.allJobs().filter((job) => !hasEnded(job.state)).length;
    this.#view.badge = running === 0 ? undefined : { value: running, tooltip: runningText(running) };
    setContext('tunewright.isFiltered', this.selection.filter !== '');
    this.#tellKnown();
    this.#askWhere();
  }

  /** Once a service has answered: only then it's sure that nobody signs in for this alone. */
  #askWhere(): void {
    const isConnected = this.watcher.services.some(({ id }) => this.watcher.jobs(id).status === 'ready');
    if (this.#where !== '' || !isConnected) return;
    void this.where().then(
      (where) => {
        if (this.#where === where) return;
        this.#where = where;
        this.#changed.fire([...this.#nodes.services]);
      },
      () => undefined, // the services' own rows tell what is wrong
    );
  }

  /** Which commands the palette offers. */
  #tellKnown(): void {
    const jobs = this.watcher.allJobs();
    const isKnown = this.watcher.services.every(({ id }) => this.watcher.jobs(id).status === 'ready');
    const hasModel = (job: TuningJob) => {
      const model = modelOf(job);
      return model !== undefined && !this.memory.isDeleted(model);
    };
    setContext('tunewright.hasJobs', jobs.length > 0);
    setContext('tunewright.hasModels', jobs.some(hasModel));
    setContext('tunewright.jobsKnown', isKnown);
  }

  /** Says in which way the rows are not all jobs, newest first. */
  #selectionMessage(): string {
    const { filter, sort } = this.selection;
    const counts = this.watcher.services.map((service) => this.#nodes.counts(service));
    const sum = (of: 'shown' | 'all') => counts.reduce((total, one) => total + one[of], 0);
    return [
      filter === ''
        ? ''
        : vscode.l10n.t(
            'Filtered by "{0}": {1} of {2} jobs',
            filter,
            numberText(sum('shown')),
            numberText(sum('all')),
          ),
      sort === 'newest' ? '' : vscode.l10n.t('Sorted {0}', sortLabel(sort)),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  }

  #tellEmpty(empty: EmptyState | undefined): void {
    this.#empty = empty;
    setContext('tunewright.emptyState', empty);
  }

  /** What can be done with every row that is marked, for the keys in package.json. */
  #tellMarked(): void {
    const words = this.marked.map((node) => (this.#itemOf(node).contextValue ?? '').split(' '));
    const common = words[0]?.filter((word) => words.every((others) => others.includes(word))) ?? [];
    setContext('tunewright.marked', common.join(' '));
  }

  #tellVisibility(): void {
    if (this.#view.visible) {
      this.#plans.start();
      this.#examples.start();
    }
    if (this.#view.visible && this.connections.kind !== 'none') {
      this.#look ??= this.watcher.look();
    } else {
      this.#look?.dispose();
      this.#look = undefined;
    }
  }
}

export function sortLabel(sort: JobSort): string {
  const labels: Record<JobSort, string> = {
    newest: vscode.l10n.t('newest first'),
    name: vscode.l10n.t('by name'),
    state: vscode.l10n.t('by state'),
  };
  return labels[sort];
}

function runningText(running: number): string {
  return running === 1
    ? vscode.l10n.t('1 tuning job is running')
    : vscode.l10n.t('{0} tuning jobs are running', numberText(running));
}

function readSort(kept: unknown): JobSort {
  return jobSorts.find((sort) => sort === kept) ?? 'newest';
}
