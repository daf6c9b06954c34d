import type { Subscription } from '../../../base/events';
import { isCancellation } from '../../../base/userError';
import { hasEnded, type TuningJob } from '../../../tuning/contract/job';
import type { MetricSeries } from '../../../tuning/contract/metrics';
import type { TuningService } from '../../../tuning/contract/service';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';

export interface FollowedJobOptions {
  readonly watcher: Pick<JobWatcher, 'jobs' | 'look' | 'onDidChange'>;
  /** Called when any of the members has changed. */
  changed(): void;
}

/**
 * A job with its curves, for a page. What the watcher knows of it is the truth; only when that has changed, the service
 * is asked for what a list leaves out and for the curves. While the page is not on screen nothing is asked.
 */
export class FollowedJob {
  /** Undefined until the service has told of any. */
  series: readonly MetricSeries[] | undefined;
  /** Why the latest question to the service has failed; undefined when it has not. */
  error: unknown;
  /** It was in the list. */
  #wasListed = false;
  #details: TuningJob | undefined;
  /** What was listed when the service was last asked; undefined when it must be asked anew. */
  #asked: { readonly listed: TuningJob | undefined } | undefined;
  #asking = false;
  #visible = false;
  #look: Subscription | undefined;
  readonly #abort = new AbortController();
  readonly #subscription: Subscription;

  constructor(
    readonly service: TuningService,
    readonly name: string,
    private readonly options: FollowedJobOptions,
  ) {
    this.#subscription = options.watcher.onDidChange((change) => {
      if (change.service !== service.id || !concerns(change, name)) return;
      this.#wasListed ||= this.#listed() !== undefined;
      options.changed();
      this.#follow();
    });
    this.#wasListed = this.#listed() !== undefined;
  }

  /** As it is known now; undefined until the service has told of it. */
  get job(): TuningJob | undefined {
    const listed = this.#listed();
    const details = this.#details;
    if (listed === undefined || details === undefined) return listed ?? details;
    if (hasEnded(details.state) && !hasEnded(listed.state)) return details; // the list is older
    return {
      ...listed,
      dataStats: listed.dataStats ?? details.dataStats,
      error: listed.error ?? details.error,
      experiment: listed.experiment ?? details.experiment,
    };
  }

  /** It was in the list of its service and is not any more. */
  get isGone(): boolean {
    const { status } = this.options.watcher.jobs(this.service.id);
    return this.#wasListed && status === 'ready' && this.#listed() === undefined;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#follow();
  }

  /** Whatever was asked before: other services may be spoken to now. */
  askAnew(): void {
    this.#asked = undefined;
    this.#wasListed = this.#listed() !== undefined;
    this.#follow();
  }

  dispose(): void {
    this.#abort.abort();
    this.#look?.dispose();
    this.#subscription.dispose();
  }

  #listed(): TuningJob | undefined {
    const { jobs } = this.options.watcher.jobs(this.service.id);
    return jobs.find(({ name }) => name === this.name);
  }

  #follow(): void {
    this.#lookOrNot();
    if (!this.#visible || this.#asking) return;
    const listed = this.#listed();
    if (this.#asked && (listed === undefined || listed === this.#asked.listed)) return;
    this.#asked = { listed };
    void this.#ask();
  }

  /** While a job runs and its page is on screen, the watcher asks often. */
  #lookOrNot(): void {
    const { job } = this;
    if (this.#visible && (job === undefined || !hasEnded(job.state)))
      this.#look ??= this.options.watcher.look();
    else {
      this.#look?.dispose();
      this.#look = undefined;
    }
  }

  async #ask(): Promise<void> {
    const { signal } = this.#abort;
    this.#asking = true;
    try {
      const details = await this.service.get({ name: this.name }, signal);
      this.#details = details;
      this.options.changed();
      this.series = await this.service.metrics(details, signal);
      this.error = undefined;
      this.options.changed();
    } catch (error) {
      if (isCancellation(error)) return;
      this.error = error;
      this.#asked = undefined; // asked again when there is news, or when the person wants it
      this.options.changed();
      return;
    } finally {
      this.#asking = false;
    }
    this.#follow();
  }
}

/** A change of the rows may be that the service can be reached again. */
function concerns({ jobs, rows }: { jobs: readonly string[]; rows: 'same' | 'changed' }, name: string) {
  return rows === 'changed' || jobs.includes(name);
}
