import { Emitter, type Subscription } from '../../base/events';
import type { Clock } from '../../base/wakefulTimer';
import type { BatchJob } from '../contract/batch';
import { hasEnded, type TuningJob } from '../contract/job';
import type { ServiceId, TuningService } from '../contract/service';
import { BatchWatch } from './batchWatch';
import { JobEndings } from './jobEndings';
import type { JobMemory } from './jobMemory';
import type { ServiceChange, ServiceJobs } from './serviceJobs';
import { ServicePoller } from './servicePoller';

export interface JobWatcherOptions {
  readonly clock: Clock;
  /** Milliseconds between two refreshes while a job runs and somebody looks. */
  interval(): number;
  /** What is remembered over restarts. */
  readonly memory: JobMemory;
}

/** While nobody looks, running jobs are asked for once a minute. */
const hiddenInterval = 60_000;

/** Jobs of elsewhere come so many times as slowly while nothing runs: with 5 s between refreshes, within 15 minutes. */
const idleFactor = 180;

/** The only poller: one list call per service and refresh, hardly any while nothing runs. Emits changes. */
export class JobWatcher {
  readonly #changed = new Emitter<ServiceChange>();
  readonly #ended = new Emitter<readonly TuningJob[]>();
  /** Something is known that was not before; a refresh without news is silent. */
  readonly onDidChange = this.#changed.event;
  /** Jobs that were seen running have ended, all that one list told of. Fired once for each job, in one of all windows. */
  readonly onDidEnd = this.#ended.event;
  readonly #seenEnd = new Emitter<readonly TuningJob[]>();
  /** The same in every window that has waited for them. */
  readonly onDidSeeEnd = this.#seenEnd.event;
  readonly #tracked = new Emitter<void>();
  /** This window has launched or changed a job. */
  readonly onDidTrack = this.#tracked.event;

  readonly #endings: JobEndings;
  readonly #pollers: readonly ServicePoller[];
  readonly #batches: BatchWatch;
  readonly #looks = new Set<object>();
  #focused = true;

  constructor(
    readonly services: readonly TuningService[],
    private readonly options: JobWatcherOptions,
  ) {
    // Whoever waits for a batch looks at its results, which are no view of jobs.
    const pace = () => (this.#focused ? options.interval() : Math.max(hiddenInterval, options.interval()));
    this.#batches = new BatchWatch({ services, clock: options.clock, pace });
    this.#endings = new JobEndings(
      options.memory,
      (jobs) => this.#ended.fire(jobs),
      (jobs) => this.#seenEnd.fire(jobs),
    );
    this.#pollers = services.map(
      (service) =>
        new ServicePoller(service, {
          clock: options.clock,
          pace: () => this.#pace(),
          idlePace: () => this.#idlePace(),
          isAwaited: () => this.#endings.isAwaited(service.id),
          onChange: (change) => {
            if (change.rows === 'changed') this.#reschedule(); // the last job may have ended
            this.#changed.fire(change);
          },
          onListed: (jobs, signal) => this.#endings.listed(service, jobs, signal),
        }),
    );
  }

  jobs(service: ServiceId): ServiceJobs {
    return this.#poller(service)?.known ?? { status: 'unasked', jobs: [] };
  }

  allJobs(): readonly TuningJob[] {
    return this.#pollers.flatMap(({ known }) => known.jobs);
  }

  /**
   * Somebody sees jobs from now on, in a view or on a page, until the subscription is disposed of: running ones are
   * asked for often. The first one that looks has the services asked.
   */
  look(): Subscription {
    const look = {};
    this.#looks.add(look);
    if (this.#looks.size === 1) this.#show();
    return {
      dispose: () => {
        if (this.#looks.delete(look) && this.#looks.size === 0) this.#reschedule();
      },
    };
  }

  /** Whether the window has the focus: in another window nobody looks. */
  setFocused(focused: boolean): void {
    if (this.#focused === focused) return;
    this.#focused = focused;
    this.#batches.schedule();
    if (this.#isSeen())
      this.#show(); // jobs may have been launched elsewhere
    else this.#reschedule();
  }

  /** Asks all services now; a refresh under way is joined, never doubled. */
  async refresh(): Promise<void> {
    await Promise.all(this.#pollers.map((poller) => poller.refresh()));
  }

  /** At the start of a window: asks those services where a job ran when it was last heard of, often none. */
  async resume(): Promise<void> {
    const services = await this.#endings.load();
    const asked = this.#pollers.filter(({ service }) => services.has(service.id));
    await Promise.all(asked.map((poller) => poller.refresh({ isPoll: true })));
  }

  /** Shows a job that was just launched or changed, before the next refresh tells of it. */
  track(job: TuningJob): void {
    void this.#endings.started(job);
    this.#poller(job.service)?.track(job);
    this.#tracked.fire();
  }

  /** Follows a batch until it ends, by its name: batches add no list calls. */
  trackBatch(job: BatchJob): void {
    this.#batches.track(job);
  }

  get onDidChangeBatch() {
    return this.#batches.onDidChange;
  }

  /** Forgets everything: another account or place is asked from now on. */
  reset(): void {
    this.#endings.reset();
    this.#batches.reset();
    for (const poller of this.#pollers) poller.reset();
    if (this.#looks.size > 0) this.#show();
  }

  dispose(): void {
    for (const poller of this.#pollers) poller.dispose();
    this.#batches.dispose();
    this.#changed.dispose();
    this.#ended.dispose();
    this.#seenEnd.dispose();
    this.#tracked.dispose();
  }

  #poller(service: ServiceId): ServicePoller | undefined {
    return this.#pollers.find((poller) => poller.service.id === service);
  }

  #show(): void {
    for (const poller of this.#pollers) poller.show();
  }

  #reschedule(): void {
    for (const poller of this.#pollers) poller.schedule();
  }

  #isSeen(): boolean {
    return this.#looks.size > 0 && this.#focused;
  }

  /** While a job runs anywhere, there is something to wait for, and no service is asked besides. */
  #idlePace(): number | undefined {
    const isBusy = this.allJobs().some(({ state }) => !hasEnded(state));
    return this.#isSeen() && !isBusy ? idleFactor * this.options.interval() : undefined;
  }

  #pace(): number {
    const often = this.options.interval();
    return this.#isSeen() ? often : Math.max(hiddenInterval, often);
  }
}
