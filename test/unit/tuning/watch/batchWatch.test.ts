import assert from 'node:assert/strict';
import type { BatchJob, BatchPrediction } from '../../../../src/tuning/contract/batch';
import type { JobState } from '../../../../src/tuning/contract/job';
import { GoogleApiError, readGoogleStatus } from '../../../../src/tuning/google/errors/googleApiError';
import { BatchWatch } from '../../../../src/tuning/watch/batchWatch';
import { JobWatcher } from '../../../../src/tuning/watch/jobWatcher';
import { FakeClock } from '../fakeClock';
import { fakeMemory } from '../fakeMemory';
import { fakeService } from '../fakeService';

const job = (name: string, state: JobState): BatchJob => ({
  service: 'fake',
  name,
  displayName: name,
  model: 'm',
  state,
  createTime: 1,
  endTime: undefined,
  error: undefined,
  counts: undefined,
  output: undefined,
  launchId: undefined,
});

function setUp() {
  const clock = new FakeClock();
  const states = new Map<string, JobState | GoogleApiError>();
  const asked: string[] = [];
  const get = async ({ name }: { readonly name: string }) => {
    asked.push(name);
    const state = states.get(name);
    if (state instanceof GoogleApiError) throw state;
    return job(name, state ?? 'RUNNING');
  };
  const service = fakeService({ batch: { get } as Partial<BatchPrediction> as BatchPrediction });
  const watch = new BatchWatch({ services: [service], clock, pace: () => 5000 });
  const told: string[] = [];
  watch.onDidChange(({ name, state }) => told.push(`${name} ${state}`));
  return { clock, states, asked, watch, told, service };
}

describe('BatchWatch', () => {
  it('asks for the batches that run, by name, until the last has ended, and tells only what is new', async () => {
    const { clock, states, asked, watch, told } = setUp();
    await clock.advance(600_000);
    watch.track(job('a', 'QUEUED'));
    watch.track(job('b', 'QUEUED'));
    await clock.advance(10_000);
    assert.deepEqual(asked, ['a', 'b', 'a', 'b']);
    states.set('a', 'SUCCEEDED');
    await clock.advance(10_000);
    assert.deepEqual(asked.slice(4), ['a', 'b', 'b']);
    states.set('b', 'CANCELLED');
    await clock.advance(600_000);
    assert.equal(asked.length, 8);
    assert.deepEqual(told, ['a QUEUED', 'b QUEUED', 'a RUNNING', 'b RUNNING', 'a SUCCEEDED', 'b CANCELLED']);
  });

  it('asks less and less often while the service fails, and goes on then', async () => {
    const { clock, states, asked, watch, told } = setUp();
    states.set('a', new GoogleApiError(readGoogleStatus(503, undefined)));
    watch.track(job('a', 'RUNNING'));
    await clock.advance(5000 + 10_000 + 20_000);
    assert.equal(asked.length, 3);
    states.set('a', 'SUCCEEDED');
    await clock.advance(40_000);
    assert.deepEqual(told, ['a RUNNING', 'a SUCCEEDED']);
  });

  it('takes a batch that the service does not know any more for ended', async () => {
    const { clock, states, asked, watch, told } = setUp();
    states.set('a', new GoogleApiError(readGoogleStatus(404, undefined)));
    watch.track(job('a', 'RUNNING'));
    await clock.advance(60_000);
    assert.deepEqual([asked.length, told.at(-1)], [1, 'a UNKNOWN']);
  });

  it('forgets all when the place is another', async () => {
    const { clock, asked, watch } = setUp();
    watch.track(job('a', 'RUNNING'));
    watch.reset();
    await clock.advance(60_000);
    assert.equal(asked.length, 0);
    watch.track(job('b', 'RUNNING'));
    await clock.advance(5000);
    assert.deepEqual(asked, ['b']);
  });

  it('is asked for by the watcher of jobs, less often in the background, and adds no list call', async () => {
    const { clock, service, asked } = setUp();
    let listed = 0;
    const counted = {
      ...service,
      async *list() {
        listed++;
        yield [];
      },
    };
    const watcher = new JobWatcher([counted], { clock, interval: () => 5000, memory: fakeMemory(clock) });
    const ended = new Promise<void>((resolve) => {
      watcher.onDidChangeBatch(() => resolve());
    });
    watcher.trackBatch(job('a', 'RUNNING'));
    await clock.advance(60_000);
    await ended;
    assert.equal(asked.length, 12);
    watcher.setFocused(false);
    await clock.advance(305_000);
    assert.equal(asked.length, 12 + 5);
    watcher.setFocused(true);
    await clock.advance(5000);
    assert.equal(asked.length, 12 + 6);
    assert.equal(listed, 0);
  });
});
