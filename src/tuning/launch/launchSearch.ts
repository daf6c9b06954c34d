import { assertNever } from '../../base/assertNever';
import { Emitter } from '../../base/events';
import type { LaunchClock, LookOutcome, PaidLaunch } from './launches';

export interface LaunchSearchOptions<Stored extends PaidLaunch, Job> {
  readonly launches: {
    open(): Promise<readonly Stored[]>;
    look(id: string): Promise<LookOutcome<Job>>;
  };
  readonly clock: LaunchClock;
  /** Tells the user: of a launch whose answer is lost, or that was not sent, once in each window. */
  tell(record: Stored, outcome: LookOutcome<Job>): void;
  onError(error: unknown): void;
}

/** Milliseconds between the first two looks for a job; each pause is twice as long as the one before. */
const firstPause = 15_000;
const longestPause = 30 * 60_000;

/**
 * Looks for the jobs of launches whose answers were lost, with growing pauses, as long as the window lives. Sends nothing
 * that costs.
 */
export class LaunchSearch<Stored extends PaidLaunch, Job> {
  /** Those that are looked for in this window, by id: what ends the pause. */
  readonly #running = new Map<string, AbortController>();
  readonly #told = new Set<string>();
  readonly #changed = new Emitter<void>();
  /** Something is known of a launch that was not known before. */
  readonly onDidChange = this.#changed.event;
  #isDisposed = false;

  constructor(private readonly options: LaunchSearchOptions<Stored, Job>) {}

  /** Goes on with all that is open here, also what other windows have left. Asks nobody when nothing is. */
  async resume(): Promise<void> {
    for (const record of await this.options.launches.open()) this.follow(record);
  }

  /** Looks for one launch at once, and begins the pauses anew. */
  follow(record: Stored): void {
    if (this.#isDisposed) return;
    this.#running.get(record.id)?.abort();
    const stop = new AbortController();
    this.#running.set(record.id, stop);
    void this.#search(record, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) this.options.onError(error);
      })
      .finally(() => {
        if (this.#running.get(record.id) === stop) this.#running.delete(record.id);
        this.#changed.fire();
      });
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const stop of this.#running.values()) stop.abort();
  }

  /** Ends when nothing is left to look for here. */
  async #search(record: Stored, signal: AbortSignal): Promise<void> {
    const { launches, clock } = this.options;
    for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 2)) {
      const outcome = await launches.look(record.id);
      switch (outcome.kind) {
        case 'settled':
        case 'elsewhere':
          return;
        case 'created':
          this.options.tell(record, outcome);
          return;
        case 'unsent':
          this.#tellOnce(record, outcome);
          return;
        case 'unclear':
          this.#tellOnce(record, outcome);
          break;
        case 'busy':
          break;
        default:
          assertNever(outcome);
      }
      this.#changed.fire();
      if (signal.aborted) return;
      await clock.sleep(pause, signal);
    }
  }

  #tellOnce(record: Stored, outcome: LookOutcome<Job>): void {
    if (this.#told.has(record.id)) return;
    this.#told.add(record.id);
    this.options.tell(record, outcome);
  }
}
