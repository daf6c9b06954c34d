import { setTimeout as wait } from 'node:timers/promises';
import { CODES, GoogleError, notFound } from '../../google/errors';
import { Collection } from '../../state/collection';
import { writeAtomically } from '../../state/files';
import { randomNumber } from '../../state/ids';
import { takePage } from '../../state/paging';
import type { Storage } from '../../storage/storage';
import { findModel, generateContent } from '../generateContent';
import { readFilter } from '../listFilter';
import type {
  BatchPredictionSpec,
  CreateBatchPredictionRequest,
  ListRequest,
  NameRequest,
} from '../messages';
import { idIn, isSamePlace, type Place, placeName, readPlace } from '../names';
import type { TuningJobs } from '../training/tuningJobs';
import {
  answeredLine,
  answeringOrder,
  type BatchRow,
  failedLine,
  InvalidBatchFile,
  readBatchRows,
  readRowRequest,
} from './batchRows';
import { checkBatchPrediction } from './checkBatchPrediction';

type State =
  | 'JOB_STATE_QUEUED'
  | 'JOB_STATE_PENDING'
  | 'JOB_STATE_RUNNING'
  | 'JOB_STATE_SUCCEEDED'
  | 'JOB_STATE_FAILED'
  | 'JOB_STATE_CANCELLING'
  | 'JOB_STATE_CANCELLED';

interface BatchRecord extends Place {
  readonly id: string;
  readonly createTime: string;
  readonly updateTime: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly state: State;
  readonly spec: BatchPredictionSpec;
  readonly error?: { readonly code: number; readonly message: string };
  readonly counts?: { readonly succeeded: number; readonly failed: number; readonly open: number };
  /** `gs://…`, once something was written. */
  readonly outputDirectory?: string;
}

const ENDED: readonly State[] = ['JOB_STATE_SUCCEEDED', 'JOB_STATE_FAILED', 'JOB_STATE_CANCELLED'];
const FILTER_FIELDS = ['displayName', 'state', 'createTime', 'labels.'];
/** Each state besides the predictions themselves takes this part of a run's pace, so that a person can see it. */
const STATE_PART = 0.05;
/** After so many rows a job's counts are told anew. */
const TOLD_EVERY = 20;

/** Vertex AI's batch prediction jobs with Gemini models: each row is really asked of the model. */
export class BatchPredictions {
  private readonly records: Collection<BatchRecord>;
  private readonly stopped = new AbortController();

  constructor(
    folder: string,
    private readonly storage: Storage,
    private readonly jobs: TuningJobs,
    private readonly paceSeconds: number,
  ) {
    this.records = new Collection<BatchRecord>(folder, ['state', 'spec', 'createTime']);
    for (const { id } of this.records.list()) this.goOn(id);
  }

  create({ parent, batchPredictionJob: spec }: CreateBatchPredictionRequest): object {
    const place = readPlace(parent);
    checkBatchPrediction(spec);
    const { model = '' } = spec;
    findModel(model.startsWith('publishers/') ? `${parent}/${model}` : model, this.jobs);
    const now = new Date().toISOString();
    const record: BatchRecord = {
      ...place,
      id: randomNumber(19),
      createTime: now,
      updateTime: now,
      state: 'JOB_STATE_QUEUED',
      spec,
    };
    this.records.put(record);
    this.goOn(record.id);
    return toMessage(record);
  }

  get({ name }: NameRequest): object {
    return toMessage(this.find(name));
  }

  list(request: ListRequest): object {
    const place = readPlace(request.parent);
    const matches = readFilter(request.filter ?? '', FILTER_FIELDS);
    const records = this.records
      .list()
      .filter((record) => isSamePlace(record, place) && matches((field) => fieldOf(record, field)));
    const { items, ...rest } = takePage(records, request, { usual: 50, most: 100 });
    return { batchPredictionJobs: items.map(toMessage), ...rest };
  }

  cancel({ name }: NameRequest): object {
    const { id, state } = this.find(name);
    if (ENDED.includes(state)) {
      const text = `BatchPredictionJob ${name} is in state ${state} and cannot be cancelled.`;
      throw new GoogleError('FAILED_PRECONDITION', text);
    }
    this.change(id, { state: 'JOB_STATE_CANCELLING' });
    return {};
  }

  /** "Can only be called on jobs that already finished." (job_service.proto) */
  delete({ name }: NameRequest): void {
    const { id, state } = this.find(name);
    if (!ENDED.includes(state)) {
      const text = `BatchPredictionJob ${name} is in state ${state}. Only finished jobs can be deleted.`;
      throw new GoogleError('FAILED_PRECONDITION', text);
    }
    this.records.delete(id);
  }

  stop(): void {
    this.stopped.abort();
  }

  /** Also the way back in after a restart: rows are cheap, so all are asked again. */
  private goOn(id: string): void {
    if (ENDED.includes(this.state(id))) return;
    this.run(id).catch((error: unknown) => {
      if (!this.stopped.signal.aborted) this.fail(id, error);
    });
  }

