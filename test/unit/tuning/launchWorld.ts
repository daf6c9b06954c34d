import { setImmediate as turn } from 'node:timers/promises';
import type { AuthClient } from 'google-auth-library';
import type { Connection } from '../../../src/tuning/contract/connection';
import type { TuningJob } from '../../../src/tuning/contract/job';
import type { LaunchRecord } from '../../../src/tuning/contract/launchRecord';
import type { CloudStorage } from '../../../src/tuning/google/storage/cloudStorage';
import { type LaunchClock, Launches, type LookOutcome } from '../../../src/tuning/launch/launches';
import { launchFiles } from '../../../src/tuning/launch/launchFiles';
import { LaunchSearch } from '../../../src/tuning/launch/launchSearch';
import { geminiApi } from '../../../src/tuning/services/geminiApi/geminiApi';
import { vertexAi } from '../../../src/tuning/services/vertexAi/vertexAi';
import { LosesPower } from '../base/losesPower';

/** What a create request meets. `late`: it arrives after its sender has seen the connection end. */
export const createFaults = [
  'none',
  'requestLost',
  'answerLost',
  'late',
  'busyBefore',
  'busyAfter',
  'malformed',
  'proxy',
  'silent',
  'refused',
  'noConnection',
  'twice',
] as const;
export type CreateFault = (typeof createFaults)[number];

/** Errors that say for sure that a request had no effect. */
export const surelyNothing: ReadonlySet<CreateFault> = new Set(['refused', 'noConnection']);

interface MadeJob {
  readonly launchId: string;
  readonly name: string;
  readonly visibleAt: number;
}

/** Google, a disk and a user that outlast any window, in a time of their own. */
export class World {
  readonly disk = new LosesPower();
  /** Requests that would cost money, as they left. */
  readonly posts: string[] = [];
  readonly jobs: MadeJob[] = [];
  /** Ids that the user has confirmed. */
  readonly consents = new Set<string>();
  /** Names of jobs that the user was told of. */
  readonly told = new Set<string>();
  /** Ids of launches that the user was told to be unclear. */
  readonly unclear = new Set<string>();
  readonly unsent = new Set<string>();
  readonly errors: unknown[] = [];
  /** Who works on a launch. A window that ends lets go. */
  readonly locks = new Map<string, Window>();
  readonly windows: Window[] = [];
  /** What the next create requests meet. */
  createFaults: CreateFault[] = [];
  /** Whether the next looks fail. */
  lookFaults: boolean[] = [];
  /** Milliseconds that a list is behind; infinite: it never shows a job. */
  lag = 0;
  /** What the wall clock is wrong by. */
  wallShift = 0;
  place = 'here';
  account = 'ann';
  #now = 0;
  readonly #timers = new Set<{ at: number; ring: () => void }>();

  open(steps = Number.POSITIVE_INFINITY): Window {
    const window = new Window(this, steps);
    this.windows.push(window);
    return window;
  }

  get now(): number {
    return this.#now;
  }

