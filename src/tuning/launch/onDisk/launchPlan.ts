// The launch of a plan that the user has confirmed, outside the editor.
import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../base/assertNever';
import type { RecordFiles } from '../../../base/files/records';
import { breakSilentLock, type HeldLock, heldLock, type Unlock } from '../../../base/locks/fileLock';
import { UserError } from '../../../base/userError';
import type { LaunchEstimate } from '../../contract/launchRecord';
import { type LaunchRecord, newLaunchId } from '../../contract/launchRecord';
import type { TuningService } from '../../contract/service';
import { launchClock } from '../launchClock';
import { Launches, type LaunchOutcome, type LaunchProgress } from '../launches';
import { launchFiles } from '../launchFiles';
import { isKnownData, launchIdentity } from '../launchIdentity';
import { removeOldLaunches } from '../oldLaunches';
import type { PlanOnDisk } from './planOnDisk';

export interface PlanLaunchesOptions {
  readonly services: readonly TuningService[];
  /** Of the launch records. */
  readonly folder: string;
  /** As `LaunchRecord.place`. */
  readonly place: string;
  /** As `LaunchRecord.account`. */
  readonly account: string;
  /** Locks of silent holders are taken away, as the user wants. */
  readonly breaksLocks: boolean;
  onError(error: unknown): void;
}

export type PlanOutcome = LaunchOutcome & { readonly record: LaunchRecord };

/** An earlier launch of the same plan and data. */
export type EarlierLaunch =
  | {
      readonly kind: 'created';
      readonly record: LaunchRecord;
      /** Resource names. */
      readonly jobs: readonly string[];
      /** Its response was lost, and a look has just found them. */
      readonly wasLost: boolean;
    }
  /** Its response was lost, and a job may exist. */
  | { readonly kind: 'unclear'; readonly record: LaunchRecord };

/** Another process is launching the same plan. */
export class PlanLocked extends Error {
  /** @param lock path of its file */
  constructor(
    readonly lock: string,
    readonly held: HeldLock | undefined,
  ) {
    super(lock);
  }
}

/** Launches of plans from one place, with their records. */
export class PlanLaunches {
  readonly #launches: Launches;
  readonly #storage: RecordFiles<LaunchRecord>;

