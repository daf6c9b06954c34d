import type { Conditions } from '../../conditions';
import { CODES, GoogleError, notFound } from '../../google/errors';
import type { JsonObject } from '../../google/protoJson/json';
import { Collection } from '../../state/collection';
import { randomNumber } from '../../state/ids';
import { takePage } from '../../state/paging';
import type { Storage } from '../../storage/storage';
import type { MeasuredStep, TrainingRuns } from '../../training/trainingRuns';
import { readFilter } from '../listFilter';
import type {
  CreateTuningJobRequest,
  ListRequest,
  NameRequest,
  TuningJobSpec,
  TuningJobState,
} from '../messages';
import { idIn, isSamePlace, type Place, readPlace } from '../names';
import { evaluateCheckpoint } from './checkpointEvaluations';
import { checkTuningJob } from './checkTuningJob';
import { ServiceAgent } from './serviceAgent';
import { InvalidTrainingFile } from './trainingFile';
import { type PreparedTraining, prepareTraining } from './trainingPlan';
import {
  type CheckpointRecord,
  defaultEndpoint,
  type EndpointRecord,
  epochEnds,
  isEnded,
  jobName,
  modelName,
  plannedCheckpoints,
  servingPlace,
  type TuningJobRecord,
  toTuningJob,
  usesQuota,
  waitsForQuota,
} from './tuningJobRecord';

const FILTER_FIELDS = ['state', 'baseModel', 'tunedModelDisplayName', 'createTime', 'labels.'];
/** Each state besides the training itself takes this part of a run's pace, so that a person can see it. */
const STATE_PART = 0.05;

