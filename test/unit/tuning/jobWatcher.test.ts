import assert from 'node:assert/strict';
import type { TuningJob } from '../../../src/tuning/job';
import { JobWatcher } from '../../../src/tuning/jobWatcher';
import { fakeJob, fakeService } from './fakeService';

describe('JobWatcher', () => {
  it('asks nothing before a view is shown, and nothing while no job runs', async () => {
    const { watcher, clock, service } = setUp();
    await clock.advance(600_000);
    assert.equal(service.listed, 0);
    watcher.setVisible(true);
    await clock.advance(600_000);
    assert.equal(service.listed, 1);
  });

  it('asks every 5 s while a job runs and somebody looks, once a minute while nobody does', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    watcher.setVisible(true);
    await clock.advance(50_000);
    assert.equal(service.listed, 11);
    watcher.setVisible(false);
    await clock.advance(600_000);
    assert.equal(service.listed, 21);
  });

  it('tells once that a job has ended, then stops asking', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    const ended: string[] = [];
    watcher.onDidEnd((one) => ended.push(`${one.name} ${one.state}`));
    watcher.setVisible(true);
    await clock.advance(6000);
    service.jobs = [job('a', 'SUCCEEDED')];
    await clock.advance(600_000);
    assert.deepEqual(ended, ['a SUCCEEDED']);
    assert.equal(service.listed, 3);
  });

  it('does not announce jobs that had ended before it first asked', async () => {
    const { watcher, clock } = setUp(job('a', 'FAILED'));
    watcher.onDidEnd(() => assert.fail('announced'));
    watcher.setVisible(true);
    await clock.advance(6000);
  });

  it('keeps the jobs it knows while the service fails, asks less and less often, and recovers', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    watcher.setVisible(true);
    await clock.advance(1000);
    service.error = new Error('offline');
    await clock.advance(3_600_000);
    const known = watcher.jobs('fake');
    assert.equal(known.status, 'failed');
    assert.deepEqual(
      known.jobs.map((one) => one.name),
      ['a'],
    );
    assert.ok(service.listed < 30, `${service.listed} calls in an hour of errors`);
    service.error = undefined;
    await clock.advance(300_000);
    assert.equal(watcher.jobs('fake').status, 'ready');
    const before = service.listed;
    await clock.advance(50_000);
    assert.ok(service.listed - before >= 10, 'back to the usual pace');
  });

  it('never has two list calls of a service under way', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    const refreshes = Promise.all([watcher.refresh(), watcher.refresh(), watcher.refresh()]);
    await clock.advance(0);
    await refreshes;
    assert.equal(service.listed, 1);
  });

  it('shows a launched job at once and watches it though it was never listed', async () => {
    const { watcher, clock, service } = setUp();
    watcher.setVisible(true);
    await clock.advance(1000);
    service.jobs = [job('new', 'RUNNING')];
    watcher.track(job('new', 'QUEUED'));
    assert.equal(watcher.jobs('fake').jobs[0]?.state, 'QUEUED');
    await clock.advance(6000);
    assert.equal(watcher.jobs('fake').jobs[0]?.state, 'RUNNING');
  });

  it('shows the first page of many at once, each job once, and moves no row when it asks again', async () => {
    const jobs = Array.from({ length: 1000 }, (_, at) =>
      job(`job${String(at).padStart(4, '0')}`, at < 3 ? 'RUNNING' : 'SUCCEEDED', { createTime: 1e6 - at }),
    );
    const { watcher, clock, service } = setUp(...jobs);
    service.paging = { size: 100, milliseconds: 200 };
    const names = () => watcher.jobs('fake').jobs.map((one) => one.name);
    watcher.setVisible(true);
    await clock.advance(200);
    assert.equal(watcher.jobs('fake').status, 'loading');
    assert.deepEqual(
      names(),
      jobs.slice(0, 100).map((one) => one.name),
    );
    service.jobs = [job('new', 'RUNNING', { createTime: 2e6 }), ...jobs]; // shifts what pages hold from now on
    await clock.advance(1800);
    const first = names();
    assert.equal(watcher.jobs('fake').status, 'ready');
    assert.deepEqual(
      first,
      jobs.map((one) => one.name),
    );
    assert.equal(service.listed, 10);
    const lengths = new Set<number>();
    watcher.onDidChange(() => lengths.add(names().length));
    await clock.advance(7200);
    assert.deepEqual(names(), ['new', ...first]);
    assert.deepEqual([...lengths], [1001], 'a refresh never shows a part of the jobs');
  });

  it('shows a job that pages hold twice once, with its latest state', async () => {
    const { watcher, clock, service } = setUp(
      job('a', 'RUNNING', { createTime: 2 }),
      job('b', 'RUNNING', { createTime: 1 }),
      job('a', 'SUCCEEDED', { createTime: 2 }),
    );
    service.paging = { size: 2, milliseconds: 1 };
    watcher.setVisible(true);
    await clock.advance(10);
    assert.deepEqual(
      watcher.jobs('fake').jobs.map((one) => `${one.name} ${one.state}`),
      ['a SUCCEEDED', 'b RUNNING'],
    );
  });

  it('keeps a job that was launched while the list was on its way', async () => {
    const { watcher, clock, service } = setUp(job('old', 'SUCCEEDED'));
    service.paging = { size: 100, milliseconds: 200 };
    watcher.setVisible(true);
    await clock.advance(100);
    watcher.track(job('new', 'QUEUED', { createTime: 1 }));
    await clock.advance(200);
    assert.deepEqual(
      watcher.jobs('fake').jobs.map((one) => one.name),
      ['new', 'old'],
    );
  });

  it('forgets all when it is reset, also a list that is on its way', async () => {
    const { watcher, clock, service } = setUp(job('old', 'RUNNING'));
    watcher.setVisible(true);
    service.jobs = [];
    watcher.reset();
    await clock.advance(1000);
    assert.deepEqual(watcher.jobs('fake'), { status: 'ready', jobs: [] });
  });
});

function setUp(...jobs: TuningJob[]) {
  const clock = new FakeClock();
  const service = new FakeService(jobs, clock);
  const watcher = new JobWatcher([service.service], { clock, interval: () => 5000 });
  return { watcher, clock, service };
}

class FakeService {
  listed = 0;
  error: Error | undefined;
  /** Jobs of one page, and milliseconds that each page takes. */
  paging = { size: Number.POSITIVE_INFINITY, milliseconds: 0 };
  readonly service = fakeService({ list: (_, signal) => this.#list(signal) });

  constructor(
    public jobs: TuningJob[],
    private readonly clock: FakeClock,
  ) {}

  async *#list(signal: AbortSignal): AsyncGenerator<TuningJob[]> {
    const { jobs, error } = this;
    const { size, milliseconds } = this.paging;
    for (let at = 0; at === 0 || at < jobs.length; at += size) {
      this.listed++;
      await new Promise<void>((resolve) => this.clock.setTimeout(resolve, milliseconds));
      signal.throwIfAborted();
      if (error) throw error;
      yield jobs.slice(at, at + size);
    }
  }
}

/** Time that passes only when it is told to; chance that never deviates. */
class FakeClock {
  #now = 0;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  readonly random = () => 0.5;

  setTimeout(callback: () => void, milliseconds: number): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve)); // lets what was started come to its end
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

const job = fakeJob;