  private async run(id: string): Promise<void> {
    for (const next of ['JOB_STATE_PENDING', 'JOB_STATE_RUNNING'] as const) {
      await this.pause(STATE_PART);
      if (this.state(id) === 'JOB_STATE_CANCELLING') break;
      const startTime = next === 'JOB_STATE_RUNNING' ? { startTime: new Date().toISOString() } : {};
      this.change(id, { state: next, ...startTime });
    }
    const lines = this.state(id) === 'JOB_STATE_CANCELLING' ? [] : await this.predict(id);
    if (lines.length > 0) this.change(id, { outputDirectory: await this.write(this.record(id), lines) });
    await this.pause(STATE_PART);
    const cancelled = this.state(id) === 'JOB_STATE_CANCELLING';
    this.change(id, {
      state: cancelled ? 'JOB_STATE_CANCELLED' : 'JOB_STATE_SUCCEEDED',
      endTime: new Date().toISOString(),
      ...(cancelled ? { error: { code: CODES.CANCELLED.code, message: 'The job was cancelled.' } } : {}),
    });
  }

  /** The lines of the output; fewer than rows when it was cancelled. */
  private async predict(id: string): Promise<string[]> {
    const { spec } = this.record(id);
    const rows = await readBatchRows(this.inputFile(spec));
    const lines: string[] = [];
    const counts = { succeeded: 0, failed: 0, open: rows.length };
    for (const index of answeringOrder(rows.length)) {
      if (this.state(id) === 'JOB_STATE_CANCELLING') break;
      const answer = await this.answer(rows[index] ?? { request: null }, spec.model ?? '');
      lines.push(answer.line);
      counts[answer.isAnswer ? 'succeeded' : 'failed']++;
      counts.open--;
      if (lines.length % TOLD_EVERY === 0) this.change(id, { counts: { ...counts } });
      await this.pause(1 / rows.length);
    }
    this.change(id, { counts });
    return lines;
  }

  private async answer(row: BatchRow, model: string): Promise<{ line: string; isAnswer: boolean }> {
    try {
      const request = readRowRequest(row, model);
      const response = await generateContent(request, this.jobs, this.stopped.signal);
      return { line: answeredLine(row, response), isAnswer: true };
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      return { line: failedLine(row, error), isAnswer: false };
    }
  }

  private inputFile({ inputConfig }: BatchPredictionSpec): string {
    const uri = inputConfig?.gcsSource?.uris?.[0] ?? '';
    const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    try {
      return this.storage.contentFile(this.storage.object(bucket, name));
    } catch {
      throw new InvalidBatchFile(
        `Failed to import data. The file ${uri} was not found, or access to it was denied.`,
      );
    }
  }

  private async write({ spec, createTime }: BatchRecord, lines: readonly string[]): Promise<string> {
    const prefix = spec.outputConfig?.gcsDestination?.outputUriPrefix ?? '';
    const directory = `${prefix.replace(/\/$/, '')}/prediction-model-${createTime}`;
    const [, bucket = '', folder = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(directory) ?? [];
    const name = `${folder}/predictions.jsonl`;
    try {
      this.storage.checkUpload(bucket, name, undefined);
      const content = this.storage.newTemporaryFile();
      writeAtomically(content, `${lines.join('\n')}\n`);
      await this.storage.addObject(bucket, name, content, { contentType: 'application/octet-stream' });
    } catch {
      throw new InvalidBatchFile(`Failed to export data. ${prefix} cannot be written to.`);
    }
    return directory;
  }

  private fail(id: string, reason: unknown): void {
    const isTheirs = reason instanceof InvalidBatchFile;
    if (!isTheirs) console.error(`Batch prediction job ${id} failed:`, reason);
    const { code } = isTheirs ? CODES.INVALID_ARGUMENT : CODES.INTERNAL;
    const message = isTheirs ? reason.message : 'Internal error occurred. Please try again later.';
    this.change(id, {
      state: 'JOB_STATE_FAILED',
      endTime: new Date().toISOString(),
      error: { code, message },
    });
  }

  private pause(part: number): Promise<void> {
    return wait(this.paceSeconds * part * 1000, undefined, { signal: this.stopped.signal });
  }

  private state(id: string): State {
    return this.record(id).state;
  }

  private record(id: string): BatchRecord {
    const record = this.records.get(id);
    if (!record) throw new Error(`Batch prediction job ${id} was deleted.`);
    return record;
  }

  private change(id: string, changes: Partial<BatchRecord>): void {
    this.records.put({ ...this.record(id), updateTime: new Date().toISOString(), ...changes });
  }

  private find(name: string): BatchRecord {
    const record = this.records.get(idIn(name, 'batchPredictionJobs'));
    if (record && isSamePlace(record, readPlace(name))) return record;
    throw notFound(`The BatchPredictionJob "${name}" does not exist.`);
  }
}

/** google.cloud.aiplatform.BatchPredictionJob */
function toMessage(record: BatchRecord): object {
  const { spec, state, createTime, updateTime, startTime, endTime, error, counts, outputDirectory } = record;
  return {
    name: `${placeName(record)}/batchPredictionJobs/${record.id}`,
    ...spec,
    state,
    createTime,
    updateTime,
    ...(startTime ? { startTime } : {}),
    ...(endTime ? { endTime } : {}),
    ...(error ? { error } : {}),
    ...(outputDirectory ? { outputInfo: { gcsOutputDirectory: outputDirectory } } : {}),
    ...(counts
      ? {
          completionStats: {
            successfulCount: String(counts.succeeded),
            failedCount: String(counts.failed),
            incompleteCount: String(counts.open),
          },
        }
      : {}),
  };
}

function fieldOf({ state, createTime, spec }: BatchRecord, field: string): string | undefined {
  if (field.startsWith('labels.')) return spec.labels?.[field.slice('labels.'.length)];
  return { state, createTime, displayName: spec.displayName }[field];
}
