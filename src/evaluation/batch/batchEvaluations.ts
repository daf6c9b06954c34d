import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { Emitter, type Event } from '../../base/events';
import { counted, grouped } from '../../base/numbers';
import { UserError } from '../../base/userError';
import type { BatchJob, BatchPrediction } from '../../tuning/contract/batch';
import { requestCancellation } from '../../tuning/contract/cancellation';
import { hasEnded, type JobState } from '../../tuning/contract/job';
import { isBilled, isSettled } from '../../tuning/contract/launchRecord';
import type { TuningService, UploadProgress } from '../../tuning/contract/service';
import { GoogleApiError } from '../../tuning/google/errors/googleApiError';
import { Batches, type BatchRecord } from '../../tuning/launch/batches';
import type { LaunchClock, LaunchOutcome, LaunchStorage, LookOutcome } from '../../tuning/launch/launches';
import { LaunchSearch } from '../../tuning/launch/launchSearch';
import type { JobWatcher } from '../../tuning/watch/jobWatcher';
import { tryLockResults } from '../results/lockResults';
import type { FileRecord } from '../results/records';
import type { Results } from '../results/results';
import { ResultsFile, readResultsFile, recoveredTo } from '../results/resultsFile';
import { promptsOf, recordsOf } from './batchRows';

export interface BatchEvaluationsOptions {
  readonly services: readonly TuningService[];
  readonly storage: LaunchStorage<BatchRecord>;
  readonly watcher: Pick<JobWatcher, 'trackBatch' | 'onDidChangeBatch'>;
  readonly clock: LaunchClock;
  place(): Promise<string>;
  account(): Promise<string>;
  /** Of a batch whose launch broke off before it was sent, or whose answer was lost: the user decides. */
  tell(record: BatchRecord): void;
  /** What went wrong while nobody waited for it. */
  onError(error: unknown): void;
}

/** A target of a results file that is asked by a batch. */
export interface BatchPart {
  /** `LaunchRecord.id`-like, new. */
  readonly id: string;
  readonly target: number;
  /** As `BatchLaunch.model`. */
  readonly model: string;
}

/** What the user has confirmed. */
export interface BatchOrder {
  readonly parts: readonly BatchPart[];
  /** Where prompts and answers are put. */
  readonly bucket: string;
  /** Where it is sent and billed: not to another one that is connected meanwhile. */
  readonly place: string;
  /** In whose name: not in another one that is signed in meanwhile. */
  readonly account: string;
}

/** How far the batches of a results file are. */
export interface BatchProgress {
  /** Of all its prompts, as far as the service tells. */
  readonly answered: number;
  readonly asked: number;
  /** One was sent, its answer was lost, and nobody could be asked yet whether it runs. */
  readonly isUnclear: boolean;
  /** Every batch has ended, and nobody could read its answers, such as while the results file is away. */
  readonly isUnread: boolean;
}

/** `complete`: each batch has answered or refused each of its prompts. */
export type BatchEnd = 'complete' | 'incomplete';

export interface BatchChange {
  readonly file: string;
  /** The last answers of its batches are in the file; undefined while some are not. */
  readonly end: BatchEnd | undefined;
}

const failedStates: ReadonlySet<JobState> = new Set<JobState>(['FAILED', 'EXPIRED', 'UNKNOWN']);
/** Milliseconds between two tries while another window reads the answers. */
const lockedFor = 1000;
const readingTime = 10 * 60_000;

/**
 * Evaluations that are asked as batches. A window that closes leaves them to the next one: their records tell which
 * results file waits for which batch.
 */
export class BatchEvaluations {
  readonly #batches: Batches;
  readonly #search: LaunchSearch<BatchRecord, BatchJob>;
  /** Those whose answers are not in their files yet. */
  readonly #open = new Map<string, BatchRecord>();
  readonly #jobs = new Map<string, BatchJob>();
  readonly #collecting = new Set<string>();
  /** Files of which not all batches are sent yet. */
  readonly #beginning = new Set<string>();
  /** Those whose answers are in their files, by id: the file. */
  readonly #over = new Map<string, string>();
  readonly #changed = new Emitter<BatchChange>();
  readonly onDidChange: Event<BatchChange> = this.#changed.event;