  constructor(private readonly options: PlanLaunchesOptions) {
    this.#storage = launchFiles(options.folder);
    this.#launches = new Launches({
      ...options,
      storage: this.#storage,
      clock: launchClock,
      place: async () => options.place,
      account: async () => options.account,
      onCreated: () => {},
    });
  }

  /** Makes this process the only one that launches this plan on these files. @throws PlanLocked while another one does */
  async lock(plan: PlanOnDisk): Promise<Unlock> {
    const id = `plan-${this.#identityOf(plan).slice(0, 32)}`;
    const unlock =
      (await this.#storage.lock(id)) ?? ((await this.#breaks(id)) ? await this.#storage.lock(id) : undefined);
    if (unlock === undefined) throw await this.#locked(id);
    return unlock;
  }

  /**
   * The launch of the same plan and data at this place that made a job, or may have, looked for once more. Sends nothing
   * that costs. @throws PlanLocked
   * @throws UserError for records that can't be read: one of them may be of this plan
   */
  async earlier(plan: PlanOnDisk): Promise<EarlierLaunch | undefined> {
    const [unreadable] = await this.#storage.unreadable();
    if (unreadable !== undefined) throw unreadableRecord(unreadable);
    await removeOldLaunches(this.#storage, Date.now());
    const identity = this.#identityOf(plan);
    const records = (await this.#storage.all()).filter((one) => launchIdentity(one) === identity);
    for (const record of records.toReversed()) {
      const earlier = await this.#lookAt(record);
      if (earlier) return earlier;
    }
    return undefined;
  }

  /**
   * Sends one request. `signal` stops it as long as nothing is sent, and then the wait.
   * @param replaces id of the launch whose answer was lost, and that the user wants to launch anew
   */
  async start(
    plan: PlanOnDisk,
    estimate: LaunchEstimate,
    replaces: string | undefined,
    onProgress: (progress: LaunchProgress) => void,
    signal: AbortSignal,
  ): Promise<PlanOutcome> {
    const record = this.#newRecord(plan, estimate, replaces);
    const { training, validation } = plan;
    const files = { dataset: training.file, ...(validation ? { validation: validation.file } : {}) };
    const outcome = await this.#launches.start(record, files, onProgress, signal);
    // Not before: the earlier one is looked for as long as nothing is in its place.
    if (replaces !== undefined && outcome.kind !== 'refused')
      await this.#launches.giveUp(replaces).catch(this.options.onError);
    return { ...outcome, record: await this.#recordAfter(record, outcome) };
  }

  /** A request may have been sent: what can't be read any more changes nothing about that. */
  async #recordAfter(record: LaunchRecord, outcome: LaunchOutcome): Promise<LaunchRecord> {
    try {
      const kept = await this.#storage.get(record.id);
      if (kept) return kept;
    } catch (error) {
      this.options.onError(error);
    }
    if (outcome.kind !== 'created') return record;
    return { ...record, stage: { kind: 'created', job: outcome.job.name, createdAt: Date.now() } };
  }

  async #lookAt({ id }: LaunchRecord): Promise<EarlierLaunch | undefined> {
    const outcome = await this.#launches.look(id);
    const record = await this.#storage.get(id);
    if (record === undefined) return undefined;
    switch (outcome.kind) {
      case 'created':
        return {
          kind: 'created',
          record,
          jobs: [outcome.job, ...outcome.others].map(({ name }) => name),
          wasLost: true,
        };
      case 'settled':
        return madeNow(record)
          ? { kind: 'created', record, jobs: [record.stage.job], wasLost: false }
          : undefined;
      case 'unsent':
        await this.#launches.giveUp(id);
        return undefined;
      case 'busy':
        if (!(await this.#breaks(id))) throw await this.#locked(id);
        return this.#lookAt(record);
      case 'unclear':
      case 'elsewhere':
        return { kind: 'unclear', record };
      default:
        return assertNever(outcome);
    }
  }

  /** Takes a lock away from a silent holder, if the user wants that. */
  async #breaks(id: string): Promise<boolean> {
    return this.options.breaksLocks && breakSilentLock(this.#storage.lockOf(id));
  }

  async #locked(id: string): Promise<PlanLocked> {
    const lock = this.#storage.lockOf(id);
    return new PlanLocked(lock, await heldLock(lock));
  }

  #identityOf({ spec, ...files }: PlanOnDisk): string {
    return launchIdentity({ place: this.options.place, spec, data: dataOf(files) });
  }

  #newRecord(
    { spec, ...files }: PlanOnDisk,
    estimate: LaunchEstimate,
    replaces: string | undefined,
  ): LaunchRecord {
    const { place, account } = this.options;
    return {
      id: newLaunchId(),
      ...{ place, account, spec, estimate },
      data: dataOf(files),
      confirmedAt: Date.now(),
      stage: { kind: 'confirmed' },
      ...(replaces === undefined ? {} : { replaces }),
    };
  }
}

function dataOf({ training, validation }: Pick<PlanOnDisk, 'training' | 'validation'>): LaunchRecord['data'] {
  const validationSha256 = validation?.survey?.sha256;
  return {
    source: training.source,
    ...(validation ? { validationSource: validation.source } : {}),
    name: training.name,
    examples: training.survey?.examples,
    sha256: training.survey?.sha256,
    ...(validationSha256 === undefined ? {} : { validationSha256 }),
  };
}

function unreadableRecord(file: string): UserError {
  return new UserError(
    l10n.t(
      "Can't read the launch record {0}, so this plan might have been launched before. Nothing was sent. Update Tunewright, since a later version might have written it. If that doesn't help, make sure that none of your jobs was launched from this plan, move the file to another folder, and try again.",
      file,
    ),
    'UNREADABLE_RECORD',
  );
}

type Created = LaunchRecord & { readonly stage: { readonly kind: 'created' } };

/**
 * Whether the launch has made what is wanted now: a job from equal data. Of files in Cloud Storage nobody can tell, unless it
 * was made while this process ran: then two were started at once.
 */
function madeNow(record: LaunchRecord): record is Created {
  const { stage, data } = record;
  return stage.kind === 'created' && (isKnownData(data) || stage.createdAt >= performance.timeOrigin);
}
