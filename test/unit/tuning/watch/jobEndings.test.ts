import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { JobState, TuningJob } from '../../../../src/tuning/contract/job';
import { GoogleApiError, readGoogleStatus } from '../../../../src/tuning/google/errors/googleApiError';
import { JobEndings } from '../../../../src/tuning/watch/jobEndings';
import { JobMemory, type JobRecord, jobFiles } from '../../../../src/tuning/watch/jobMemory';
import { JobWatcher } from '../../../../src/tuning/watch/jobWatcher';
import { FakeClock } from '../fakeClock';
import { fakeMemory, fakeMemoryOptions } from '../fakeMemory';
import { fakeJob, fakeService } from '../fakeService';

const jobNames = ['a', 'b', 'c'];
const windows = [0, 1];

const happening = fc.oneof(
  fc.record({
    what: fc.constant('launch' as const),
    window: fc.constantFrom(...windows),
    job: fc.constantFrom(...jobNames),
  }),
  fc.record({ what: fc.constant('end' as const), job: fc.constantFrom(...jobNames) }),
  fc.record({
    what: fc.constant('restart' as const),
    window: fc.constantFrom(...windows),
    steps: fc.integer({ min: 1, max: 60 }),
    lag: fc.constantFrom(0, 0, 8000),
    isCrash: fc.boolean(),
  }),
  fc.record({ what: fc.constant('pass' as const), milliseconds: fc.constantFrom(100, 3000, 70_000) }),
);

