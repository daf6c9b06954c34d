import assert from 'node:assert/strict';
import type { TuningJob } from '../../../../src/tuning/contract/job';
import type { TuningService } from '../../../../src/tuning/contract/service';
import { JobWatcher } from '../../../../src/tuning/watch/jobWatcher';
import { FakeClock } from '../fakeClock';
import { fakeMemory } from '../fakeMemory';
import { fakeJob, fakeService } from '../fakeService';

describe('JobWatcher', () => {
  it('asks nothing before a view is shown, and nothing while no job runs', async () => {
    const { watcher, clock, service } = setUp();
    await clock.advance(600_000);
    assert.equal(service.listed, 0);
    watcher.look();
    await clock.advance(600_000);
    assert.equal(service.listed, 1);
  });

  it('asks every 5 s while a job runs and somebody looks, once a minute while nobody does', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    const look = watcher.look();
    await clock.advance(50_000);
    assert.equal(service.listed, 11);
    look.dispose();
    await clock.advance(600_000);
    assert.equal(service.listed, 21);
  });

  it('asks less often also while another window has the focus, and at once when this one has it again', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    watcher.look();
    await clock.advance(1000);
    watcher.setFocused(false);
    await clock.advance(590_000);
    assert.equal(service.listed, 1 + 9);
    watcher.setFocused(true);
    await clock.advance(0);
    assert.equal(service.listed, 1 + 10);
  });

  it('asks soon when it has the focus again shortly after it asked, also while no job runs', async () => {
    const { watcher, clock, service } = setUp(job('a', 'SUCCEEDED'));
    watcher.look();
    await clock.advance(1000);
    watcher.setFocused(false);
    watcher.setFocused(true);
    await clock.advance(6000);
    assert.equal(service.listed, 2);
    await clock.advance(60_000);
    assert.equal(service.listed, 2, 'and then as seldom as before');
  });

  it('asks often as long as one of several that look is left', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    const looks = [watcher.look(), watcher.look()];
    await clock.advance(10_000);
    assert.equal(service.listed, 3, 'a second one that looks costs nothing');
    looks[0]?.dispose();
    looks[0]?.dispose();
    await clock.advance(50_000);
    assert.equal(service.listed, 13);
  });

  it('never exceeds its pace, by chance neither', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    clock.random = () => 0.999;
    watcher.look();
    await clock.advance(60_000);
    assert.equal(service.listed, 1 + 10);
  });

  it('asks at once after the machine has slept, whatever it was waiting for', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    watcher.look();
    await clock.advance(1000);
    service.error = new Error('offline');
    await clock.advance(3_600_000);
    const failed = service.listed;
    while (service.listed === failed) await clock.advance(1000); // the next one is minutes away
    service.error = undefined;
    clock.sleep(30_000);
    await clock.advance(6000);
    assert.equal(service.listed, failed + 2);
    assert.equal(watcher.jobs('fake').status, 'ready');
  });

  it('goes on when the clock is set back', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    watcher.look();
    await clock.advance(1000);
    clock.sleep(-24 * 3_600_000);
    const before = service.listed;
    watcher.setFocused(false);
    watcher.setFocused(true);
    await clock.advance(6000);
    assert.ok(service.listed > before);
  });

  it('gives up a list that was lost in a sleep, and asks again', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    service.paging = { size: 1, milliseconds: 1e9 };
    watcher.look();
    await clock.advance(1000);
    service.paging = { size: 1, milliseconds: 0 };
    watcher.track(job('a', 'RUNNING'));
    clock.sleep(3_600_000);
    await clock.advance(20_000);
    assert.equal(watcher.jobs('fake').status, 'ready');
  });

  it('asks only services where a job runs, and lets one that fails slow down no other', async () => {
    const clock = new FakeClock();
    const services = ['one', 'two', 'three'].map(
      (id) => new FakeService([job(id, id === 'three' ? 'FAILED' : 'RUNNING', { service: id })], clock, id),
    );
    const watcher = new JobWatcher(
      services.map(({ service }) => service),
      { clock, interval: () => 5000, memory: fakeMemory(clock) },
    );
    watcher.look();
    await clock.advance(1000);
    const [one, two, three] = services;
    assert.ok(one && two && three);
    one.error = new Error('offline');
    await clock.advance(600_000);
    assert.ok(one.listed < 12, `${one.listed} calls of the one that fails`);
    assert.equal(two.listed, 121);
    assert.equal(three.listed, 1);
  });

  it('tells once that a job has ended, then stops asking', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    const ended: string[] = [];
    watcher.onDidEnd((jobs) => ended.push(...jobs.map((one) => `${one.name} ${one.state}`)));
    watcher.look();
    await clock.advance(6000);
    service.jobs = [job('a', 'SUCCEEDED')];
    await clock.advance(600_000);
    assert.deepEqual(ended, ['a SUCCEEDED']);
    assert.equal(service.listed, 3);
  });

  it('does not announce jobs that had ended before it first asked', async () => {
    const { watcher, clock } = setUp(job('a', 'FAILED'));
    watcher.onDidEnd(() => assert.fail('announced'));
    watcher.look();
    await clock.advance(6000);
  });

  it('keeps the jobs it knows while the service fails, asks less and less often, and recovers', async () => {
    const { watcher, clock, service } = setUp(job('a', 'RUNNING'));
    watcher.look();
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
    watcher.look();
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
    watcher.look();
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
    watcher.look();
    await clock.advance(10);
    assert.deepEqual(
      watcher.jobs('fake').jobs.map((one) => `${one.name} ${one.state}`),
      ['a SUCCEEDED', 'b RUNNING'],
    );
  });

  it('keeps a job that was launched while the list was on its way', async () => {
    const { watcher, clock, service } = setUp(job('old', 'SUCCEEDED'));
    service.paging = { size: 100, milliseconds: 200 };
    watcher.look();
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
    watcher.look();
    service.jobs = [];
    watcher.reset();
    await clock.advance(1000);
    assert.deepEqual(watcher.jobs('fake'), { status: 'ready', jobs: [] });
  });
});

function setUp(...jobs: TuningJob[]) {
  const clock = new FakeClock();
  const service = new FakeService(jobs, clock);
  const watcher = new JobWatcher([service.service], {
    clock,
    interval: () => 5000,
    memory: fakeMemory(clock),
  });
  return { watcher, clock, service };
}

class FakeService {
  listed = 0;
  error: Error | undefined;
  /** Jobs of one page, and milliseconds that each page takes. */
  paging = { size: Number.POSITIVE_INFINITY, milliseconds: 0 };
  readonly service: TuningService;

  constructor(
    public jobs: TuningJob[],
    private readonly clock: FakeClock,
    id = 'fake',
  ) {
    this.service = fakeService({ id, list: (_, signal) => this.#list(signal) });
  }

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

const job = fakeJob;