  constructor(private readonly options: BatchEvaluationsOptions) {
    const { services, storage, clock, place, account } = options;
    this.#batches = new Batches(services, {
      storage,
      clock,
      place,
      account,
      onCreated: () => {}, // its record alone says that there is something to follow
      onError: options.onError,
    });
    this.#search = new LaunchSearch({
      launches: this.#batches,
      clock,
      tell: (record, outcome) => void this.#found(record, outcome).catch(options.onError),
      onError: options.onError,
    });
    options.watcher.onDidChangeBatch((job) => this.#follow(job));
  }

  /** Undefined when no batch is under way for the file. */
  progress(file: string): BatchProgress | undefined {
    const records = this.#recordsOf(file);
    if (records.length === 0) return undefined;
    const jobs = records.map(({ id }) => this.#jobs.get(id));
    return {
      answered: jobs.reduce((sum, job) => sum + (job?.counts?.answered ?? 0) + (job?.counts?.failed ?? 0), 0),
      asked: records.reduce((sum, { destination }) => sum + destination.lines.length, 0),
      isUnclear: records.some(({ stage }) => stage.kind === 'sent'),
      isUnread:
        jobs.every((job) => job !== undefined && hasEnded(job.state)) &&
        !records.some(({ id }) => this.#collecting.has(id)),
    };
  }

  /** Sends the missing rows of some targets, each as one batch. Costs money: the user has confirmed it. */
  async begin(
    path: string,
    { parts, bucket, place, account }: BatchOrder,
    onProgress: (progress: UploadProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const results = await readResultsFile(path);
    this.#beginning.add(path);
    try {
      await this.#send(path, results, { parts, bucket, place, account }, onProgress, signal);
    } finally {
      this.#beginning.delete(path);
      // Those that were sent first may be over before the last is sent.
      const isDone = parts.some(({ id }) => this.#over.has(id)) && this.#isLast(path);
      if (isDone && !parts.some(({ id }) => this.#collecting.has(id)))
        this.#changed.fire({ file: path, end: this.#endOf(path) });
    }
  }

  async #send(
    path: string,
    results: Results,
    { parts, bucket, place, account }: BatchOrder,
    onProgress: (progress: UploadProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { startedAt } = results.header;
    for (const { id, target, model } of parts) {
      const { service, label } = results.header.targets[target] ?? {};
      if (service === undefined || label === undefined) continue;
      const lines = results.missingLines(target);
      const displayName = `Evaluation of ${label}`.slice(0, 128);
      const sentAt = new Date(this.options.clock.now()).toISOString();
      // Before anything is sent: whoever reads the file must not ask the same rows meanwhile.
      await this.#append(path, [{ kind: 'batch', id, name: displayName, sentAt, target, lines }]);
      const record: BatchRecord = {
        id,
        place,
        account,
        spec: { service, displayName, model, bucket },
        destination: { file: path, startedAt, target, lines },
        isOver: false,
        confirmedAt: this.options.clock.now(),
        stage: { kind: 'confirmed' },
      };
      const show = (progress: UploadProgress | 'create' | 'look') => {
        if (typeof progress !== 'string') onProgress(progress);
      };
      const outcome = await this.#batches.start(record, promptsOf(results, lines, target), show, signal);
      await this.#launched(record.id, outcome);
      if (outcome.kind === 'refused') throw outcome.error;
    }
  }

  /** Goes on with what earlier windows have left: launches that broke off, batches that run, answers to be read. */
  async resume(signal: AbortSignal): Promise<void> {
    const { storage, place, services, watcher } = this.options;
    const left = (await storage.all()).filter(({ isOver, stage }) => !isOver && stage.kind !== 'refused');
    if (left.length === 0) return;
    for (const record of left) {
      if (record.stage.kind !== 'created' && record.stage.kind !== 'sent') continue;
      this.#open.set(record.id, record); // before anybody is asked: nobody must ask the same rows meanwhile
      this.#changed.fire({ file: record.destination.file, end: undefined });
    }
    await this.#search.resume();
    const here = await place();
    for (const record of await storage.all()) {
      if (record.isOver || record.stage.kind !== 'created' || record.place !== here) continue;
      this.#open.set(record.id, record);
      const batch = services.find(({ id }) => id === record.spec.service)?.batch;
      if (batch) watcher.trackBatch(await getOrForget(batch, record.spec, record.stage.job, signal));
    }
  }

  /**
   * Sends what a batch was to ask as another batch, as far as it still has no answer: the user has just confirmed it. A
   * batch whose answer was lost is still looked for, and what it has answered is read when it is found.
   * @param newId as `BatchPart.id`
   */
  async again(id: string, newId: string, signal: AbortSignal): Promise<void> {
    const record = await this.options.storage.get(id);
    if (record === undefined || isSettled(record)) return;
    const { file, target } = record.destination;
    if (!(await isHere(record))) throw notMissing(record);
    const results = await readResultsFile(file);
    const lines = record.destination.lines.filter((line) => !isAnswered(results, line, target));
    if (lines.length === 0) throw notMissing(record);
    if (record.stage.kind !== 'sent') await this.giveUp(id);
    const now = this.options.clock.now();
    const again: BatchRecord = {
      ...record,
      id: newId,
      replaces: id,
      destination: { ...record.destination, lines },
      confirmedAt: now,
      stage: { kind: 'confirmed' },
    };
    const { displayName } = record.spec;
    const sentAt = new Date(now).toISOString();
    await this.#append(file, [{ kind: 'batch', id: newId, name: displayName, sentAt, target, lines }]);
    const outcome = await this.#batches.start(again, promptsOf(results, lines, target), () => {}, signal);
    await this.#launched(newId, outcome);
    if (outcome.kind === 'refused') throw outcome.error;
  }

  /** Looks at once for a batch whose answer was lost. */
  keepLooking(record: BatchRecord): void {
    this.#search.follow(record);
  }

  /** Neither sends nor looks for it any more. */
  async giveUp(id: string): Promise<void> {
    await this.#batches.giveUp(id);
    this.#open.delete(id);
    const record = await this.options.storage.get(id);
    if (record === undefined) return;
    const { file } = record.destination;
    if (await isHere(record)) await this.#append(file, [{ kind: 'batchOver', id }]);
    this.#changed.fire({ file, end: undefined });
  }

  dispose(): void {
    this.#search.dispose();
  }

  /** Asks the services to stop each batch; what is answered until then is billed and read. @throws of the first that goes on */
  async cancel(file: string, signal: AbortSignal): Promise<void> {
    const cancelled = await Promise.allSettled(
      this.#recordsOf(file).map(async ({ spec, stage }) => {
        const batch = this.options.services.find(({ id }) => id === spec.service)?.batch;
        if (batch === undefined || stage.kind !== 'created') return;
        const job = { name: stage.job };
        await requestCancellation(
          () => batch.cancel(job, signal),
          () => batch.get(job, signal),
        );
      }),
    );
    for (const result of cancelled) if (result.status === 'rejected') throw result.reason;
  }

  #recordsOf(file: string): BatchRecord[] {
    return [...this.#open.values()].filter(({ destination }) => destination.file === file);
  }

  async #launched(id: string, outcome: LaunchOutcome<BatchJob>): Promise<void> {
    const record = (await this.options.storage.all()).find((one) => one.id === id);
    if (record === undefined) return;
    if (outcome.kind === 'refused') {
      this.#open.delete(id);
      if (await isHere(record)) await this.#append(record.destination.file, [{ kind: 'batchOver', id }]);
    } else this.#open.set(id, record); // also when it is unclear: nobody must ask the same rows meanwhile
    if (outcome.kind === 'created') this.options.watcher.trackBatch(outcome.job);
    else this.#changed.fire({ file: record.destination.file, end: undefined });
    if (outcome.kind === 'created' && outcome.others.length > 0)
      this.options.onError(madeTwice(record, [outcome.job, ...outcome.others]));
    if (outcome.kind === 'unclear') this.#search.follow(record);
  }

  async #found(record: BatchRecord, outcome: LookOutcome<BatchJob>): Promise<void> {
    if (outcome.kind === 'created') await this.#launched(record.id, outcome);
    else if (outcome.kind === 'unclear') await this.#tell(record.id);
    else if (outcome.kind === 'unsent') {
      if (await isStillMissing(record)) await this.#tell(record.id);
      else await this.giveUp(record.id);
    }
  }

  /** As its record is by now. */
  async #tell(id: string): Promise<void> {
    const record = await this.options.storage.get(id);
    if (record !== undefined) this.options.tell(record);
  }

  #follow(job: BatchJob): void {
    const isIts = ({ stage }: BatchRecord) => stage.kind === 'created' && stage.job === job.name;
    const record = [...this.#open.values()].find(isIts);
    if (record === undefined) return;
    const wasSeenRunning = this.#jobs.has(record.id);
    this.#jobs.set(record.id, job);
    const { file } = record.destination;
    const isDue = hasEnded(job.state) && !this.#collecting.has(record.id);
    if (isDue) this.#collecting.add(record.id);
    this.#changed.fire({ file, end: undefined });
    if (!isDue) return;
    this.#collect(record, job)
      .catch((error: unknown) => {
        // Of a file that is away it is told once: when the batch ends, not at each start of a window.
        if (wasSeenRunning || !(error instanceof UserError && error.reason === fileAway))
          this.options.onError(error);
      })
      .finally(() => {
        this.#collecting.delete(record.id);
        const isLast = this.#over.has(record.id) && this.#isLast(file);
        this.#changed.fire({ file, end: isLast ? this.#endOf(file) : undefined });
      });
  }

  #isLast(file: string): boolean {
    return !this.#beginning.has(file) && this.#recordsOf(file).length === 0;
  }

  #endOf(file: string): BatchEnd {
    const states = [...this.#over]
      .filter(([, over]) => over === file)
      .map(([id]) => this.#jobs.get(id)?.state);
    return states.every((state) => state === 'SUCCEEDED') ? 'complete' : 'incomplete';
  }

  /** Writes a batch's answers into the results file, in one of all windows. */
  async #collect(record: BatchRecord, job: BatchJob): Promise<void> {
    const { storage } = this.options;
    const unlock = await this.#untilUnlocked(() => storage.lock(record.id));
    try {
      const now = (await storage.all()).find(({ id }) => id === record.id);
      if (now === undefined || !now.isOver) await this.#write(record, job); // else another window was first
      if (now !== undefined) await storage.put({ ...now, isOver: true });
      this.#open.delete(record.id);
      this.#over.set(record.id, record.destination.file);
    } finally {
      await unlock();
    }
    if (!failedStates.has(job.state)) return;
    const why = job.error ?? l10n.t('No reason given.');
    throw new UserError(l10n.t('Batch "{0}" failed. {1}', job.displayName, why), 'BATCH_FAILED');
  }

  async #untilUnlocked(lock: () => Promise<(() => Promise<void>) | undefined>): Promise<() => Promise<void>> {
    for (;;) {
      const unlock = await lock();
      if (unlock) return unlock;
      await this.options.clock.sleep(lockedFor);
    }
  }

  async #write(record: BatchRecord, job: BatchJob): Promise<void> {
    const { id, spec, destination } = record;
    const { file, target, lines } = destination;
    const batch = this.options.services.find((service) => service.id === spec.service)?.batch;
    const isThere = await isHere(record);
    const { answered = 0 } = job.counts ?? {};
    if (batch === undefined || (job.output === undefined && answered === 0)) {
      if (isThere) await this.#append(file, [{ kind: 'batchOver', id }]);
      return; // nothing was answered
    }
    if (!isThere) throw away(record);
    const results = await readResultsFile(file);
    const prompts = promptsOf(results, lines, target);
    const answers =
      job.output === undefined ? [] : await batch.answers(job, prompts, AbortSignal.timeout(readingTime));
    const found = answers.filter(({ kind }) => kind === 'answer').length;
    // Unless the user has given it up, such as to ask the rows again.
    const isWaitedFor = results.batches.some((one) => one.id === id);
    // A service may count a row as answered that holds no answer: where each row is told of, nothing more will come.
    const isTold = answers.length > 0 && answers.every(({ kind }) => kind !== 'missing');
    const isLacking = isWaitedFor && found < answered && !isTold;
    const over = isLacking ? [] : [{ kind: 'batchOver', id } as const];
    await this.#append(file, [...recordsOf(answers, lines, target), ...over]);
    if (isLacking) throw lacking(job, found, answered);
  }

  /** Adds what is not in a file yet, when nobody else writes into it. Resolves when it would survive a loss of power. */
  async #append(file: string, records: readonly FileRecord[]): Promise<void> {
    const unlock = await this.#untilUnlocked(() => tryLockResults(file));
    try {
      const opened = await ResultsFile.open(file);
      const { results } = opened;
      try {
        for (const one of records) {
          const isKnown =
            (one.kind === 'answer' || one.kind === 'failure') && isAnswered(results, one.line, one.target);
          if (!isKnown) await opened.append(one); // after a crash in the middle some are there already
        }
      } finally {
        await opened.close();
      }
      const { recoveryFile } = opened;
      if (recoveryFile !== undefined)
        this.options.onError(new UserError(recoveredTo(file, recoveryFile), 'RECOVERED'));
    } finally {
      await unlock();
    }
  }
}

