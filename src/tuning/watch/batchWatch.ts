import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import { Emitter } from '../../base/events';
import { type Clock, wakefulTimeout } from '../../base/wakefulTimer';
import type { BatchJob } from '../contract/batch';
import { hasEnded } from '../contract/job';
import type { TuningService } from '../contract/service';
import { GoogleApiError } from '../google/errors/googleApiError';

export interface BatchWatchOptions {
  readonly services: readonly TuningService[];
  readonly clock: Clock;
  /** Milliseconds between two looks while all goes well. */
  pace(): number;
}

const longestBackoff = 5 * 60_000;

/** Asks for those batches that run and were told of here, each by its name: none runs, nothing is asked. */
export class BatchWatch {
  readonly #changed = new Emitter<BatchJob>();
  /** A batch is another than it was; told also of the last change, by which it ends. */
  readonly onDidChange = this.#changed.event;
  #running = new Map<string, BatchJob>();
  #failuresInARow = 0;
  #cancelTimer: () => void = () => {};
  #abort = new AbortController();

  constructor(private readonly options: BatchWatchOptions) {}

  /** Follows a batch until it ends. One that has ended is told of at once. */
  track(job: BatchJob): void {
    this.#tell(job);
    this.schedule();
  }

  /** Forgets all: another account or place is asked from now on. */
  reset(): void {
    this.dispose();
    this.#abort = new AbortController();
    this.#failuresInARow = 0;
    this.#running = new Map();
  }

  dispose(): void {
    this.#abort.abort();
    this.#cancelTimer();
  }

  /** Called also when the pace has changed. */
  schedule(): void {
    this.#cancelTimer();
    if (this.#running.size === 0 || this.#abort.signal.aborted) return;
    const { clock, pace } = this.options;
    const jitter = 1 + clock.random() / 5;
    const wait = Math.min(longestBackoff, pace() * 2 ** this.#failuresInARow * jitter);
    this.#cancelTimer = wakefulTimeout(clock, () => void this.#ask(this.#abort.signal), wait);
  }

  async #ask(signal: AbortSignal): Promise<void> {
    let failed = false;
    for (const job of [...this.#running.values()]) {
      try {
        const now = await this.options.services.find(({ id }) => id === job.service)?.batch?.get(job, signal);
        if (signal.aborted) return;
        if (now) this.#tell(now);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof GoogleApiError && error.google.code === 404)
          this.#tell({ ...job, state: 'UNKNOWN', error: l10n.t('The service no longer lists this batch.') });
        else failed = true;
      }
    }
    this.#failuresInARow = failed ? this.#failuresInARow + 1 : 0;
    this.schedule();
  }

  #tell(job: BatchJob): void {
    const before = this.#running.get(job.name);
    if (hasEnded(job.state)) this.#running.delete(job.name);
    else this.#running.set(job.name, job);
    if (!isDeepStrictEqual(before, job)) this.#changed.fire(job);
  }
}
