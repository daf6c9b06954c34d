import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { Emitter } from '../../base/events';
import { type RecordStorage, recordFiles } from '../../base/files/records';
import type { ServiceId } from '../contract/service';
import { seenState } from './seenStates';

const texts = v.optional(v.array(v.string()), []);

/** What a newer version has added is kept. */
const jobRecord = v.looseObject({
  /** The same for all windows. */
  id: v.string(),
  /** Within it a job's name is unique: Google, or one sandbox. */
  realm: v.string(),
  /** The part of the realm that lists showed it in, such as a project and region. */
  place: v.string(),
  service: v.custom<ServiceId>((value) => typeof value === 'string'),
  name: v.string(),
  /** `running`: its end is waited for. `told`: the user was told of it. Absent: neither. */
  stage: v.optional(v.picklist(['running', 'told'])),
  /** When it came to this stage, in milliseconds since 1970. */
  since: v.number(),
  seen: v.optional(v.array(seenState), []),
  /** Resource names of its models and endpoints that were deleted from here: Vertex AI goes on to name them for ever. */
  deleted: texts,
  /** Ids of rows that the service dropped and of which the user doesn't want to hear, or all of them. */
  dismissed: v.optional(v.union([v.literal('all'), v.array(v.string())]), []),
  /** Whether the user was told that its launch has made other jobs, too. */
  isTwinTold: v.optional(v.boolean(), false),
  /** Whether a window has run the user's task for its end. */
  isTaskRun: v.optional(v.boolean(), false),
});

/** What this machine remembers of a job, over restarts and in all windows. */
export type JobRecord = Readonly<v.InferOutput<typeof jobRecord>>;

export type JobName = { readonly service: ServiceId; readonly name: string };

export interface JobMemoryOptions {
  readonly storage: RecordStorage<JobRecord>;
  now(): number;
  /** Undefined while not connected. Asks nobody. */
  realm(): string | undefined;
  /** Where lists show jobs at present. May have to ask who is signed in. */
  place(): Promise<string>;
  /** What has gone wrong with the storage, for the log. */
  onError(error: unknown): void;
}

/** A record that no other window, and nobody else in this one, can change until it's let go of. */
export interface HeldRecord {
  /** As it is on disk, or as it begins. */
  readonly record: JobRecord;
  put(record: JobRecord): Promise<void>;
  release(): Promise<void>;
}

/** Records are kept for so many milliseconds: no list is that old, and no job runs that long. */
const keptFor = 60 * 24 * 3_600_000;
/** So many are kept longer, since the service shows their jobs for ever. The oldest go first. */
const mostForGood = 1000;
/** Another window holds a record for a moment only: so often it's tried again, after so many milliseconds. */
const attempts = 40;
const pause = 50;

/** The one memory of jobs: a record for each, shared by all windows. What was read or written last can be asked at once. */
export class JobMemory {
  readonly #changed = new Emitter<JobName | undefined>();
  readonly #deletion = new Emitter<{ readonly isOwn: boolean }>();
  /** A record was written here; undefined: all were read again. */
  readonly onDidChange = this.#changed.event;
  /** Models were deleted, in this window or in another one. */
  readonly onDidDelete = this.#deletion.event;
  /** By id. */
  #records = new Map<string, JobRecord>();
  /** By id: what could not be written, and this window knows all the same. */
  readonly #unwritten = new Map<string, JobRecord>();
  #deleted: ReadonlySet<string> = new Set();
  /** By id: the last one of this window that has a record, or waits for it. */
  readonly #turns = new Map<string, Promise<void>>();
  /** What the log was told of last, by whose record it is: each list comes upon the same failures again. */
  readonly #failures = new Map<string, string>();
  #lastRealm: string | undefined;

  constructor(private readonly options: JobMemoryOptions) {}

  /** Where jobs are asked for at present; undefined while not connected. */
  get realm(): string | undefined {
    return this.options.realm();
  }

  get now(): number {
    return this.options.now();
  }

  place(): Promise<string> {
    return this.options.place();
  }