/** Vertex AI's tuning jobs and the models that came of them. */
export class TuningJobs {
  private readonly records: Collection<TuningJobRecord>;
  private readonly stopped = new AbortController();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    folder: string,
    private readonly storage: Storage,
    private readonly runs: TrainingRuns,
    private readonly paceSeconds: number,
    readonly conditions: Conditions,
  ) {
    this.records = new Collection<TuningJobRecord>(folder, ['state', 'spec', 'createTime', 'experiment']);
    for (const record of this.records.list()) this.goOn(record);
  }

  create({ parent, tuningJob: spec }: CreateTuningJobRequest): object {
    const place = readPlace(parent);
    checkTuningJob(place, spec, this.conditions);
    const preTuned = this.findPreTuned(spec);
    if (preTuned && !isSamePlace(preTuned.record, place))
      throw notFound(`The model "${spec.preTunedModel?.tunedModelName}" was not tuned in ${place.location}.`);
    const now = new Date();
    const record: TuningJobRecord = {
      ...place,
      id: randomNumber(),
      createTime: now.toISOString(),
      updateTime: now.toISOString(),
      state: 'JOB_STATE_PENDING',
      spec: preTuned ? withBaseModel(spec, preTuned.record) : spec,
      ...(preTuned && isNameOf(spec, preTuned.record) ? { addsVersion: true as const } : {}),
      experiment: `tuning-experiment-${now.toISOString().replace(/\D/g, '')}`,
    };
    this.records.put(record);
    this.goOn(record);
    return toTuningJob(record, []);
  }

  get({ name }: NameRequest): object {
    return this.toMessage(this.find(name));
  }

  list(request: ListRequest): { tuningJobs: object[]; nextPageToken?: string } {
    const place = readPlace(request.parent);
    const matches = readFilter(request.filter ?? '', FILTER_FIELDS);
    const records = this.records
      .list()
      .filter((record) => isSamePlace(record, place) && matches((field) => fieldOf(record, field)));
    const { items, ...rest } = takePage(records, request, { usual: 100, most: 1000 });
    return { tuningJobs: items.map((record) => this.toMessage(record)), ...rest };
  }

  cancel({ name }: NameRequest): object {
    const record = this.find(name);
    if (isEnded(record)) {
      const text = `TuningJob ${jobName(record)} is in state ${record.state} and cannot be cancelled.`;
      throw new GoogleError('FAILED_PRECONDITION', text);
    }
    if (record.state !== 'JOB_STATE_CANCELLING')
      this.goOn(this.change(record.id, { state: 'JOB_STATE_CANCELLING' }));
    return {};
  }

  /** The model behind an endpoint. @throws GoogleError 404 */
  endpointModel(name: string): { file: string; model: string; baseModel: string } {
    const place = readPlace(name);
    const id = idIn(name, 'endpoints');
    for (const record of this.records.list()) {
      const endpoint = record.endpoints?.find((candidate) => candidate.id === id && !candidate.deleted);
      if (endpoint && isSamePlace(servingPlace(record), place)) {
        if (!endpoint.deployedModelId) {
          throw new GoogleError('FAILED_PRECONDITION', `Endpoint ${name} has no model deployed to it.`);
        }
        const baseModel = record.spec.baseModel ?? record.spec.preTunedModel?.baseModel ?? '';
        return { file: this.fileOf(record, endpoint), model: modelName(record) ?? '', baseModel };
      }
    }
    throw notFound(`Endpoint \`${name}\` not found.`);
  }

  /** A tuned model by its own name, with or without a version. @throws GoogleError 404 */
  tunedModel(name: string): { file: string; model: string; baseModel: string } {
    const found = this.findPreTuned({ preTunedModel: { tunedModelName: name } });
    if (!found) throw notFound(`The Model ${name} does not exist.`);
    const { spec } = found.record;
    const baseModel = spec.baseModel ?? spec.preTunedModel?.baseModel ?? '';
    return { file: found.file, model: modelName(found.record) ?? '', baseModel };
  }

  /** Jobs with metrics, for TensorBoard. */
  inPlace(place: Place): TuningJobRecord[] {
    return this.records
      .list()
      .filter((record) => isSamePlace(record, place) && record.startTime !== undefined);
  }

  /** Jobs whose models were made and are in a place, newest first. */
  withModels(place: Place): TuningJobRecord[] {
    return this.records
      .list()
      .filter((record) => record.model !== undefined && isSamePlace(servingPlace(record), place))
      .sort((a, b) => (a.createTime < b.createTime ? 1 : -1));
  }

  replaceEndpoint(jobId: string, endpoint: EndpointRecord): void {
    const endpoints = (this.records.get(jobId)?.endpoints ?? []).map((one) =>
      one.id === endpoint.id ? endpoint : one,
    );
    this.change(jobId, { endpoints });
  }

  /** One version of it, or all. */
  deleteModel(place: Place, modelId: string, version?: number): void {
    for (const { id, model } of this.withModels(place)) {
      if (model?.id === modelId && (version ?? model.version) === model.version)
        this.change(id, { model: { ...model, deleted: true } });
    }
  }

  updateModel({ id, model }: TuningJobRecord, changes: JsonObject): void {
    if (model) this.change(id, { model: { ...model, changes: { ...model.changes, ...changes } } });
  }

  /** Makes a checkpoint the one that a version of a model is. @throws GoogleError 400 for a checkpoint that it does not have */
  setDefaultCheckpoint({ id, endpoints = [] }: TuningJobRecord, checkpointId: string): void {
    if (!endpoints.some(({ checkpoint }) => checkpoint?.id === checkpointId))
      throw new GoogleError('INVALID_ARGUMENT', `The Model has no checkpoint with ID "${checkpointId}".`);
    this.change(id, { defaultCheckpointId: checkpointId });
  }

  steps({ id }: TuningJobRecord): readonly MeasuredStep[] {
    return this.runs.steps(id);
  }

  stop(): void {
    this.stopped.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Does what a job's state asks for next: also the way back in after a restart. */
  private goOn({ id, state, detail }: TuningJobRecord): void {
    const { timers } = this;
    clearTimeout(timers.get(id));
    const soon = (act: () => Promise<void>) => {
      const run = () =>
        act().catch((error: unknown) => {
          if (!this.stopped.signal.aborted) this.fail(id, error);
        });
      timers.set(id, setTimeout(run, this.paceSeconds * STATE_PART * 1000));
    };
    if (state === 'JOB_STATE_PENDING') soon(() => this.begin(id));
    if (state === 'JOB_STATE_RUNNING') this.goOnRunning(id, detail, soon);
    if (state === 'JOB_STATE_CANCELLING') {
      this.runs
        .cancel(id)
        .catch((error: unknown) => console.error(`Tuning job ${id} isn't stopping:`, error));
      soon(() => this.endCancelled(id));
    }
  }

  /** The quota is of the project, in all regions together: Google's page on supervised tuning, 2026-09-25. */
  private hasRoom(id: string): boolean {
    const { project } = this.record(id);
    const running = this.records.list().filter((one) => one.project === project && usesQuota(one));
    return running.length < this.conditions.tuningJobsAtOnce;
  }

  /** In the order they came. */
  private goOnWaiting(project: string): void {
    const waiting = this.records.list().filter((one) => one.project === project && waitsForQuota(one));
    for (const record of waiting.sort((a, b) => (a.createTime < b.createTime ? -1 : 1))) this.goOn(record);
  }

  /** Through the detailed states, in Google's order. */
  private goOnRunning(
    id: string,
    detail: TuningJobState = 'TUNING_JOB_STATE_WAITING_FOR_QUOTA',
    soon: (act: () => Promise<void>) => void,
  ): void {
    const then = (next: TuningJobState) => async () => {
      // A cancel may have come first.
      if (this.records.get(id)?.state === 'JOB_STATE_RUNNING') this.goOn(this.change(id, { detail: next }));
    };
    switch (detail) {
      case 'TUNING_JOB_STATE_WAITING_FOR_QUOTA': {
        const begin = then('TUNING_JOB_STATE_PROCESSING_DATASET');
        soon(async () => {
          if (this.hasRoom(id)) await begin();
        });
        break;
      }
      case 'TUNING_JOB_STATE_PROCESSING_DATASET':
        soon(() => this.processDataset(id));
        break;
      case 'TUNING_JOB_STATE_WAITING_FOR_CAPACITY':
        soon(then('TUNING_JOB_STATE_TUNING'));
        break;
      case 'TUNING_JOB_STATE_TUNING':
        this.runs.start(id, {
          // A checkpoint is written after its step is told of, so it is there when the next one is.
          onStep: ({ step }) => this.deploy(id, (checkpoint) => checkpoint.step < step),
          onDone: () => void then('TUNING_JOB_STATE_POST_PROCESSING')(),
          onError: (error) => this.fail(id, error),
        });
        break;
      case 'TUNING_JOB_STATE_POST_PROCESSING':
        soon(() => this.finish(id));
        break;
      default:
        detail satisfies never;
    }
  }

  private async begin(id: string): Promise<void> {
    this.goOn(
      this.change(id, {
        state: 'JOB_STATE_RUNNING',
        detail: 'TUNING_JOB_STATE_WAITING_FOR_QUOTA',
        startTime: new Date().toISOString(),
      }),
    );
  }

  private async processDataset(id: string): Promise<void> {
    const record = this.records.get(id);
    if (!record) return;
    const { plan, dataStats } = await this.prepare(record);
    if (this.records.get(id)?.state !== 'JOB_STATE_RUNNING') return;
    this.runs.prepare(id, plan);
    const detail = 'TUNING_JOB_STATE_WAITING_FOR_CAPACITY';
    const planned = plannedCheckpoints(plan);
    this.goOn(
      this.change(id, { detail, epochEnds: epochEnds(plan), planned, ...(dataStats ? { dataStats } : {}) }),
    );
  }

  private prepare(record: TuningJobRecord): Promise<PreparedTraining> {
    const preTuned = this.findPreTuned(record.spec);
    const agent = new ServiceAgent(record.project, this.storage, this.conditions);
    return prepareTraining(record.spec, agent, preTuned?.file);
  }

  private async finish(id: string): Promise<void> {
    const record = this.records.get(id);
    if (record?.state !== 'JOB_STATE_RUNNING') return;
    if (record.planned?.length) this.deploy(id, () => true);
    else if (!record.endpoints) this.addEndpoints(record, [newEndpoint()]);
    await this.evaluate(id);
    if (this.records.get(id)?.state !== 'JOB_STATE_RUNNING') return;
    this.change(id, { state: 'JOB_STATE_SUCCEEDED', endTime: new Date().toISOString() });
  }

  /** Each checkpoint on the validation file, as `evaluation_config` asks. After a restart it goes on with the next one. */
  private async evaluate(id: string): Promise<void> {
    const place = this.record(id);
    const { spec, endpoints = [], evaluations = [] } = place;
    const { evaluationConfig: config, validationDatasetUri: validationUri } = spec.supervisedTuningSpec ?? {};
    if (!config || !validationUri) return;
    for (const { checkpoint } of endpoints.slice(evaluations.length)) {
      const model = checkpoint ? this.runs.checkpointFile(id, checkpoint.epoch) : this.runs.modelFile(id);
      const asked = { place, config, validationUri, model, checkpointId: checkpoint?.id };
      const run = await evaluateCheckpoint(asked, this.storage, this.stopped.signal);
      const { state, evaluations: before = [] } = this.record(id);
      if (state !== 'JOB_STATE_RUNNING') return;
      this.change(id, { evaluations: [...before, run] });
    }
  }

  /** Puts the checkpoints that were reached, and are not there yet, on endpoints of their own, also while training goes on. */
  private deploy(id: string, isReached: (checkpoint: CheckpointRecord) => boolean): void {
    const record = this.records.get(id);
    if (record?.state !== 'JOB_STATE_RUNNING') return;
    const { planned = [], endpoints = [] } = record;
    const due = planned.slice(endpoints.length).filter(isReached);
    if (due.length > 0) this.addEndpoints(record, due.map(newEndpoint));
  }

  private addEndpoints(record: TuningJobRecord, more: readonly EndpointRecord[]): void {
    const preTuned = record.model ? undefined : this.findPreTuned(record.spec);
    const {
      model = preTuned ? this.nextVersion(record, preTuned.record) : { id: randomNumber(), version: 1 },
    } = record;
    this.change(record.id, { model, endpoints: [...(record.endpoints ?? []), ...more] });
  }

  private async endCancelled(id: string): Promise<void> {
    await this.runs.cancel(id);
    const error = { code: CODES.CANCELLED.code, message: 'The tuning job was cancelled.' };
    this.change(id, { state: 'JOB_STATE_CANCELLED', endTime: new Date().toISOString(), error });
  }

  private fail(id: string, reason: unknown): void {
    const record = this.records.get(id);
    if (!record || isEnded(record) || record.state === 'JOB_STATE_CANCELLING') return;
    const isTheirs = reason instanceof InvalidTrainingFile;
    const message = isTheirs ? reason.message : 'Internal error occurred. Please try again later.';
    if (!isTheirs) console.error(`Tuning job ${id} failed:`, reason);
    const { code } = isTheirs ? CODES.INVALID_ARGUMENT : CODES.INTERNAL;
    this.change(id, {
      state: 'JOB_STATE_FAILED',
      endTime: new Date().toISOString(),
      error: { code, message },
    });
  }

  private change(id: string, changes: Partial<TuningJobRecord>): TuningJobRecord {
    const changed = { ...this.record(id), updateTime: new Date().toISOString(), ...changes };
    this.records.put(changed);
    if (isEnded(changed)) this.goOnWaiting(changed.project);
    return changed;
  }

  private record(id: string): TuningJobRecord {
    const record = this.records.get(id);
    if (!record) throw new Error(`Tuning job ${id} was deleted.`);
    return record;
  }

  private toMessage(record: TuningJobRecord): object {
    return toTuningJob(record, this.runs.steps(record.id));
  }

  /**
   * "If a new display name is provided, the tuning job will create a new model instead of a new version."
   * (TuningJob.tuned_model_display_name)
   */
  private nextVersion({ addsVersion }: TuningJobRecord, first: TuningJobRecord) {
    const { model } = first;
    if (!addsVersion || !model) return { id: randomNumber(), version: 1 };
    const versions = this.withModels(servingPlace(first)).filter((record) => record.model?.id === model.id);
    return { id: model.id, version: Math.max(...versions.map((record) => record.model?.version ?? 0)) + 1 };
  }

  private find(name: string): TuningJobRecord {
    const record = this.records.get(idIn(name, 'tuningJobs'));
    if (record && isSamePlace(record, readPlace(name))) return record;
    throw notFound(`The TuningJob "${name}" does not exist.`);
  }

  /** The model that a continuous tuning starts from. @throws GoogleError 404 */
  private findPreTuned({ preTunedModel }: TuningJobSpec) {
    const name = preTunedModel?.tunedModelName;
    if (!name) return undefined;
    const [, version] = /@(\d+)$/.exec(name) ?? [];
    const [record] = this.withModels(readPlace(name))
      .filter(({ model }) => model?.id === idIn(name, 'models') && !model.deleted)
      .filter(({ model }) => !version || String(model?.version) === version);
    const { checkpointId } = preTunedModel;
    const endpoint = checkpointId
      ? record?.endpoints?.find(({ checkpoint }) => checkpoint?.id === checkpointId)
      : record && defaultEndpoint(record);
    if (!record || !endpoint) throw notFound(`The model "${name}" or its checkpoint does not exist.`);
    return { record, file: this.fileOf(record, endpoint) };
  }

  private fileOf({ id }: TuningJobRecord, { checkpoint }: EndpointRecord): string {
    return checkpoint ? this.runs.checkpointFile(id, checkpoint.epoch) : this.runs.modelFile(id);
  }
}