describe('the end of a job', () => {
  it('is told exactly once, whatever two windows do and wherever they break off', async function () {
    this.timeout(120_000);
    let ended = 0;
    let crashes = 0;
    const property = fc.asyncProperty(
      fc.array(happening, { minLength: 5, maxLength: 40 }),
      async (happenings) => {
        const world = new World();
        for (const one of happenings) {
          if (one.what === 'launch') world.launch(one.window, one.job);
          else if (one.what === 'end') world.end(one.job);
          else if (one.what === 'restart') world.open(one.window, one.steps, one.lag, one.isCrash);
          else await world.clock.advance(one.milliseconds);
        }
        for (const name of jobNames) world.end(name);
        // Twice: a window that was being closed may have written down a job after the next one had read what there is.
        for (let start = 0; start < 2; start++) {
          for (const window of windows) world.open(window);
          await world.clock.advance(600_000);
        }
        for (const name of jobNames) {
          const told = world.told.get(name) ?? 0;
          // A window that breaks off between telling and writing it down lets it be told again: rather that than never.
          const most = 1 + (world.toldAndCrashed.get(name) ?? 0);
          assert.ok(told <= most, `${name} was told ${told} times`);
          if (world.isKnown(name)) assert.ok(told >= 1, `${name} was never told`);
          if (told > 0) ended++;
        }
        crashes += world.crashes;
      },
    );
    await fc.assert(property, { numRuns: 500 });
    assert.ok(ended > 300, `only ${ended} jobs ended`);
    assert.ok(crashes > 300, `only ${crashes} crashes`);
  });

  it('is told by the next window when none was open', async () => {
    const world = new World();
    world.isLookedAt = false;
    world.open(0);
    world.launch(0, 'a');
    await world.clock.advance(1000);
    world.close(0);
    world.end('a');
    const asked = world.listed;
    world.open(0);
    await world.clock.advance(600_000);
    assert.deepEqual([...world.told], [['a', 1]]);
    assert.equal(world.listed, asked + 1);
    world.close(0);
    world.open(0);
    await world.clock.advance(600_000);
    assert.equal(world.listed, asked + 1, 'a window that starts asks nothing when nothing ran');
  });

  it('is awaited while the service fails, and not elsewhere', async () => {
    const clock = new FakeClock();
    const stored = new Map<string, JobRecord>();
    let askedElsewhere = 0;
    const service = fakeService({
      async *list() {
        askedElsewhere++;
        yield [];
      },
    });
    const elsewhere = fakeMemory(clock, stored, { place: async () => 'elsewhere' });
    const endings = new JobEndings(fakeMemory(clock, stored), () => {});
    await endings.started(fakeJob('a', 'RUNNING'));
    await new JobWatcher([service], { clock, interval: () => 1000, memory: elsewhere }).resume();
    await clock.advance(600_000);
    assert.equal(askedElsewhere, 0);
    let failures = 3;
    const told: string[] = [];
    const failing = fakeService({
      async *list() {
        if (--failures >= 0) throw new Error('offline');
        yield [fakeJob('a', 'SUCCEEDED')];
      },
    });
    const watcher = new JobWatcher([failing], {
      clock,
      interval: () => 1000,
      memory: fakeMemory(clock, stored),
    });
    watcher.onDidEnd((jobs) => told.push(...jobs.map(({ name }) => name)));
    await watcher.resume();
    await clock.advance(3_600_000);
    assert.deepEqual(told, ['a']);
  });

  it('is asked of the service itself when no list shows the job, and forgotten when it is deleted', async () => {
    const clock = new FakeClock();
    const stored = new Map<string, JobRecord>();
    const before = new JobEndings(fakeMemory(clock, stored), () => {});
    for (const name of ['hidden', 'deleted']) await before.started(fakeJob(name, 'RUNNING'));
    await clock.advance(3_600_000);
    const gets: string[] = [];
    const service = fakeService({
      async *list() {},
      async get({ name }) {
        gets.push(name);
        if (name === 'hidden') return fakeJob(name, 'FAILED');
        throw new GoogleApiError(
          readGoogleStatus(404, { error: { code: 404, status: 'NOT_FOUND', message: '' } }),
        );
      },
    });
    const told: string[] = [];
    for (let start = 0; start < 2; start++) {
      const watcher = new JobWatcher([service], {
        clock,
        interval: () => 1000,
        memory: fakeMemory(clock, stored),
      });
      watcher.onDidEnd((jobs) => told.push(...jobs.map(({ name }) => name)));
      await watcher.resume();
      await clock.advance(3_600_000);
    }
    assert.deepEqual(told, ['hidden']);
    assert.deepEqual(gets.sort(), ['deleted', 'hidden']);
  });

  it('is told once by windows that share a folder on disk', async () => {
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'tunewright-jobs-')), 'jobs');
    try {
      const told: string[] = [];
      const memory = () => fakeMemory({ now: () => 1 }, undefined, { storage: jobFiles(folder) });
      const ran = Array.from({ length: 20 }, (_, at) => fakeJob(`job${at}`, 'RUNNING'));
      const both = windows.map(
        () => new JobEndings(memory(), (jobs) => told.push(...jobs.map(({ name }) => name))),
      );
      const signal = new AbortController().signal;
      const list = (jobs: TuningJob[]) =>
        Promise.all(both.map((one) => one.listed(fakeService({}), jobs, signal)));
      await list(ran);
      for (let turn = 0; turn < 3; turn++) await list(ran.map((job) => ({ ...job, state: 'SUCCEEDED' })));
      assert.deepEqual(told.sort(), ran.map(({ name }) => name).sort());
      const files = await readdir(folder);
      assert.equal(files.length, 20, `scraps: ${files}`);
      assert.deepEqual(await new JobEndings(memory(), () => {}).load(), new Set());
    } finally {
      await rm(path.dirname(folder), { recursive: true, force: true });
    }
  });

  it('is told although the storage fails', async () => {
    const clock = new FakeClock();
    const broken = () => Promise.reject(new Error('disk full'));
    const storage = { all: broken, get: broken, put: broken, remove: broken, lock: broken };
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const memory = fakeMemory(clock, undefined, { storage, onError });
    const told: string[] = [];
    const endings = new JobEndings(memory, (jobs) => told.push(...jobs.map(({ name }) => name)));
    const signal = new AbortController().signal;
    for (const state of ['RUNNING', 'SUCCEEDED', 'SUCCEEDED'] as const)
      await endings.listed(fakeService({}), [fakeJob('a', state)], signal);
    assert.deepEqual(told, ['a']);
    assert.ok(errors.length > 0);
  });
});

/** A service and a disk that outlast any window. A window lives for so many steps of its own, then stands still. */
class World {
  readonly clock = new FakeClock();
  readonly told = new Map<string, number>();
  /** How often a window has told of a job and broken off before it had written that down. */
  readonly toldAndCrashed = new Map<string, number>();
  listed = 0;
  isLookedAt = true;
  crashes = 0;
  readonly #jobs = new Map<string, JobState>();
  readonly #stored = new Map<string, JobRecord>();
  /** By record: the life of a window that holds it. */
  readonly #locks = new Map<string, Life>();
  readonly #open = new Map<number, { life: Life; watcher: JobWatcher }>();

