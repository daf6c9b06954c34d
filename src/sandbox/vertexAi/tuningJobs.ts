import { CODES, GoogleError, notFound } from '../google/errors';
import { Collection } from '../state/collection';
import { randomNumber } from '../state/ids';
import { takePage } from '../state/paging';
import type { Storage } from '../storage/storage';
import type { MeasuredStep, TrainingRuns } from '../training/trainingRuns';
import { checkTuningJob } from './checkTuningJob';
import { readFilter } from './listFilter';
import type { CreateTuningJobRequest, ListTuningJobsRequest, NameRequest, TuningJobSpec } from './messages';
import { idIn, isSamePlace, type Place, readPlace } from './names';
import { InvalidTrainingFile } from './trainingFile';
import { type PreparedTraining, prepareTraining } from './trainingPlan';
import {
  type EndpointRecord,
  isEnded,
  jobName,
  modelName,
  type TuningJobRecord,
  toTuningJob,
} from './tuningJobRecord';

const FILTER_FIELDS = ['state', 'baseModel', 'tunedModelDisplayName', 'createTime', 'labels.'];
/** Waiting for capacity and cancelling take this part of a run's pace, so that a person can see these states. */
const STATE_PART = 0.05;

/** Vertex AI's tuning jobs and the models that came of them. */
export class TuningJobs {
  private readonly records: Collection<TuningJobRecord>;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    folder: string,
    private readonly storage: Storage,
    private readonly runs: TrainingRuns,
    private readonly paceSeconds: number,
  ) {
    this.records = new Collection<TuningJobRecord>(folder);
    for (const record of this.records.list()) this.goOn(record);
  }

  create({ parent, tuningJob: spec }: CreateTuningJobRequest): object {
    const place = readPlace(parent);
    checkTuningJob(place, spec);
    const preTuned = this.findPreTuned(place, spec);
    const now = new Date();
    const record: TuningJobRecord = {
      ...place,
      id: randomNumber(),
      createTime: now.toISOString(),
      updateTime: now.toISOString(),
      state: 'JOB_STATE_PENDING',
      spec: preTuned ? withBaseModel(spec, preTuned.record) : spec,
      experiment: `tuning-experiment-${now.toISOString().replace(/\D/g, '')}`,
    };
    this.records.put(record);
    this.goOn(record);
    return toTuningJob(record);
  }

  get({ name }: NameRequest): object {
    return toTuningJob(this.find(name));
  }

  list(request: ListTuningJobsRequest): { tuningJobs: object[]; nextPageToken?: string } {
    const place = readPlace(request.parent);
    const matches = readFilter(request.filter ?? '', FILTER_FIELDS);
    const records = this.records
      .list()
      .filter((record) => isSamePlace(record, place) && matches((field) => fieldOf(record, field)));
    const { items, ...rest } = takePage(records, request, { usual: 100, most: 1000 });
    return { tuningJobs: items.map(toTuningJob), ...rest };
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

  /** The model behind an endpoint of a finished job. @throws GoogleError 404 */
  endpointModel(name: string): { file: string; model: string } {
    const place = readPlace(name);
    const id = idIn(name, 'endpoints');
    for (const record of this.records.list()) {
      const endpoint = record.endpoints?.find((candidate) => candidate.id === id);
      if (endpoint && isSamePlace(record, place)) {
        return { file: this.fileOf(record, endpoint), model: modelName(record) ?? '' };
      }
    }
    throw notFound(`Endpoint \`${name}\` not found.`);
  }

  /** Jobs with metrics, for TensorBoard. */
  inPlace(place: Place): TuningJobRecord[] {
    return this.records
      .list()
      .filter((record) => isSamePlace(record, place) && record.startTime !== undefined);
  }

  steps({ id }: TuningJobRecord): readonly MeasuredStep[] {
    return this.runs.steps(id);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Does what a job's state asks for next: also the way back in after a restart. */
  private goOn({ id, state }: TuningJobRecord): void {
    const { timers } = this;
    clearTimeout(timers.get(id));
    const soon = (act: () => Promise<void>) => {
      const run = () => act().catch((error: unknown) => this.fail(id, error));
      timers.set(id, setTimeout(run, this.paceSeconds * STATE_PART * 1000));
    };
    if (state === 'JOB_STATE_PENDING') soon(() => this.begin(id));
    if (state === 'JOB_STATE_RUNNING') this.train(id).catch((error: unknown) => this.fail(id, error));
    if (state === 'JOB_STATE_CANCELLING') {
      this.runs.cancel(id).catch((error: unknown) => console.error(`Tuning job ${id} does not stop:`, error));
      soon(() => this.endCancelled(id));
    }
  }

  private async begin(id: string): Promise<void> {
    const record = this.change(id, { state: 'JOB_STATE_RUNNING', startTime: new Date().toISOString() });
    this.goOn(record);
  }

  private async train(id: string): Promise<void> {
    const record = this.records.get(id);
    if (!record) return;
    if (!this.runs.isPrepared(id)) {
      const { plan, dataStats } = await this.prepare(record);
      if (this.records.get(id)?.state !== 'JOB_STATE_RUNNING') return;
      this.runs.prepare(id, plan);
      this.change(id, { dataStats });
    }
    this.runs.start(id, { onDone: () => this.succeed(id), onError: (error) => this.fail(id, error) });
  }

  private prepare(record: TuningJobRecord): Promise<PreparedTraining> {
    const preTuned = this.findPreTuned(record, record.spec);
    return prepareTraining(record.spec, this.storage, preTuned?.file);
  }

  private succeed(id: string): void {
    if (this.records.get(id)?.state !== 'JOB_STATE_RUNNING') return;
    const { epochs, checkpointEachEpoch } = this.runs.plan(id);
    const steps = this.runs.steps(id);
    const checkpoints: EndpointRecord[] = [];
    for (let epoch = 1; checkpointEachEpoch && epoch <= epochs; epoch++) {
      const step = steps.findLast((measured) => measured.epoch <= epoch)?.step ?? 0;
      checkpoints.push({ id: randomNumber(), epoch, step });
    }
    this.change(id, {
      state: 'JOB_STATE_SUCCEEDED',
      endTime: new Date().toISOString(),
      model: { id: randomNumber(), version: 1 },
      endpoints: [{ id: randomNumber() }, ...checkpoints],
    });
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
    const record = this.records.get(id);
    if (!record) throw new Error(`Tuning job ${id} is gone.`);
    const changed = { ...record, updateTime: new Date().toISOString(), ...changes };
    this.records.put(changed);
    return changed;
  }

  private find(name: string): TuningJobRecord {
    const record = this.records.get(idIn(name, 'tuningJobs'));
    if (record && isSamePlace(record, readPlace(name))) return record;
    throw notFound(`The TuningJob "${name}" does not exist.`);
  }

  /** The model that a continuous tuning starts from. @throws GoogleError 404 */
  private findPreTuned(place: Place, { preTunedModel }: TuningJobSpec) {
    const name = preTunedModel?.tunedModelName;
    if (!name) return undefined;
    const record = this.records
      .list()
      .find((r) => isSamePlace(r, place) && r.model?.id === idIn(name, 'models'));
    const { checkpointId } = preTunedModel;
    const endpoint = record?.endpoints?.find(({ epoch }) => !checkpointId || String(epoch) === checkpointId);
    if (!record || !endpoint) throw notFound(`The model "${name}" or its checkpoint does not exist.`);
    return { record, file: this.fileOf(record, endpoint) };
  }

  private fileOf({ id }: TuningJobRecord, { epoch }: EndpointRecord): string {
    return epoch === undefined ? this.runs.modelFile(id) : this.runs.checkpointFile(id, epoch);
  }
}

function withBaseModel(spec: TuningJobSpec, { spec: first }: TuningJobRecord): TuningJobSpec {
  const baseModel = first.baseModel ?? first.preTunedModel?.baseModel;
  return { ...spec, preTunedModel: { ...spec.preTunedModel, ...(baseModel ? { baseModel } : {}) } };
}

function fieldOf({ state, createTime, spec }: TuningJobRecord, field: string): string | undefined {
  if (field.startsWith('labels.')) return spec.labels?.[field.slice('labels.'.length)];
  const { baseModel, tunedModelDisplayName } = spec;
  return { state, createTime, baseModel, tunedModelDisplayName }[field];
}