const fileAway = 'FILE_AWAY';

function away({ spec, destination }: BatchRecord): UserError {
  return new UserError(
    l10n.t(
      'Batch "{0}" has ended, but its results file {1} doesn\'t exist. The responses stay at the service. They\'re added when the file is back, such as after you switch branches.',
      spec.displayName,
      destination.file,
    ),
    fileAway,
  );
}

/** They were paid for: the batch stays to be collected. */
function lacking({ displayName, output, name }: BatchJob, found: number, answered: number): UserError {
  return new UserError(
    l10n.t(
      'Batch "{0}" has {1}, but only {2} were found in {3}. The batch stays open, and its files are read again at the next start. If they can\'t be restored, resume the evaluation to request the rows again.',
      displayName,
      counted(answered, 'response'),
      grouped(found),
      output ?? name,
    ),
    'ANSWERS_LACKING',
  );
}

/** Whether the results file is there, and not another evaluation under its name. */
async function isHere({ destination: { file, startedAt } }: BatchRecord): Promise<boolean> {
  return existsSync(file) && (await readResultsFile(file)).header.startedAt === startedAt;
}

function isAnswered(results: Results, line: number, target: number): boolean {
  return results.answer(line, target) !== undefined || results.failure(line, target) !== undefined;
}

function notMissing({ spec }: BatchRecord): UserError {
  return new UserError(
    l10n.t(
      'Batch "{0}" wasn\'t sent: its rows already have responses, or its results file doesn\'t exist.',
      spec.displayName,
    ),
    'NOT_MISSING',
  );
}