  launch(window: number, name: string): void {
    if (this.#jobs.has(name)) return;
    this.#jobs.set(name, 'RUNNING');
    this.#open.get(window)?.watcher.track(fakeJob(name, 'QUEUED'));
  }

  end(name: string): void {
    if (this.#jobs.has(name)) this.#jobs.set(name, 'SUCCEEDED');
  }

  open(window: number, steps = Number.POSITIVE_INFINITY, lag = 0, isCrash = true): void {
    this.close(window);
    const life: Life = { stepsLeft: steps, lag, isCrash, unwritten: new Set() };
    const watcher = this.#watcher(life);
    this.#open.set(window, { life, watcher });
    life.close = () => watcher.dispose();
    void watcher.resume();
    if (this.isLookedAt) watcher.look();
  }

  close(window: number): void {
    const open = this.#open.get(window);
    if (open) this.#die(open.life);
    this.#open.delete(window);
  }

  isKnown(name: string): boolean {
    return [...this.#stored.values()].some((record) => record.name === name);
  }

  #watcher(life: Life): JobWatcher {
    const clock = {
      now: () => this.clock.now(),
      setTimeout: (callback: () => void, milliseconds: number) =>
        this.clock.setTimeout(() => life.stepsLeft >= 0 && callback(), milliseconds),
      random: () => 0,
    };
    const watcher = new JobWatcher([this.#service(life)], {
      clock,
      interval: () => 5000,
      memory: this.#memory(life),
    });
    watcher.onDidEnd((jobs) => {
      for (const { name } of jobs) {
        this.told.set(name, (this.told.get(name) ?? 0) + 1);
        life.unwritten.add(name);
      }
    });
    return watcher;
  }

  #service(life: Life) {
    return fakeService({
      list: async function* (this: World) {
        const jobs = await this.#act(life, () => {
          this.listed++;
          return [...this.#jobs].map(([name, state]) => fakeJob(name, state));
        });
        // What it tells may be old by now.
        if (life.lag > 0) await new Promise<void>((resolve) => this.clock.setTimeout(resolve, life.lag));
        await this.#act(life, () => {});
        yield jobs;
      }.bind(this),
    });
  }

  #memory(life: Life): JobMemory {
    const options = fakeMemoryOptions(this.clock, this.#stored);
    const { storage } = options;
    const act = <Result>(action: () => Result | Promise<Result>) => this.#act(life, action);
    return new JobMemory({
      ...options,
      storage: {
        all: () => act(storage.all),
        get: (id) => act(() => storage.get(id)),
        remove: (id) => act(() => storage.remove(id)),
        put: async (record) => {
          await act(() => {
            this.#stored.set(record.id, record);
            if (record.stage === 'told') life.unwritten.delete(record.name);
          });
          await act(() => {}); // written, and broken off before that was noticed
        },
        lock: (id) =>
          act(() => {
            if (this.#locks.has(id)) return undefined;
            this.#locks.set(id, life);
            return () => act(() => void this.#locks.delete(id));
          }),
      },
    });
  }

  /** One step of a window's life. After its last one it stands still for ever. */
  async #act<Result>(life: Life, action: () => Result | Promise<Result>): Promise<Result> {
    await nextMicrotask;
    if (--life.stepsLeft >= 0) return action();
    if (!life.isCrash && !life.isDead) {
      life.close?.(); // VS Code closes the window, and lets what is under way come to its end
      life.stepsLeft = Number.POSITIVE_INFINITY;
      return action();
    }
    this.#die(life);
    return new Promise(() => {});
  }

  #die(life: Life): void {
    if (life.isDead) return;
    life.isDead = true;
    life.stepsLeft = -1;
    this.crashes++;
    for (const name of life.unwritten)
      this.toldAndCrashed.set(name, (this.toldAndCrashed.get(name) ?? 0) + 1);
    for (const [id, holder] of this.#locks) if (holder === life) this.#locks.delete(id);
  }
}

const nextMicrotask = Promise.resolve();

interface Life {
  stepsLeft: number;
  isDead?: boolean;
  readonly isCrash: boolean;
  close?: () => void;
  /** How old a list is when it arrives, in milliseconds. */
  readonly lag: number;
  /** Jobs that were told and not written down yet. */
  readonly unwritten: Set<string>;
}