/** "If a new display name is provided, …": none, and the one that the model has, are not new. */
function isNameOf({ tunedModelDisplayName: name }: TuningJobSpec, { spec }: TuningJobRecord): boolean {
  return !name || name === spec.tunedModelDisplayName;
}

function newEndpoint(checkpoint?: CheckpointRecord): EndpointRecord {
  return {
    id: randomNumber(),
    createTime: new Date().toISOString(),
    ...(checkpoint ? { checkpoint } : {}),
    deployedModelId: randomNumber(19),
  };
}

function withBaseModel(spec: TuningJobSpec, { spec: first }: TuningJobRecord): TuningJobSpec {
  const baseModel = first.baseModel ?? first.preTunedModel?.baseModel;
  // "By default the same display name as the pre-tuned model" (TuningJob.tuned_model_display_name)
  const { tunedModelDisplayName = first.tunedModelDisplayName } = spec;
  const named = tunedModelDisplayName ? { tunedModelDisplayName } : {};
  return { ...spec, ...named, preTunedModel: { ...spec.preTunedModel, ...(baseModel ? { baseModel } : {}) } };
}

function fieldOf({ state, createTime, spec }: TuningJobRecord, field: string): string | undefined {
  if (field.startsWith('labels.')) return spec.labels?.[field.slice('labels.'.length)];
  const { baseModel, tunedModelDisplayName } = spec;
  return { state, createTime, baseModel, tunedModelDisplayName }[field];
}