function madeTwice(record: BatchRecord, jobs: readonly BatchJob[]): UserError {
  const names = jobs.map(({ name }) => name).join(', ');
  const facts = [record.spec.displayName, grouped(jobs.length), names];
  return new UserError(
    isBilled(record)
      ? l10n.t(
          'The batch "{0}" was created {1} times: {2}. Google bills each. Cancel the ones that you don\'t need in the Google Cloud console.',
          ...facts,
        )
      : l10n.t('The batch "{0}" was created {1} times: {2}.', ...facts),
    'MADE_TWICE',
  );
}

/** Nobody pays for rows that are answered by now, or for a file that is gone. */
async function isStillMissing(record: BatchRecord): Promise<boolean> {
  if (!(await isHere(record))) return false;
  const { file, target, lines } = record.destination;
  const results = await readResultsFile(file);
  return lines.every((line) => !isAnswered(results, line, target));
}

/** A batch that the service does not know any more has ended. */
async function getOrForget(
  batch: BatchPrediction,
  { service, displayName, model }: BatchRecord['spec'],
  name: string,
  signal: AbortSignal,
): Promise<BatchJob> {
  try {
    return await batch.get({ name }, signal);
  } catch (error) {
    if (!(error instanceof GoogleApiError && error.google.code === 404)) throw error;
    return {
      ...{
        service,
        name,
        displayName,
        model,
        state: 'UNKNOWN',
        error: l10n.t('The service no longer lists this batch.'),
      },
      ...{ createTime: undefined, endTime: undefined, counts: undefined, output: undefined },
      launchId: undefined,
    };
  }
}
