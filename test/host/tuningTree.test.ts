import assert from 'node:assert/strict';
import vscode from 'vscode';
import { Emitter } from '../../src/base/events';
import type { JobState } from '../../src/tuning/contract/job';
import type { LaunchRecord } from '../../src/tuning/contract/launchRecord';
import { JobWatcher } from '../../src/tuning/watch/jobWatcher';
import type { Connections } from '../../src/workbench/connection/connections';
import { TuningTree } from '../../src/workbench/jobs/tree/tuningTree';
import { fakeMemory } from '../unit/tuning/fakeMemory';
import { fakeJob, fakeService } from '../unit/tuning/fakeService';

/** VS Code sends a row to its window whenever it asks for the row's item. */
describe('the view of 1,000 jobs', () => {
  let tree: TuningTree;
  let watcher: JobWatcher;
  /** Labels of the rows that were sent, in their order. */
  let sent: string[];
  const launched = new Emitter<void>();
  const job = (at: number, state: JobState, detail?: string) =>
    fakeJob(`job${at}`, state, { createTime: 10_000 - at, detail });
  let listed = Array.from({ length: 1000 }, (_, at) => job(at, at < 50 ? 'RUNNING' : 'FAILED'));

  before(async () => {
    await planNewsIsOver(); // for these the view is drawn anew
    const service = fakeService({
      async *list() {
        yield structuredClone(listed);
      },
    });
    const clock = { now: () => 0, setTimeout: () => () => {}, random: () => 0 };
    const memory = fakeMemory(clock);
    watcher = new JobWatcher([service], { clock, interval: () => 1, memory });
    const nobody = { kind: 'sandbox', onDidChange: () => ({ dispose() {} }) } as Partial<Connections>;
    const state: vscode.Memento = {
      keys: () => [],
      get: (_: string, usual?: unknown) => usual as never,
      update: async () => {},
    };
    const launching = { open: [], onDidChange: launched.event };
    tree = new TuningTree(watcher, nobody as Connections, launching, state, memory, async () => '');
    const getTreeItem = tree.getTreeItem.bind(tree);
    sent = [];
    tree.getTreeItem = (node) => {
      const item = getTreeItem(node);
      if (node.kind === 'service' || 'job' in node) sent.push(String(item.label)); // not the files of the workspace
      return item;
    };
    await vscode.commands.executeCommand('tunewright.tuning.focus');
    await watcher.refresh();
    const rows = new Set(await settled(1001));
    assert.equal(rows.size, 1001, 'a service and its jobs');
  });
  after(() => tree.dispose());

  it('sends only the rows that a refresh has changed', async () => {
    const changed = ['job3', 'job30', 'job700'];
    // News of files that other tests wrote draws all rows anew, once, and may be this late on a busy machine.
    for (let attempt = 1; ; attempt++) {
      for (const at of [3, 30, 700])
        listed = listed.with(at, job(at, at < 50 ? 'RUNNING' : 'FAILED', `NEWS ${attempt}`));
      await watcher.refresh();
      const drawn = await settled(3);
      if (drawn.length === 3 || attempt === 3) return assert.deepEqual(drawn, changed);
    }
  });

  it('sends nothing when a refresh brings nothing new', async () => {
    await watcher.refresh();
    assert.deepEqual(await settled(0), []);
  });

  it('keeps the roots when a launch changes, so that a menu that is open still knows its row', async () => {
    const drawn: unknown[] = [];
    const subscription = tree.onDidChangeTreeData((nodes) => drawn.push(nodes?.map(({ kind }) => kind)));
    launched.fire();
    subscription.dispose();
    assert.deepEqual(drawn, [['service']]);
    assert.equal((await settled(1001)).length, 1001);
  });

  it('marks the job that a launch has started, and puts the focus there', async () => {
    const launched = {
      id: 'launch0001',
      spec: { service: 'fake' },
      stage: { kind: 'created', job: 'job700' },
    };
    await tree.showLaunched(launched as unknown as LaunchRecord);
    const names = () => tree.marked.map((node) => (node.kind === 'job' ? node.job.name : node.kind));
    for (let turn = 0; turn < 100 && names().length === 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(names(), ['job700']);
  });

  it('keeps the marks of rows that change places', async () => {
    const names = () => tree.marked.map((node) => ('job' in node ? node.job.name : node.kind)).sort();
    const marked = async (wanted: readonly string[]) => {
      for (const deadline = Date.now() + 10_000; names().join() !== wanted.join() && Date.now() < deadline; )
        await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(names(), wanted);
    };
    await vscode.commands.executeCommand('list.expandSelectionDown');
    await marked(['job700', 'job701']);
    await tree.select({ sort: 'name' });
    await settled(1001);
    await marked(['job700', 'job701']);
    const model = { name: 'e', model: 'm', displayName: 'd', baseModel: 'b', checkpoints: [] };
    const tunedModel = { service: 'fake', ...model } as const;
    for (const next of [job(701, 'RUNNING'), { ...job(701, 'SUCCEEDED'), tunedModel }]) {
      listed = listed.with(701, next);
      await watcher.refresh();
      await settled(1001);
      await marked(['job700', 'job701']);
    }
  });

  /** What VS Code tells of the plan files of other tests comes late, yet before what it tells of ours. */
  async function planNewsIsOver(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const own = vscode.Uri.joinPath(folder, 'own.tune.json');
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.tune.json');
    const told = (event: vscode.Event<vscode.Uri>) =>
      new Promise<void>((resolve) => event((uri) => uri.path === own.path && resolve()));
    const [created, deleted] = [told(watcher.onDidCreate), told(watcher.onDidDelete)];
    await vscode.workspace.fs.writeFile(own, new TextEncoder().encode('{}'));
    await created;
    await vscode.workspace.fs.delete(own);
    await deleted;
    watcher.dispose();
  }

  /** Waits until VS Code has asked for so many rows, and then for no more for a while. @returns those that it has asked for */
  async function settled(atLeast: number): Promise<string[]> {
    for (const deadline = Date.now() + 60_000; sent.length < atLeast && Date.now() < deadline; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    for (let quiet = 0, before = -1; quiet < 3; quiet = before === sent.length ? quiet + 1 : 0) {
      before = sent.length;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    return sent.splice(0);
  }
});
