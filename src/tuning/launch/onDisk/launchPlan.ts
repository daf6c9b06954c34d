// The launch of a plan that the user has confirmed, outside the editor.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordFiles } from '../../../base/files/records';
import type { LaunchEstimate } from '../../contract/launchRecord';
import { isSettled, type LaunchRecord, newLaunchId } from '../../contract/launchRecord';
import type { TuningService } from '../../contract/service';
import { lineMapFiles } from '../../droppedExamples/lineMapFiles';
import {
  type LaunchClock,
  Launches,
  type LaunchOutcome,
  type LaunchProgress,
  type LookOutcome,
} from '../launches';
import { launchFiles } from '../launchFiles';
import { removeOldLaunches } from '../oldLaunches';
import type { PlanOnDisk } from './planOnDisk';

const clock: LaunchClock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

export interface PlanLaunchesOptions {
  readonly services: readonly TuningService[];
  /** Of the launch records. */
  readonly folder: string;
  /** As `LaunchRecord.place`. */
  readonly place: string;
  /** As `LaunchRecord.account`. */
  readonly account: string;
  onError(error: unknown): void;
}

export type PlanOutcome = LaunchOutcome & { readonly record: LaunchRecord };

/** Launches of plans from one place, with their records. */
export class PlanLaunches {
  readonly #launches: Launches;
  readonly #storage: RecordFiles<LaunchRecord>;

  constructor(private readonly options: PlanLaunchesOptions) {
    this.#storage = launchFiles(options.folder);
    this.#launches = new Launches({
      ...options,
      storage: this.#storage,
      clock,
      place: async () => options.place,
      account: async () => options.account,
      onCreated: () => {},
    });
  }

  /**
   * The launch of the same plan and data at this place whose answer was lost, looked for once more. Sends nothing that costs.
   */
  async earlier(plan: PlanOnDisk): Promise<{ record: LaunchRecord; outcome: LookOutcome } | undefined> {
    await removeOldLaunches(this.#storage, lineMapFiles(this.options.folder), Date.now());
    const records = await this.#storage.all();
    for (const record of records.filter((one) => !isSettled(one) && this.#isSame(one, plan)).toReversed()) {
      const outcome = await this.#launches.look(record.id);
      if (outcome.kind !== 'unsent')
        return { record: (await this.#storage.get(record.id)) ?? record, outcome };
      await this.#launches.giveUp(record.id);
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
    if (replaces !== undefined) await this.#launches.giveUp(replaces);
    const { training, validation } = plan;
    const files = { dataset: training.file, ...(validation ? { validation: validation.file } : {}) };
    const outcome = await this.#launches.start(record, files, onProgress, signal);
    return { ...outcome, record: (await this.#storage.get(record.id)) ?? record };
  }

  #isSame({ place, spec, data }: LaunchRecord, plan: PlanOnDisk): boolean {
    return (
      place === this.options.place &&
      JSON.stringify(spec) === JSON.stringify(plan.spec) &&
      data.source === plan.training.source &&
      data.sha256 === plan.training.survey?.sha256
    );
  }

  #newRecord(
    { spec, training, validation }: PlanOnDisk,
    estimate: LaunchEstimate,
    replaces: string | undefined,
  ): LaunchRecord {
    const { place, account } = this.options;
    const validationSha256 = validation?.survey?.sha256;
    return {
      id: newLaunchId(),
      ...{ place, account, spec, estimate },
      data: {
        source: training.source,
        ...(validation ? { validationSource: validation.source } : {}),
        name: training.name,
        examples: training.survey?.examples,
        sha256: training.survey?.sha256,
        ...(validationSha256 === undefined ? {} : { validationSha256 }),
      },
      confirmedAt: Date.now(),
      stage: { kind: 'confirmed' },
      ...(replaces === undefined ? {} : { replaces }),
    };
  }
}
