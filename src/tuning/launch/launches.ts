import * as l10n from '@vscode/l10n';
import { assertNever } from '../../base/assertNever';
import type { RecordStorage } from '../../base/files/records';
import type { Unlock } from '../../base/locks/fileLock';
import { UserError } from '../../base/userError';
import type { TuningJob } from '../contract/job';
import { isSettled, type LaunchRecord, type LaunchStage } from '../contract/launchRecord';
import type { Launch, PreparedLaunch, TuningService, UploadProgress } from '../contract/service';
import { isRefusal, notSaved, reasonOf } from '../google/unsentRequests';

/** What the record of any paid launch has, whatever it launches. */
export type PaidLaunch = Pick<
  LaunchRecord,
  'id' | 'place' | 'account' | 'confirmedAt' | 'stage' | 'replaces'
> & {
  readonly spec: Pick<LaunchRecord['spec'], 'service' | 'displayName'>;
};

/** Where records live: outlasts the window and a loss of power, shared by all windows. */
export type LaunchStorage<Stored extends PaidLaunch = LaunchRecord> = Pick<
  RecordStorage<Stored>,
  'all' | 'get' | 'put' | 'lock'
>;

export interface LaunchClock {
  /** Milliseconds since 1970, for people: it can be set. */
  now(): number;
  /** Milliseconds of a clock that nobody can set. */
  monotonic(): number;
  /** Rejects when `signal` aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** How a launch is made ready, sent, and looked for. */
export interface Launcher<Stored, Files, Job> {
  /** Costs nothing and can be done again. */
  prepare(
    record: Stored,
    files: Files,
    onProgress: (progress: UploadProgress) => void,
    signal: AbortSignal,
  ): Promise<PreparedLaunch>;
  /** Sends one request that creates one job and costs money. */
  create(launch: PreparedLaunch, signal: AbortSignal): Promise<Job>;
  /** All jobs that the launch has made: more than one when somebody on the way has sent the request twice. */
  find(launch: PreparedLaunch, signal: AbortSignal): Promise<readonly Job[]>;
}

export interface PaidLaunchesOptions<Stored extends PaidLaunch, Files, Job> {
  launcher(record: Stored): Launcher<Stored, Files, Job>;
  readonly storage: LaunchStorage<Stored>;
  readonly clock: LaunchClock;
  /** Where launches go at present: records of other places wait until that place is back. */
  place(): Promise<string>;
  /** In whose name launches are sent at present. */
  account(): Promise<string>;
  /** Tells the user of a job before its record is settled: a window that ends in between tells again, never not. */
  onCreated(record: Stored, outcome: LaunchOutcome<Job> & { readonly kind: 'created' }): void;
  /** A record could not be written after its request was sent. The launch goes on. */
  onError(error: unknown): void;
}

export interface LaunchesOptions
  extends Omit<PaidLaunchesOptions<LaunchRecord, LaunchFiles, TuningJob>, 'launcher'> {
  readonly services: readonly TuningService[];
}

export type LaunchFiles = Pick<Launch, 'dataset' | 'validation'>;

/** How a launch ended. */
export type LaunchOutcome<Job = TuningJob> =
  /** `others`: the same request has made these, too. */
  | { readonly kind: 'created'; readonly job: Job; readonly others: readonly Job[] }
  /** There is no job. */
  | { readonly kind: 'refused'; readonly error: unknown }
  /** It was sent, and a job may exist. `error`: why nobody could be asked, undefined when the service knew no job. */
  | { readonly kind: 'unclear'; readonly error: unknown };

/** What a look at a launch of an earlier time, or of another window, has shown. */
export type LookOutcome<Job = TuningJob> =
  | Exclude<LaunchOutcome<Job>, { readonly kind: 'refused' }>
  /** It broke off before it was sent: the user decides. */
  | { readonly kind: 'unsent' }
  /** Another window works on it; it belongs to another place; there is nothing to look for any more. */
  | { readonly kind: 'busy' | 'elsewhere' | 'settled' };

export type LaunchProgress = UploadProgress | 'create' | 'look';

/** A service that answers nothing at all: the answer is then as good as lost. */
const answerTime = 120_000;
/** Milliseconds before each look that the user waits for; then the search goes on without them. */
const pausesAtFirst = [0, 1000, 2000, 4000, 8000, 15_000];

type Answer<Job> =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'refusal'; readonly error: unknown }
  | { readonly kind: 'lost' };

/**
 * The only way to create a job that costs money. Only the act that the user has confirmed sends a request, and that one
 * once: before it leaves, its record says so, durably, and from then on its job is only looked for. Whoever wants to send
 * it again makes a new launch of it, with a new id, by a new confirmation.
 */
