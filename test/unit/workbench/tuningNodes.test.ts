import assert from 'node:assert/strict';
import type { JobState, TuningJob } from '../../../src/tuning/contract/job';
import type { LaunchRecord } from '../../../src/tuning/contract/launchRecord';
import { JobWatcher } from '../../../src/tuning/watch/jobWatcher';
import { type TreeNode, TuningNodes } from '../../../src/workbench/jobs/tree/tuningNodes';
import { fakeMemory } from '../tuning/fakeMemory';
import { fakeJob, fakeService } from '../tuning/fakeService';

describe('the rows of the view, with 1,000 jobs', () => {
  const service = fakeService({
    async *list() {
      yield structuredClone(listed);
    },
  });
  let listed: TuningJob[];
  let watcher: JobWatcher;
  let nodes: TuningNodes;
  let refreshed: TreeNode[][];
  let all: TreeNode[];

  beforeEach(async () => {
    listed = Array.from({ length: 1000 }, (_, at) => job(at, at < 50 ? 'RUNNING' : 'FAILED'));
    const clock = { now: () => 0, setTimeout: () => () => {}, random: () => 0 };
    watcher = new JobWatcher([service], { clock, interval: () => 1, memory: fakeMemory(clock) });
    nodes = new TuningNodes(watcher, (state) => state.toLowerCase());
    refreshed = [];
    await watcher.refresh();
    all = nodes.rowsOf(service);
    watcher.onDidChange((change) => refreshed.push(nodes.toRefresh(change)));
  });

  it('are sent only as far as they changed', async () => {
    for (const at of [3, 30, 700])
      listed[at] = { ...job(at, at < 50 ? 'RUNNING' : 'FAILED'), detail: 'NEWS' };
    await watcher.refresh();
    assert.deepEqual(refreshed, [[all[3], all[30], all[700]]]);
    assert.equal(refreshed[0]?.[0], all[3], 'VS Code knows a row by its node');
    for (const node of refreshed.flat()) assert.equal(node.kind === 'job' && node.job.detail, 'NEWS');
  });

  it('are not sent at all when a refresh brings nothing new', async () => {
    await watcher.refresh();
    assert.deepEqual(refreshed, []);
  });

  it('are asked for anew, the same nodes as before, when a job ends or comes', async () => {
    listed = [job(-1, 'RUNNING'), ...listed.with(3, job(3, 'CANCELLED'))];
    await watcher.refresh();
    assert.deepEqual(refreshed, [[nodes.services[0]]]);
    const now = nodes.rowsOf(service);
    assert.equal(now.length, 1001);
    assert.equal(now[50], all[3], 'the ended job is the first of those that have ended');
    assert.ok(now.slice(1).every((node) => all.includes(node)));
  });

  it('move, come and go when their order or filter looks at what has changed', async () => {
    nodes.selection = { filter: '', sort: 'state' };
    nodes.rowsOf(service);
    listed = listed.with(3, job(3, 'PAUSED'));
    await watcher.refresh();
    assert.deepEqual(refreshed, [[nodes.services[0]]]);
    assert.equal(nodes.rowsOf(service)[49], all[3], 'the paused job is the last of those that run');
    nodes.selection = { filter: 'paused', sort: 'state' };
    assert.deepEqual(nodes.rowsOf(service), [all[3]]);
    assert.deepEqual(nodes.counts(service), { shown: 1, all: 1000 });
    listed = listed.with(3, job(3, 'RUNNING'));
    await watcher.refresh();
    assert.deepEqual(refreshed.at(-1), [nodes.services[0]]);
    assert.deepEqual(nodes.rowsOf(service), []);
  });

  it('go from what runs over launches that were interrupted and models to what has failed', async () => {
    const model = {
      service: 'fake',
      name: 'e',
      model: 'm',
      displayName: 'd',
      baseModel: 'b',
      checkpoints: [],
    };
    listed = [job(0, 'FAILED'), { ...job(1, 'SUCCEEDED'), tunedModel: model }, job(2, 'RUNNING')];
    await watcher.refresh();
    const record = { id: 'open' } as LaunchRecord;
    const rows = nodes.rowsOf(service, [{ kind: 'launch', record, service }]);
    assert.deepEqual(
      rows.map((node) => ('job' in node ? node.job.state : node.kind)),
      ['RUNNING', 'launch', 'SUCCEEDED', 'FAILED'],
    );
  });

  it('of a job whose model was deleted become a job’s, and the model stays gone', async () => {
    const model = {
      service: 'fake',
      name: 'e',
      model: 'm',
      displayName: 'd',
      baseModel: 'b',
      checkpoints: [],
    };
    const memory = fakeMemory({ now: () => 0 });
    nodes = new TuningNodes(
      watcher,
      (name) => name,
      (one) => memory.isDeleted(one),
    );
    listed = [{ ...job(1, 'SUCCEEDED'), tunedModel: model }];
    await watcher.refresh();
    assert.deepEqual(
      nodes.rowsOf(service).map(({ kind }) => kind),
      ['model'],
    );
    await memory.change(job(1, 'SUCCEEDED'), (record) => ({ ...record, deleted: [model.name] }));
    assert.deepEqual(
      nodes.rowsOf(service).map(({ kind }) => kind),
      ['job'],
    );
  });

  it('of another job than the filter shows are not sent', async () => {
    nodes.selection = { filter: 'failed', sort: 'newest' };
    nodes.rowsOf(service);
    listed = listed.with(3, { ...job(3, 'RUNNING'), detail: 'NEWS' });
    await watcher.refresh();
    assert.deepEqual(refreshed, [[]]);
  });

  function job(at: number, state: JobState): TuningJob {
    return fakeJob(`job${at}`, state, { createTime: 10_000 - at });
  }
});
