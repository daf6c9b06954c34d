import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { Emitter } from '../../../src/base/events';
import type { TuningJob } from '../../../src/tuning/contract/job';
import type { MetricSeries } from '../../../src/tuning/contract/metrics';
import type { ServiceChange } from '../../../src/tuning/watch/serviceJobs';
import { FollowedJob } from '../../../src/workbench/jobs/page/followedJob';
import { fakeJob, fakeService } from '../tuning/fakeService';

/** A watcher that tells what the test tells it, and a service that counts its calls. */
function scene() {
  const changes = new Emitter<ServiceChange>();
  const asked: string[] = [];
  const shown = { looks: 0, changes: 0 };
  let listed: TuningJob | undefined;
  let told: TuningJob = fakeJob('a', 'RUNNING');
  let failing = false;
  const service = fakeService({
    get: async ({ name }) => {
      asked.push(`get ${name}`);
      if (failing) throw new Error('offline');
      return told;
    },
    metrics: async () => {
      asked.push('metrics');
      return [series(asked.length)];
    },
  });
  const watcher = {
    onDidChange: changes.event,
    jobs: () => ({ status: 'ready' as const, jobs: listed ? [listed] : [] }),
    look: () => {
      shown.looks++;
      return { dispose: () => shown.looks-- };
    },
  };
  const followed = new FollowedJob(service, 'a', { watcher, changed: () => shown.changes++ });
  return {
    followed,
    shown,
    calls: async () => {
      await settled();
      return asked.splice(0).join(', ');
    },
    tell(job: TuningJob | undefined, names = ['a'], rows: ServiceChange['rows'] = 'same') {
      listed = job;
      if (job) told = job;
      changes.fire({ service: 'fake', jobs: names, rows });
    },
    fail(now: boolean) {
      failing = now;
    },
  };
}

function series(last: number): MetricSeries {
  return { name: 'loss', side: 'train', kind: 'loss', points: [{ step: 1, value: last }] };
}

describe('a job that a page follows', () => {
  it('is gone when the list no longer has it, and not before it was listed', async () => {
    const { followed, tell, shown } = scene();
    followed.setVisible(true);
    tell(undefined, ['a'], 'changed');
    assert.equal(followed.isGone, false, 'never listed');
    tell(fakeJob('a', 'SUCCEEDED'), ['a'], 'changed');
    assert.equal(followed.isGone, false);
    const before = shown.changes;
    tell(undefined, ['a'], 'changed');
    assert.equal(followed.isGone, true);
    assert.ok(shown.changes > before, 'and the page hears of it');
    followed.askAnew(); // another connection, whose list may not have it
    assert.equal(followed.isGone, false);
  });

  it('is asked for once when the page shows, then only when the watcher has news of it', async () => {
    const { followed, calls, tell } = scene();
    assert.equal(await calls(), '');
    followed.setVisible(true);
    assert.equal(await calls(), 'get a, metrics');
    followed.setVisible(true);
    assert.equal(await calls(), '');
    const running = fakeJob('a', 'RUNNING');
    tell(running);
    assert.equal(await calls(), 'get a, metrics');
    tell(running, ['b']);
    tell(running, [], 'changed');
    assert.equal(await calls(), '');
  });

  it('is not asked for while the page is hidden, and once when it is back', async () => {
    const { followed, calls, tell, shown } = scene();
    followed.setVisible(true);
    await calls();
    assert.equal(shown.looks, 1);
    followed.setVisible(false);
    assert.equal(shown.looks, 0);
    for (const step of [1, 2, 3]) tell(fakeJob('a', 'RUNNING', { startTime: step }));
    assert.equal(await calls(), '');
    assert.equal(followed.job?.startTime, 3); // what the watcher knows is known
    followed.setVisible(true);
    assert.equal(await calls(), 'get a, metrics');
  });

  it('is asked for a last time when it ends; the watcher is then let be', async () => {
    const { followed, calls, tell, shown } = scene();
    followed.setVisible(true);
    await calls();
    tell(fakeJob('a', 'SUCCEEDED'));
    assert.equal(await calls(), 'get a, metrics');
    assert.equal(shown.looks, 0);
    followed.setVisible(false);
    followed.setVisible(true);
    assert.equal(await calls(), '');
  });

  it('never asks twice at a time, and takes up what came meanwhile', async () => {
    const { followed, calls, tell } = scene();
    followed.setVisible(true);
    for (const step of [1, 2, 3]) tell(fakeJob('a', 'RUNNING', { startTime: step }));
    assert.equal(await calls(), 'get a, metrics, get a, metrics');
  });

  it('keeps what it knows when the service fails, and asks again with the next news, not before', async () => {
    const { followed, calls, tell, fail } = scene();
    followed.setVisible(true);
    await calls();
    fail(true);
    const running = fakeJob('a', 'RUNNING', { startTime: 1 });
    tell(running);
    assert.equal(await calls(), 'get a');
    assert.ok(followed.error instanceof Error);
    assert.equal(followed.series?.length, 1);
    fail(false);
    tell(running, [], 'changed'); // such as: the service can be reached again
    assert.equal(await calls(), 'get a, metrics');
    assert.equal(followed.error, undefined);
  });

  it('is asked for by the person, and not after the page was closed', async () => {
    const { followed, calls, tell, shown } = scene();
    followed.setVisible(true);
    await calls();
    followed.askAnew();
    assert.equal(await calls(), 'get a, metrics');
    followed.dispose();
    const { changes } = shown;
    tell(fakeJob('a', 'RUNNING', { startTime: 9 }));
    assert.equal(await calls(), '');
    assert.equal(shown.changes, changes);
    assert.equal(shown.looks, 0);
  });
});