export class PaidLaunches<Stored extends PaidLaunch, Files, Job extends { readonly name: string }> {
  /** When each launch was looked for last in this window, and how long it had been looked for by then. */
  readonly #looked = new Map<string, { readonly at: number; readonly milliseconds: number }>();

  constructor(private readonly options: PaidLaunchesOptions<Stored, Files, Job>) {}

  /** Launches that the user must hear of: not sent yet, or sent without an answer. */
  async open(): Promise<readonly Stored[]> {
    return (await this.options.storage.all()).filter((record) => !isSettled(record));
  }

  /**
   * Carries out a launch that the user has just confirmed. `signal` stops it as long as nothing is sent, and then the wait.
   * @param record new: nobody has seen its id before
   */
  async start(
    record: Stored,
    files: Files,
    onProgress: (progress: LaunchProgress) => void,
    signal: AbortSignal,
  ): Promise<LaunchOutcome<Job>> {
    let unlock: Unlock | undefined;
    try {
      unlock = await this.options.storage.lock(record.id);
    } catch (error) {
      return { kind: 'refused', error: notSaved(record.spec.displayName, error) };
    }
    if (unlock === undefined) throw busyElsewhere();
    try {
      return await this.#send(record, files, onProgress, signal);
    } finally {
      await unlock().catch(this.options.onError); // the outcome stands, and the request may be sent
    }
  }

  /** Ends it without another request, as the user wants: what was sent may still have made a job. */
  async giveUp(id: string): Promise<void> {
    const { storage } = this.options;
    const unlock = await storage.lock(id);
    if (unlock === undefined) throw busyElsewhere();
    try {
      const record = await storage.get(id);
      if (record === undefined || isSettled(record)) return;
      const stage: LaunchStage =
        record.stage.kind === 'sent'
          ? { kind: 'abandoned', request: record.stage.request }
          : { kind: 'refused', reason: l10n.t('Discarded before it was sent.') };
      await storage.put({ ...record, stage });
    } finally {
      await unlock();
    }
  }

  /** Looks once for what became of a launch. Sends nothing that costs. */
  async look(id: string): Promise<LookOutcome<Job>> {
    const { storage } = this.options;
    const unlock = await storage.lock(id);
    if (unlock === undefined) return { kind: 'busy' };
    try {
      const record = await storage.get(id);
      if (record === undefined || isSettled(record)) return { kind: 'settled' };
      const { stage } = record;
      if (stage.kind !== 'ready' && stage.kind !== 'sent') return { kind: 'unsent' };
      if ((await this.options.place()) !== record.place) return { kind: 'elsewhere' };
      const jobs = await this.#find(record, stage.request);
      if (jobs.length > 0) return await this.#created(record, jobs);
      if (stage.kind === 'ready') return { kind: 'unsent' };
      await this.#noteLook(record, stage);
      return { kind: 'unclear', error: undefined };
    } catch (error) {
      return { kind: 'unclear', error };
    } finally {
      await unlock();
    }
  }

