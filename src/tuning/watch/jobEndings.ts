import { createHash } from 'node:crypto';
import { type RecordStorage, recordFiles } from '../../base/files/records';
import { hasEnded, type TuningJob } from '../contract/job';
import type { ServiceId, TuningService } from '../contract/service';
import { GoogleApiError } from '../google/errors/googleApiError';

/** A job that Tunewright has seen running, and whether the user was told of its end. */
export interface JobRecord {
  /** The same for all windows. */
  readonly id: string;
  /** Within it a job's name is unique: Google, or one sandbox. */
  readonly realm: string;
  /** The part of the realm that lists showed it in, such as a project and region. */
  readonly place: string;
  readonly service: ServiceId;
  readonly name: string;
  readonly stage: 'running' | 'told';
  /** When it came to this stage, in milliseconds since 1970. */
  readonly since: number;
}

export interface JobEndingsOptions {
  readonly storage: RecordStorage<JobRecord>;
  now(): number;
  /** Undefined while not connected. Asks nobody. */
  realm(): string | undefined;
  /** Where lists show jobs at present. May have to ask who is signed in. */
  place(): Promise<string>;
  /** What has gone wrong with the storage, for the log. */
  onError(error: unknown): void;
}

/** A list may lag behind the creation of a job for this long. */
const listLag = 10 * 60_000;
/** Records are kept for this long: no list is that old, and no job runs that long. */
const keptFor = 60 * 24 * 3_600_000;

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
    private readonly options: JobEndingsOptions,
    private readonly tell: (jobs: readonly TuningJob[]) => void,
  ) {}

  /** Reads what earlier windows left. Returns the services that must be asked: none when no job is known to run. */
  async load(): Promise<ReadonlySet<ServiceId>> {
    const { storage, now } = this.options;
    const realm = this.options.realm();
    if (realm === undefined) return new Set();
    const awaited = this.#awaited;
    const records = await storage.all();
    await Promise.all(
      records.filter((one) => now() - one.since > keptFor).map(({ id }) => storage.remove(id)),
    );
    const running = records.filter((one) => one.stage === 'running' && one.realm === realm);
    if (running.length === 0) return new Set();
    const place = await this.options.place();
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
    const awaited = { service, name, since: this.options.now(), isKept: false, isLost: false };
    this.#awaited.set(key, awaited);
    return awaited;
  }

  /** Without a record the job is told of only if this window is there when it ends. */
  async #keep(one: Awaited): Promise<void> {
    one.isLost = false;
    const realm = this.options.realm();
    if (one.isKept || realm === undefined) return;
    const { service, name, since } = one;
    const { storage } = this.options;
    try {
      const id = idOf(realm, service, name);
      const place = await this.options.place();
      const unlock = await storage.lock(id);
      if (unlock === undefined) return; // another window is at it; the next list comes back to it
      try {
        const record: JobRecord = { id, realm, place, service, name, stage: 'running', since };
        if ((await storage.get(id)) === undefined) await storage.put(record);
        one.isKept = true;
      } finally {
        await unlock();
      }
    } catch (error) {
      this.options.onError(error);
    }
  }

  /** A job that is in no list: too new for it, deleted, or hidden from this user. */
  async #lookUp(one: Awaited, service: TuningService, signal: AbortSignal): Promise<TuningJob | undefined> {
    if (one.isLost || this.options.now() - one.since < listLag) return undefined;
    try {
      return await service.get(one, AbortSignal.any([signal, AbortSignal.timeout(60_000)]));
    } catch (error) {
      one.isLost = true;
      if (error instanceof GoogleApiError && error.google.code === 404) await this.#forget(one);
      return undefined;
    }
  }

  async #forget({ service, name }: Awaited): Promise<void> {
    this.#awaited.delete(keyOf(service, name));
    const realm = this.options.realm();
    if (realm === undefined) return;
    await this.options.storage.remove(idOf(realm, service, name)).catch(this.options.onError);
  }

  async #end(jobs: readonly TuningJob[], signal: AbortSignal): Promise<void> {
    const claims = await Promise.all(jobs.map((job) => this.#claim(job)));
    const mine = claims.filter((claim) => claim.kind === 'mine');
    if (signal.aborted) {
      // The window is being closed, or asks elsewhere: nobody would hear of it. The next one tells.
      await Promise.all(mine.map((claim) => claim.release().catch(this.options.onError)));
      return;
    }
    for (const { kind, job } of claims)
      if (kind !== 'busy') this.#awaited.delete(keyOf(job.service, job.name));
    try {
      if (mine.length > 0) this.tell(mine.map(({ job }) => job));
    } finally {
      await Promise.all(mine.map((claim) => claim.writeDown().catch(this.options.onError)));
    }
  }

  async #claim(job: TuningJob): Promise<Claim> {
    const { storage, now, onError } = this.options;
    const { service, name } = job;
    const realm = this.options.realm();
    const unkept: Claim = { kind: 'mine', job, writeDown: async () => {}, release: async () => {} };
    if (realm === undefined) return unkept;
    const id = idOf(realm, service, name);
    try {
      const release = await storage.lock(id);
      if (release === undefined) return { kind: 'busy', job };
      const known = await storage.get(id).catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      if (known?.stage === 'told') {
        await release();
        return { kind: 'told', job };
      }
      const writeDown = async () => {
        const unkept = { id, realm, place: '', service, name };
        await storage.put({ ...unkept, ...known, stage: 'told', since: now() }).finally(release);
      };
      return { kind: 'mine', job, writeDown, release };
    } catch (error) {
      onError(error);
      return unkept; // told twice is better than never
    }
  }
}

/** Records as files of one folder, shared by all windows. */
export function jobFiles(folder: string): RecordStorage<JobRecord> {
  return recordFiles(folder, '.job.json', readJob);
}

function readJob(value: Readonly<Record<string, unknown>>): JobRecord | undefined {
  const { id, realm, place, service, name, stage, since } = value;
  const isWhole = [id, realm, place, service, name].every((one) => typeof one === 'string');
  if (!isWhole || typeof since !== 'number' || (stage !== 'running' && stage !== 'told')) return undefined;
  return value as unknown as JobRecord;
}

function keyOf(service: ServiceId, name: string): string {
  return `${service} ${name}`;
}

function idOf(realm: string, service: ServiceId, name: string): string {
  return createHash('sha256').update(`${realm}\n${service}\n${name}`).digest('hex').slice(0, 32);
}
