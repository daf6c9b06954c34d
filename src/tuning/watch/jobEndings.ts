import { hasEnded, type TuningJob } from '../contract/job';
import type { ServiceId, TuningService } from '../contract/service';
import { GoogleApiError } from '../google/errors/googleApiError';
import type { JobMemory, JobRecord } from './jobMemory';

/** A list may lag behind the creation of a job for this long. */
const listLag = 10 * 60_000;

type Awaited = {
  readonly service: ServiceId;
  readonly name: string;
  readonly since: number;
  /** Whether there is a record of it on disk. */
  isKept: boolean;
  /** Neither list nor service can tell of it: it is not asked for again in this window. */
  isLost: boolean;
};

/** `told`: another window has told. `busy`: another one is about to. */
type Claim =
  | { readonly kind: 'mine'; readonly job: TuningJob; writeDown(): Promise<void>; release(): Promise<void> }
  | { readonly kind: 'told' | 'busy'; readonly job: TuningJob };

/**
 * Knows which jobs ran, over restarts and together with all other windows, so that the end of each is told once. It is
 * told first and written down then: a window that crashes in the moment between makes it be told again, never missed.
 */
export class JobEndings {
  /** By service and name. */
  #awaited = new Map<string, Awaited>();

  constructor(
    private readonly memory: JobMemory,
    private readonly tell: (jobs: readonly TuningJob[]) => void,
    /** In each window that has waited for the jobs, after one of them has told. */
    private readonly seen: (jobs: readonly TuningJob[]) => void = () => {},
  ) {}

  /** Reads what earlier windows left. Returns the services that must be asked: none when no job is known to run. */
  async load(): Promise<ReadonlySet<ServiceId>> {
    const { realm } = this.memory;
    const awaited = this.#awaited;
    const records = await this.memory.load();
    const running = records.filter((one) => one.stage === 'running' && one.realm === realm);
    if (running.length === 0) return new Set();
    const place = await this.memory.place();
    const here = running.filter((one) => one.place === place);
    if (awaited !== this.#awaited) return new Set(); // reset meanwhile
    for (const { service, name, since } of here) {
      const key = keyOf(service, name);
      if (!awaited.has(key)) awaited.set(key, { service, name, since, isKept: true, isLost: false });
    }
    return new Set(here.map(({ service }) => service));
  }

  isAwaited(service: ServiceId): boolean {
    return [...this.#awaited.values()].some((one) => one.service === service && !one.isLost);
  }

  /** A job was launched. */
  async started(job: TuningJob): Promise<void> {
    if (!hasEnded(job.state)) await this.#keep(this.#await(job));
  }

  /** All jobs of a service: keeps those that run, and tells of those that ran before and have ended. */
  async listed(service: TuningService, jobs: readonly TuningJob[], signal: AbortSignal): Promise<void> {
    await Promise.all(
      jobs.filter(({ state }) => !hasEnded(state)).map((job) => this.#keep(this.#await(job))),
    );
    const listed = new Map(jobs.map((job) => [job.name, job]));
    const ended: TuningJob[] = [];
    for (const one of [...this.#awaited.values()].filter(({ service: id }) => id === service.id)) {
      const job = listed.get(one.name) ?? (await this.#lookUp(one, service, signal));
      if (job?.state === 'UNKNOWN') one.isLost = true;
      else if (job && hasEnded(job.state)) ended.push(job);
    }
    if (ended.length > 0) await this.#end(ended, signal);
  }

  /** Another account or place is asked from now on; what is on disk stays. */
  reset(): void {
    this.#awaited = new Map();
  }

  #await({ service, name }: TuningJob): Awaited {
    const key = keyOf(service, name);
    const known = this.#awaited.get(key);
    if (known) return known;
    const awaited = { service, name, since: this.memory.now, isKept: false, isLost: false };
    this.#awaited.set(key, awaited);
    return awaited;
  }

  /** Without a record the job is told of only if this window is there when it ends. */
  async #keep(one: Awaited): Promise<void> {
    one.isLost = false;
    const { realm } = this.memory;
    if (one.isKept || realm === undefined) return;
    const { since } = one;
    try {
      const place = await this.memory.place();
      if (this.memory.realm !== realm) return; // the job is of another one
      const held = await this.memory.take(one);
      if (held === undefined) return; // another window is at it; the next list comes back to it
      try {
        const { record } = held;
        if (record.stage === undefined) await held.put({ ...record, place, stage: 'running', since });
        one.isKept = true;
      } finally {
        await held.release();
      }
    } catch (error) {
      this.memory.failed(error, one);
    }
  }

  /** A job that is in no list: too new for it, deleted, or hidden from this user. */
  async #lookUp(one: Awaited, service: TuningService, signal: AbortSignal): Promise<TuningJob | undefined> {
    if (one.isLost || this.memory.now - one.since < listLag) return undefined;
    try {
      return await service.get(one, AbortSignal.any([signal, AbortSignal.timeout(60_000)]));
    } catch (error) {
      one.isLost = true;
      if (error instanceof GoogleApiError && error.google.code === 404) await this.#forget(one);
      return undefined;
    }
  }

  async #forget(one: Awaited): Promise<void> {
    this.#awaited.delete(keyOf(one.service, one.name));
    await this.memory.change(one, (record) => ({ ...record, stage: undefined }));
  }

  async #end(jobs: readonly TuningJob[], signal: AbortSignal): Promise<void> {
    const claims = await Promise.all(jobs.map((job) => this.#claim(job)));
    const mine = claims.filter((claim) => claim.kind === 'mine');
    if (signal.aborted) {
      // The window is being closed, or asks elsewhere: nobody would hear of it. The next one tells.
      await Promise.all(
        mine.map(({ job, release }) => release().catch((error: unknown) => this.memory.failed(error, job))),
      );
      return;
    }
    const over = claims.filter(({ kind }) => kind !== 'busy').map(({ job }) => job);
    for (const job of over) this.#awaited.delete(keyOf(job.service, job.name));
    try {
      if (mine.length > 0) this.tell(mine.map(({ job }) => job));
    } finally {
      await Promise.all(
        mine.map(({ job, writeDown }) =>
          writeDown().catch((error: unknown) => this.memory.failed(error, job)),
        ),
      );
    }
    if (over.length > 0) this.seen(over);
  }

  async #claim(job: TuningJob): Promise<Claim> {
    const unkept: Claim = { kind: 'mine', job, writeDown: async () => {}, release: async () => {} };
    if (this.memory.realm === undefined) return unkept;
    try {
      const held = await this.memory.take(job);
      if (held === undefined) return { kind: 'busy', job };
      const { record, release } = held;
      if (record.stage === 'told') {
        await release().catch((error: unknown) => this.memory.failed(error, job));
        return { kind: 'told', job };
      }
      const told: JobRecord = { ...record, stage: 'told', since: this.memory.now };
      return { kind: 'mine', job, writeDown: () => held.put(told).finally(release), release };
    } catch (error) {
      this.memory.failed(error, job);
      return unkept; // told twice is better than never
    }
  }
}

function keyOf(service: ServiceId, name: string): string {
  return `${service} ${name}`;
}