  async #send(
    confirmed: Stored,
    files: Files,
    onProgress: (progress: LaunchProgress) => void,
    signal: AbortSignal,
  ): Promise<LaunchOutcome<Job>> {
    const launcher = this.options.launcher(confirmed);
    let record = confirmed;
    let request: PreparedLaunch;
    try {
      await this.#save(record);
      request = await launcher.prepare(record, files, onProgress, signal);
      record = { ...record, stage: { kind: 'ready', request } };
      await this.#save(record);
      await this.#requireConfirmed(record); // making it ready takes its time, and other windows connect this one too
      signal.throwIfAborted();
      const sentAt = this.options.clock.now();
      record = { ...record, stage: { kind: 'sent', request, sentAt, search: { looks: 0, milliseconds: 0 } } };
      onProgress('create');
      await this.#save(record);
    } catch (error) {
      return this.#refused(record, error);
    }
    const answer = await this.#create(launcher, request);
    switch (answer.kind) {
      case 'job':
        return this.#created(record, [answer.job]);
      case 'refusal':
        return this.#refused(record, answer.error);
      case 'lost':
        onProgress('look');
        return this.#lookAtFirst(record, request, signal);
      default:
        return assertNever(answer);
    }
  }

  async #create(launcher: Launcher<Stored, Files, Job>, request: PreparedLaunch): Promise<Answer<Job>> {
    try {
      const job = await this.#within(answerTime, (signal) => launcher.create(request, signal));
      return { kind: 'job', job };
    } catch (error) {
      return isRefusal(error) ? { kind: 'refusal', error } : { kind: 'lost' };
    }
  }

  /** While the user waits. `signal`: they do not any more. */
  async #lookAtFirst(
    sent: Stored,
    request: PreparedLaunch,
    signal: AbortSignal,
  ): Promise<LaunchOutcome<Job>> {
    let record = sent;
    let problem: unknown;
    for (const pause of pausesAtFirst) {
      try {
        await this.options.clock.sleep(pause, signal);
        const jobs = await this.#find(record, request);
        if (jobs.length > 0) return await this.#created(record, jobs);
        problem = undefined;
        if (record.stage.kind === 'sent') record = await this.#noteLook(record, record.stage);
      } catch (error) {
        if (signal.aborted) break;
        problem = error;
      }
    }
    return { kind: 'unclear', error: problem };
  }

  async #find(record: Stored, request: PreparedLaunch): Promise<readonly Job[]> {
    const launcher = this.options.launcher(record);
    const jobs = await this.#within(answerTime, (signal) => launcher.find(request, signal));
    if (jobs.length === 0) await this.#requirePlace(record); // that it is not elsewhere says nothing
    return jobs;
  }

  async #noteLook(record: Stored, stage: LaunchStage & { readonly kind: 'sent' }): Promise<Stored> {
    const at = this.options.clock.monotonic();
    const before = this.#looked.get(record.id) ?? { at, milliseconds: stage.search.milliseconds };
    // Not the sum: other windows look at the same time.
    const milliseconds = Math.max(stage.search.milliseconds, before.milliseconds + at - before.at);
    this.#looked.set(record.id, { at, milliseconds });
    return this.#put(record, { ...stage, search: { looks: stage.search.looks + 1, milliseconds } });
  }

  async #created(
    record: Stored,
    [job, ...others]: readonly Job[],
  ): Promise<LaunchOutcome<Job> & { kind: 'created' }> {
    if (job === undefined) throw new Error(l10n.t("The job doesn't exist."));
    const outcome = { kind: 'created', job, others } as const;
    this.options.onCreated(record, outcome);
    await this.#put(record, { kind: 'created', job: job.name, createdAt: this.options.clock.now() });
    return outcome;
  }

  async #refused(record: Stored, error: unknown): Promise<LaunchOutcome<Job>> {
    await this.#put(record, { kind: 'refused', reason: reasonOf(error) });
    return { kind: 'refused', error };
  }

  /** Without it nothing is sent. */
  async #save(record: Stored): Promise<void> {
    try {
      await this.options.storage.put(record);
    } catch (error) {
      throw notSaved(record.spec.displayName, error);
    }
  }

  /** Of what is known by now. When it cannot be written, such as on a full disk, the next window finds it out again. */
  async #put(record: Stored, stage: LaunchStage): Promise<Stored> {
    const known = { ...record, stage };
    await this.options.storage.put(known).catch(this.options.onError);
    return known;
  }

  /** What was confirmed for one place and account, with its price, must not go to another. */
  async #requireConfirmed(record: Stored): Promise<void> {
    await this.#requirePlace(record);
    if ((await this.options.account()) === record.account) return;
    throw new UserError(
      l10n.t(
        "The launch of {0} wasn't sent. You confirmed it for another account than the one that's signed in now. Sign in to that account again, or launch it again.",
        record.spec.displayName,
      ),
      'OTHER_ACCOUNT',
    );
  }

  async #requirePlace({ place, spec }: Stored): Promise<void> {
    if ((await this.options.place()) === place) return;
    throw new UserError(
      l10n.t(
        'You confirmed the launch of {0} for another project or region than the one that is connected now.',
        spec.displayName,
      ),
      'OTHER_PLACE',
    );
  }

  /** Gives a call up when the service answers nothing at all. */
  async #within<Result>(
    milliseconds: number,
    call: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const abort = new AbortController();
    const answered = new AbortController();
    const silence = this.options.clock.sleep(milliseconds, answered.signal).then(() => {
      abort.abort();
      throw new Error(l10n.t('No response from the service.')); // no `UserError`: those say that nothing was sent
    });
    try {
      return await Promise.race([call(abort.signal), silence]);
    } finally {
      answered.abort();
    }
  }
}

function busyElsewhere(): UserError {
  return new UserError(l10n.t('Another window is working on this launch. Try again in a moment.'), 'BUSY');
}

/** Launches of tuning jobs. */
export class Launches extends PaidLaunches<LaunchRecord, LaunchFiles, TuningJob> {
  constructor({ services, ...options }: LaunchesOptions) {
    super({
      ...options,
      launcher({ spec }) {
        const service = services.find(({ id }) => id === spec.service);
        if (service === undefined) throw new Error(l10n.t('No tuning service has the id {0}.', spec.service));
        return {
          prepare: ({ id }, files, onProgress, signal) =>
            service.prepare({ spec, id, ...files, onProgress }, signal),
          create: (launch, signal) => service.create(launch, signal),
          find: (launch, signal) => service.find(launch, signal),
        };
      },
    });
  }
}
