import {
  type Checkpoint,
  hasEnded,
  modelOf,
  type TunedModel,
  type TuningJob,
} from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { ServiceId, TuningService } from '../../../tuning/contract/service';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { ServiceChange } from '../../../tuning/watch/serviceJobs';
import { allJobsNewestFirst, type JobSelection, type StateLabel, selectJobs } from './jobSelection';

/** What a row of the view is of. `job` is always the latest that is known. */
export type TreeNode =
  | ServiceNode
  | RowNode
  | CheckpointNode
  | LaunchNode
  | FailureNode
  | FolderNode
  | FileNode;

export type RowNode = JobNode | ModelNode;

export interface ServiceNode {
  readonly kind: 'service';
  readonly service: TuningService;
}

export interface JobNode {
  readonly kind: 'job';
  job: TuningJob;
  readonly service: TuningService;
}

export interface ModelNode {
  readonly kind: 'model';
  model: TunedModel;
  job: TuningJob;
  readonly service: TuningService;
}

export interface CheckpointNode {
  readonly kind: 'checkpoint';
  readonly checkpoint: Checkpoint;
  /** Of a job that has not succeeded: what it has reached so far. */
  readonly of: Pick<ModelNode, 'model' | 'job'>;
  readonly service: TuningService;
}

/** A launch that was not sent, or whose answer is lost. */
export interface LaunchNode {
  readonly kind: 'launch';
  readonly record: LaunchRecord;
  readonly service: TuningService;
}

export interface FailureNode {
  readonly kind: 'failure';
  readonly error: unknown;
  readonly service: TuningService;
}

/** Files of the workspace, of one kind. */
export interface FolderNode {
  readonly kind: 'plans' | 'evaluations' | 'datasets';
}

/** A file of the workspace, by its address. */
export interface FileNode {
  readonly kind: 'plan' | 'evaluation' | 'dataset';
  readonly uri: string;
}

/**
 * The nodes of the view "Tuning". VS Code knows a row by its node's identity: a job keeps its node as long as it is
 * shown, so that a refresh sends only the rows that have changed.
 */
export class TuningNodes {
  readonly services: readonly ServiceNode[];
  /** Which jobs are rows, and in which order. */
  selection: JobSelection = allJobsNewestFirst;
  /** By service, then by the job's name, in the order of the rows: the node of the row that stands for it at present. */
  readonly #rows = new Map<ServiceId, ReadonlyMap<string, RowNode>>();

  constructor(
    private readonly watcher: Pick<JobWatcher, 'services' | 'jobs'>,
    private readonly stateLabel: StateLabel,
    /** Whether a model is gone although its job still names it: the job's row is no model's then. */
    private readonly isDeleted: (model: TunedModel) => boolean = () => false,
  ) {
    this.services = watcher.services.map((service) => ({ kind: 'service', service }));
  }

  /** Running jobs, launches that were interrupted, tuned models, then what has failed. */
  rowsOf(service: TuningService, launches: readonly LaunchNode[] = []): TreeNode[] {
    const known = this.watcher.jobs(service.id);
    const rows = this.#arrange(service);
    this.#rows.set(service.id, rows);
    const failure: TreeNode[] =
      known.status === 'failed' ? [{ kind: 'failure', error: known.error, service }] : [];
    const running = [...rows.values()].filter(isRunning);
    const others = [...rows.values()].filter((row) => !isRunning(row));
    return [...failure, ...running, ...launches, ...others];
  }

  /** The row of a job, undefined when it is filtered out or unknown. */
  rowOf(service: TuningService, job: string): RowNode | undefined {
    const rows = this.#arrange(service);
    this.#rows.set(service.id, rows);
    return rows.get(job);
  }

  checkpointsOf({ job, service }: RowNode): CheckpointNode[] {
    const model = modelOf(job);
    return (model?.checkpoints ?? []).flatMap((checkpoint) =>
      model ? [{ kind: 'checkpoint', checkpoint, of: { model, job }, service }] : [],
    );
  }

  /** Which nodes VS Code must ask for again: the rows that changed, or the service when rows came, went or moved. */
  toRefresh({ service: id, jobs, rows }: ServiceChange): TreeNode[] {
    const ofService = this.services.filter(({ service }) => service.id === id);
    if (rows === 'changed') return ofService;
    const shown = this.#rows.get(id);
    const service = ofService[0]?.service;
    if (shown === undefined || service === undefined) return []; // never asked for
    const now = this.#arrange(service);
    if (!isSameOrder(shown, now)) return ofService;
    this.#rows.set(id, now);
    return jobs.flatMap((name) => now.get(name) ?? []);
  }

  /** How many jobs of a service are rows, and how many there are. */
  counts(service: TuningService): { readonly shown: number; readonly all: number } {
    const { jobs } = this.watcher.jobs(service.id);
    return { shown: selectJobs(jobs, this.selection, this.stateLabel).length, all: jobs.length };
  }

  #arrange(service: TuningService): ReadonlyMap<string, RowNode> {
    const before = this.#rows.get(service.id);
    const { jobs } = this.watcher.jobs(service.id);
    const groups: [RowNode[], RowNode[], RowNode[]] = [[], [], []];
    for (const job of selectJobs(jobs, this.selection, this.stateLabel)) {
      const { tunedModel } = job;
      const model = tunedModel && !this.isDeleted(tunedModel) ? tunedModel : undefined;
      const node = updated(before?.get(job.name), job, model, service);
      groups[isRunning(node) ? 0 : node.kind === 'model' ? 1 : 2].push(node);
    }
    return new Map(groups.flat().map((node) => [node.job.name, node]));
  }
}

function isRunning({ kind, job }: RowNode): boolean {
  return kind === 'job' && !hasEnded(job.state);
}

function isSameOrder(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  const names = b.keys();
  return a.size === b.size && [...a.keys()].every((name) => name === names.next().value);
}

function updated(
  node: RowNode | undefined,
  job: TuningJob,
  model: TunedModel | undefined,
  service: TuningService,
): RowNode {
  if (model === undefined) {
    if (node?.kind !== 'job') return { kind: 'job', job, service };
    node.job = job;
    return node;
  }
  if (node?.kind !== 'model') return { kind: 'model', model, job, service };
  node.model = model;
  node.job = job;
  return node;
}
