import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import { type Clock, wakefulTimeout } from '../../base/wakefulTimer';
import { hasEnded, type TuningJob } from '../contract/job';
import { type JobQuery, mergeJobs, type TuningService } from '../contract/service';
import { GoogleApiError } from '../google/errors/googleApiError';
import { changeOf, keepUnchanged, type ServiceChange, type ServiceJobs } from './serviceJobs';

export interface ServicePollerOptions {
  readonly clock: Clock;
  /** Milliseconds between two refreshes while all goes well. */
  pace(): number;
  /** Milliseconds between two while no job is known to run; undefined: not at all. */
  idlePace(): number | undefined;
  /** Whether to go on asking although no job is known to run. */
  isAwaited(): boolean;
  onChange(change: ServiceChange): void;
  /** All jobs have been listed. Must not reject. */
  onListed(jobs: readonly TuningJob[], signal: AbortSignal): Promise<void>;
}

const longestBackoff = 5 * 60_000;
/** A page of a list that takes longer has gone lost, for instance in a sleep of this machine. */
const longestSilence = 120_000;

/** Asks one service for its jobs while one runs: one list call at a time, less and less often while it fails. */
export class ServicePoller {
  #known: ServiceJobs = { status: 'unasked', jobs: [] };
  #failuresInARow = 0;
  /** What the service itself asked for with its last error, in milliseconds. */
  #retryAfter = 0;
  /** When the last refresh was over. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: () => void = () => {};
  #refreshing: Promise<void> | undefined;
  /** Jobs that were tracked while a refresh is under way. */
  #tracked: TuningJob[] = [];
  #abort = new AbortController();

  constructor(
    readonly service: TuningService,
    private readonly options: ServicePollerOptions,
  ) {}

  get known(): ServiceJobs {
    return this.#known;
  }

  /** Asks now; a refresh under way is joined, never doubled. */
  refresh(query: JobQuery = {}): Promise<void> {
    this.#cancelTimer();
    if (this.#refreshing !== undefined) return this.#refreshing;
    const refreshing = this.#refresh(query, this.#abort.signal).finally(() => {
      if (this.#refreshing !== refreshing) return; // forgotten by reset()
      this.#refreshing = undefined;
      this.#askedAt = this.options.clock.now();
      this.schedule();
    });
    this.#refreshing = refreshing;
    return refreshing;
  }

  /** Somebody begins to look: asks now unless what is known is as young as it would be anyway. */
  show(): void {
    const age = this.options.clock.now() - this.#askedAt;
    if (age >= this.options.pace() || age < 0) void this.refresh();
    else this.schedule({ isLookedAt: true });
  }

  track(job: TuningJob): void {
    if (this.#refreshing) this.#tracked.push(job); // the list under way may be older
    const status = this.#known.status === 'loading' ? 'loading' : 'ready';
    this.#set({ status, jobs: mergeJobs(this.#known.jobs, [job]) });
    this.schedule();
  }

  reset(): void {
    this.dispose();
    this.#abort = new AbortController();
    this.#refreshing = undefined;
    this.#failuresInARow = 0;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#set({ status: 'unasked', jobs: [] });
  }

  dispose(): void {
    this.#abort.abort();
    this.#cancelTimer();
  }

  /**
   * Called also when the pace has changed: the next refresh is due that long after the last one.
   * @param isLookedAt somebody has just begun to look, who doesn't wait for the pace of what never changes
   */
  schedule({ isLookedAt = false } = {}): void {
    this.#cancelTimer();
    if (this.#refreshing !== undefined || this.#abort.signal.aborted) return;
    const runs = this.#known.jobs.some((job) => !hasEnded(job.state));
    const isBusy = runs || this.options.isAwaited();
    const idlePace = this.#known.status === 'unasked' ? undefined : this.options.idlePace();
    if (!isBusy && idlePace === undefined) return;
    const { clock } = this.options;
    const pace = isBusy || isLookedAt ? this.#delay() : Math.max(idlePace ?? 0, this.#delay());
    const delay = Math.max(pace, this.#retryAfter);
    const wait = Math.min(delay, Math.max(0, this.#askedAt + delay - clock.now())); // the clock may have been set back
    this.#cancelTimer = wakefulTimeout(clock, (woke) => this.#wake(woke), wait);
  }

  /** Jitter only adds, so that a pace is never exceeded. */
  #delay(): number {
    const jitter = 1 + this.options.clock.random() / 5;
    return Math.min(longestBackoff, this.options.pace() * 2 ** this.#failuresInARow * jitter);
  }

  #wake(woke: boolean): void {
    if (woke) this.#failuresInARow = 0; // the network is another now
    void this.refresh({ isPoll: true });
  }

  async #refresh(query: JobQuery, signal: AbortSignal): Promise<void> {
    this.#tracked = [];
    if (this.#known.status === 'unasked') this.#set({ status: 'loading', jobs: [] });
    try {
      const listed = await this.#list(query, signal);
      if (signal.aborted) return;
      this.#set({ status: 'ready', jobs: mergeJobs(listed, this.#tracked) });
      this.#failuresInARow = 0;
      this.#retryAfter = 0;
      await this.options.onListed(listed, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#failuresInARow++;
      const seconds = error instanceof GoogleApiError ? error.google.retryAfterSeconds : undefined;
      this.#retryAfter = Math.min(longestBackoff, (seconds ?? 0) * 1000);
      this.#set({ status: 'failed', jobs: this.#known.jobs, error });
    }
  }

  async #list(query: JobQuery, signal: AbortSignal): Promise<readonly TuningJob[]> {
    const { clock } = this.options;
    const silence = new AbortController();
    const listen = () =>
      wakefulTimeout(clock, () => silence.abort(silent(this.service.label)), longestSilence);
    let stopListening = listen();
    try {
      let listed: readonly TuningJob[] = [];
      const either = AbortSignal.any([signal, silence.signal]);
      for await (const page of untilAborted(this.service.list(query, either), either)) {
        stopListening();
        listed = mergeJobs(listed, page);
        // The first time each page is shown as it arrives; later, rows change only when all pages have told.
        if (this.#known.status === 'loading')
          this.#set({ status: 'loading', jobs: mergeJobs(this.#known.jobs, page) });
        stopListening = listen();
      }
      return listed;
    } finally {
      stopListening();
    }
  }

  #set(after: ServiceJobs): void {
    const before = this.#known;
    this.#known = { ...after, jobs: keepUnchanged(before.jobs, after.jobs) };
    const change = changeOf(this.service.id, before, this.#known);
    if (change) this.options.onChange(change);
  }
}

/** Ends also when what is waited for takes no notice of the signal, such as a token that is fetched. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  aborted.catch(() => {}); // the list is over by then
  signal.addEventListener('abort', stop, { once: true });
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', stop); // the window's signal would keep it for each round
  }
}

function silent(label: string): UserError {
  return new UserError(
    l10n.t('No response from {0}. Tunewright will retry automatically.', label),
    'NO_ANSWER',
  );
}
