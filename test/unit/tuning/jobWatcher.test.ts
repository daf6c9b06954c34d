import assert from 'node:assert/strict';
import type { JobState, TuningJob } from '../../../src/tuning/job';
import { JobWatcher } from '../../../src/tuning/jobWatcher';
import type { TuningService } from '../../../src/tuning/service';

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
    const { watcher, service } = setUp(job('a', 'RUNNING'));
    await Promise.all([watcher.refresh(), watcher.refresh(), watcher.refresh()]);
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
  const service = new FakeService(jobs);
  const watcher = new JobWatcher([service], { clock, interval: () => 5000 });
  return { watcher, clock, service };
}

class FakeService implements TuningService {
  readonly id = 'fake';
  readonly label = 'Fake';
  readonly can = { cancel: true, deleteModel: true, multiTurn: true };
  readonly datasetFormat = 'none';
  readonly hyperparameters = [];
  readonly displayNameLimit = 10;
  readonly storage = undefined;
  readonly baseModels = unasked;
  readonly launch = unasked;
  readonly cancel = unasked;
  readonly deleteModel = unasked;
  readonly generate = () => assert.fail('not asked here');
  listed = 0;
  error: Error | undefined;

  constructor(public jobs: TuningJob[]) {}

  async list(signal: AbortSignal): Promise<TuningJob[]> {
    this.listed++;
    const jobs = this.jobs;
    await Promise.resolve();
    signal.throwIfAborted();
    if (this.error) throw this.error;
    return jobs;
  }
}

const unasked = () => Promise.reject(new Error('not asked here'));

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

function job(name: string, state: JobState): TuningJob {
  return {
    service: 'fake',
    name,
    displayName: name,
    baseModel: 'base',
    state,
    createTime: undefined,
    endTime: undefined,
    progress: undefined,
    error: undefined,
    tunedModel: undefined,
  };
}