  /** Tells the log what has gone wrong with the storage: of a job, or of all, only when it is something else than before. */
  failed(error: unknown, job?: JobName): void {
    const key = failureKey(job);
    if (this.#failures.get(key) === String(error)) return;
    this.#failures.set(key, String(error));
    this.options.onError(error);
  }

  /** Reads what all windows have written, and takes away what is of no use any more. */
  async load(): Promise<readonly JobRecord[]> {
    const before = new Map(this.#records);
    const all = await this.options.storage.all();
    this.#failures.delete(failureKey());
    const old = all.filter((record) => !this.#isNew(record)).sort((a, b) => b.since - a.since);
    const forGood = new Set(old.filter(isForGood).slice(0, mostForGood));
    const kept = all.filter((record) => this.#isNew(record) || forGood.has(record));
    await Promise.all(old.filter((record) => !forGood.has(record)).map((record) => this.#remove(record)));
    // What was written here meanwhile is newer than what was read.
    const newer = [...this.#records.values()].filter((record) => before.get(record.id) !== record);
    const known = [...kept, ...newer, ...this.#unwritten.values()];
    this.#records = new Map(known.map((record) => [record.id, record]));
    this.#show(undefined);
    return [...this.#records.values()];
  }

  /** What is known of a job; undefined when that is nothing. */
  of(job: JobName): JobRecord | undefined {
    const realm = this.#shownRealm();
    return realm === undefined ? undefined : this.#records.get(idOf(realm, job));
  }

  /** Whether a model or endpoint was deleted from here. */
  isDeleted({ name }: { readonly name: string }): boolean {
    return this.#deleted.has(name);
  }

  /** Has a record for itself. Undefined: another window has it, or nobody is connected. */
  async take(job: JobName): Promise<HeldRecord | undefined> {
    const { realm } = this;
    return realm === undefined ? undefined : this.#take(this.#begun(realm, job));
  }

  /** Changes what is remembered of a job. What can't be written is remembered by this window, and told to the log. */
  async change(job: JobName, how: (record: JobRecord) => JobRecord): Promise<void> {
    const realm = this.#shownRealm();
    if (realm === undefined) return;
    const begun = this.#begun(realm, job);
    try {
      const held = await this.#takeSoon(begun);
      try {
        const changed = how(held.record);
        if (changed !== held.record) await held.put(changed);
      } finally {
        await held.release().catch((error: unknown) => this.failed(error, job));
      }
    } catch (error) {
      this.failed(error, job);
      const changed = how(this.#records.get(begun.id) ?? begun);
      this.#unwritten.set(begun.id, changed);
      this.#showOne(changed);
    }
  }

  /** What is shown without a connection is still of the last one. */
  #shownRealm(): string | undefined {
    this.#lastRealm = this.realm ?? this.#lastRealm;
    return this.#lastRealm;
  }

  async #take(begun: JobRecord): Promise<HeldRecord | undefined> {
    const { storage } = this.options;
    const { id } = begun;
    const pass = await this.#turn(id);
    try {
      const unlock = await storage.lock(id);
      if (unlock === undefined) {
        pass();
        return undefined;
      }
      const release = () => unlock().finally(pass);
      const read = await storage.get(id).catch(async (error: unknown) => {
        await unlock(); // one that can't be read now may be there, and isn't replaced
        throw error;
      });
      const put = async (changed: JobRecord) => {
        await storage.put(changed);
        this.#failures.delete(failureKey(changed));
        this.#unwritten.delete(id);
        this.#showOne(changed);
      };
      return { record: this.#unwritten.get(id) ?? read ?? begun, put, release };
    } catch (error) {
      pass();
      throw error;
    }
  }

  /** @throws Error when another window doesn't let go of it */
  async #takeSoon(begun: JobRecord): Promise<HeldRecord> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const held = await this.#take(begun);
      if (held) return held;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Error(`Another window holds the record of ${begun.name}.`);
  }

  #isNew({ since }: JobRecord): boolean {
    return this.now - since <= keptFor;
  }

  /** Unless another window has it, or has changed it since it was read. */
  async #remove({ id }: JobRecord): Promise<void> {
    const { storage } = this.options;
    const unlock = await storage.lock(id);
    if (unlock === undefined) return;
    try {
      const read = await storage.get(id);
      if (read && !this.#isNew(read) && !isForGood(read)) await storage.remove(id);
    } finally {
      await unlock();
    }
  }

  #begun(realm: string, { service, name }: JobName): JobRecord {
    const id = idOf(realm, { service, name });
    const nothing = { seen: [], deleted: [], dismissed: [], isTwinTold: false, isTaskRun: false };
    return { id, realm, place: '', service, name, since: this.now, ...nothing };
  }

  /** Resolves when nobody else of this window has the record. @returns lets the next one have it */
  async #turn(id: string): Promise<() => void> {
    const before = this.#turns.get(id);
    let pass = () => {};
    const own = new Promise<void>((resolve) => {
      pass = () => {
        if (this.#turns.get(id) === own) this.#turns.delete(id);
        resolve();
      };
    });
    this.#turns.set(id, own);
    await before;
    return pass;
  }

  #showOne(record: JobRecord): void {
    this.#records.set(record.id, record);
    this.#show(record);
  }

  #show(changed: JobName | undefined): void {
    const before = this.#deleted;
    this.#deleted = new Set([...this.#records.values()].flatMap(({ deleted }) => deleted));
    this.#changed.fire(changed);
    const isSame = before.size === this.#deleted.size && [...before].every((name) => this.#deleted.has(name));
    if (!isSame) this.#deletion.fire({ isOwn: changed !== undefined });
  }
}

/** What a person decided, or was told, of a job that the service goes on to list. */
function isForGood({ deleted, dismissed, isTwinTold }: JobRecord): boolean {
  return deleted.length > 0 || dismissed.length > 0 || isTwinTold;
}

/** Records as files of one folder, shared by all windows. */
export function jobFiles(folder: string): RecordStorage<JobRecord> {
  return recordFiles<JobRecord>(folder, '.job.json', jobRecord);
}

function failureKey(job?: JobName): string {
  return job ? `${job.service} ${job.name}` : '';
}

function idOf(realm: string, { service, name }: JobName): string {
  return createHash('sha256').update(`${realm}\n${service}\n${name}`).digest('hex').slice(0, 32);
}