  /** Lets time pass, and everything happen that happens in it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await turn();
      const next = [...this.#timers].reduce<{ at: number; ring: () => void } | undefined>(
        (first, one) => (first === undefined || one.at < first.at ? one : first),
        undefined,
      );
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
    this.#now = end;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = {
        at: this.#now + milliseconds,
        ring: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.#timers.add(timer);
      const stop = () => {
        this.#timers.delete(timer);
        reject(new DOMException('stopped', 'AbortError'));
      };
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
  }

  losePower(chance: () => number): void {
    for (const window of this.windows) window.end();
    this.disk.losePower(chance);
  }

  /** A create request has arrived. */
  arrive(launchId: string, makeName: () => string): void {
    this.jobs.push({ launchId, name: makeName(), visibleAt: this.#now + this.lag });
  }

  visible(): readonly MadeJob[] {
    return this.jobs.filter(({ visibleAt }) => visibleAt <= this.#now);
  }
}

/** A window, or a process that is killed after so many of its steps: what it does then never goes on. */
export class Window {
  readonly launches: Launches;
  readonly search: LaunchSearch<LaunchRecord, TuningJob>;
  isOver = false;

  constructor(
    private readonly world: World,
    private stepsLeft: number,
  ) {
    const clock: LaunchClock = {
      now: () => 1_790_000_000_000 + world.now + world.wallShift,
      monotonic: () => world.now,
      sleep: async (milliseconds, signal) => {
        await world.sleep(milliseconds, signal);
        await this.step();
      },
    };
    const files = launchFiles(LosesPower.root);
    const lock: typeof files.lock = async (id) => {
      await this.step();
      if (world.locks.has(id)) return undefined;
      world.locks.set(id, this);
      return async () => void (world.locks.get(id) === this && world.locks.delete(id));
    };
    this.launches = new Launches({
      services: [
        vertexAi(async () => connection(this), fakeStorage),
        geminiApi(async () => connection(this)),
      ],
      storage: { ...files, lock },
      clock,
      place: async () => world.place,
      account: async () => world.account,
      onCreated: (_, { job, others }) => {
        for (const one of [job, ...others]) world.told.add(one.name);
      },
      onError: (error) => world.errors.push(error),
    });
    this.search = new LaunchSearch<LaunchRecord, TuningJob>({
      launches: this.launches,
      clock,
      tell: (record, outcome) => this.#tell(record, outcome),
      onError: (error) => world.errors.push(error),
    });
  }

  start(record: LaunchRecord, signal = new AbortController().signal) {
    this.world.consents.add(record.id);
    const files = { dataset: { kind: 'local' as const, name: 'x.jsonl', text: '' } };
    return this.run(async () => {
      const outcome = await this.launches.start(record, files, () => {}, signal);
      if (outcome.kind === 'unclear') this.search.follow(record);
      return outcome;
    });
  }

  resume(): Promise<void> {
    return this.run(() => this.search.resume());
  }

  run<Result>(act: () => Promise<Result>): Promise<Result> {
    return LosesPower.run(() => this.step(), act);
  }

  /** Its locks go with it, as the operating system sees to by the end of its process. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.search.dispose();
    for (const [id, holder] of this.world.locks) if (holder === this) this.world.locks.delete(id);
  }

  step(): Promise<void> {
    if (!this.isOver && --this.stepsLeft >= 0) return Promise.resolve();
    this.end();
    return new Promise(() => {});
  }

  async request({ method = 'GET', url, data, signal }: Request): Promise<{ data: unknown }> {
    await this.step();
    return method === 'POST' ? this.#create(new URL(url), data, signal) : this.#look(new URL(url));
  }

  async #create(url: URL, data: unknown, signal: AbortSignal): Promise<{ data: unknown }> {
    const { world } = this;
    const launchId = launchIdOf(url, data);
    world.posts.push(launchId);
    const count = () => world.jobs.length + 1;
    const name = () =>
      url.searchParams.has('tunedModelId')
        ? `tunedModels/${url.searchParams.get('tunedModelId')}`
        : `projects/1/locations/us-central1/tuningJobs/${count()}`;
    const fault = world.createFaults.shift() ?? 'none';
    const arrive = () => world.arrive(launchId, name);
    switch (fault) {
      case 'requestLost':
        throw cut('ECONNRESET');
      case 'noConnection':
        throw cut('ECONNREFUSED');
      case 'refused':
        throw refused(400, 'INVALID_ARGUMENT');
      case 'busyBefore':
        throw refused(503, 'UNAVAILABLE');
      case 'proxy':
        throw page(403);
      case 'late':
        void world.sleep(30_000).then(arrive);
        throw cut('ECONNRESET');
      case 'answerLost':
        arrive();
        throw cut('ECONNRESET');
      case 'twice':
        arrive();
        // A model of the Gemini API has its name from the request: a second one of that name is refused.
        if (!url.searchParams.has('tunedModelId')) arrive();
        throw cut('ECONNRESET');
      case 'busyAfter':
        arrive();
        throw refused(503, 'UNAVAILABLE');
      case 'malformed':
        arrive();
        return { data: '{"name": "proj' };
      case 'silent':
        arrive();
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      case 'none': {
        arrive();
        const made = world.jobs.at(-1)?.name;
        await this.step(); // may end before it reads the answer
        return { data: { name: made, metadata: { tunedModel: made }, createTime: '2026-11-28T10:00:00Z' } };
      }
    }
  }

  async #look(url: URL): Promise<{ data: unknown }> {
    const { world } = this;
    if (world.lookFaults.shift()) throw refused(503, 'UNAVAILABLE');
    if (url.pathname.endsWith('/tuningJobs')) {
      const tuningJobs = world.visible().map(({ launchId, name }) => ({
        name,
        state: 'JOB_STATE_PENDING',
        labels: { tunewright_launch: launchId },
      }));
      return { data: { tuningJobs } };
    }
    const name = url.pathname.replace(/^\/v1beta\//, '');
    if (world.visible().some((job) => job.name === name)) return { data: { name, state: 'CREATING' } };
    throw refused(404, 'NOT_FOUND');
  }

  #tell(record: LaunchRecord, outcome: LookOutcome): void {
    if (outcome.kind === 'unclear') this.world.unclear.add(record.id);
    if (outcome.kind === 'unsent') this.world.unsent.add(record.id);
  }
}

interface Request {
  readonly method?: string;
  readonly url: string;
  readonly data?: unknown;
  readonly signal: AbortSignal;
}

function connection(window: Window): Connection {
  return {
    client: { request: (given: Request) => window.request(given) } as unknown as Connection['client'],
    authClient: {} as AuthClient,
    project: 'p',
    region: 'us-central1',
    origin: () => 'https://example.com',
  };
}

const fakeStorage = { upload: async () => 'gs://b/x.jsonl' } as unknown as CloudStorage;

/** The end of the model's id on the Gemini API, a label of the job on Vertex AI. */
function launchIdOf(url: URL, data: unknown): string {
  const { labels = {} } = data as { labels?: Record<string, string> };
  return url.searchParams.get('tunedModelId')?.split('-').at(-1) ?? labels.tunewright_launch ?? '';
}

function cut(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function refused(status: number, name: string): Error {
  const data = { error: { code: status, status: name, message: name } };
  return Object.assign(new Error(name), { response: { status, data } });
}

function page(status: number): Error {
  return Object.assign(new Error('page'), { response: { status, data: '<html>Blocked</html>' } });
}
