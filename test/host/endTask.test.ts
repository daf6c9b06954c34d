import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vscode from 'vscode';
import type { TuningJob } from '../../src/tuning/contract/job';
import { type JobRecord, jobFiles } from '../../src/tuning/watch/jobMemory';
import { JobWatcher } from '../../src/tuning/watch/jobWatcher';
import { runTaskAtEnd } from '../../src/workbench/jobs/notifications/endTask';
import { FakeClock } from '../unit/tuning/fakeClock';
import { fakeMemory } from '../unit/tuning/fakeMemory';
import { fakeJob, fakeService } from '../unit/tuning/fakeService';

/** A task of tasks.json, run by VS Code; two windows are two watchers that share a folder. */
describe('the task at the end of a job', () => {
  const name = 'after tuning';
  let storage: string;
  let log: vscode.LogOutputChannel;
  let jobs: TuningJob[];
  let started: string[];
  let claims: Promise<void>[];
  let open: vscode.Disposable[];
  const clock = new FakeClock();
  const root = () => vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail();
  const settings = () => vscode.workspace.getConfiguration('tunewright');
  const set = (value: string | undefined) =>
    settings().update('jobs.task', value, vscode.ConfigurationTarget.Workspace);
  const tasksFile = () => vscode.Uri.joinPath(root(), '.vscode', 'tasks.json');
  const endsFile = () => vscode.Uri.joinPath(root(), 'ends.txt');
  const executeTask = Object.getOwnPropertyDescriptor(vscode.tasks, 'executeTask');
  const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');

  before(async () => {
    storage = await mkdtemp(path.join(tmpdir(), 'tunewright-task-'));
    log = vscode.window.createOutputChannel('Tunewright task', { log: true });
    const task = {
      label: name,
      type: 'process',
      command: process.execPath,
      args: ['-e', 'require("node:fs").appendFileSync("ends.txt", "x")'],
      options: { cwd: root().fsPath },
      problemMatcher: [],
    };
    const text = JSON.stringify({ version: '2.0.0', tasks: [task] });
    await vscode.workspace.fs.writeFile(tasksFile(), new TextEncoder().encode(text));
    await until(async () => (await vscode.tasks.fetchTasks()).some((one) => one.name === name));
  });
  beforeEach(async () => {
    jobs = [];
    started = [];
    claims = [];
    open = [];
    const run = vscode.tasks.executeTask;
    Object.defineProperty(vscode.tasks, 'executeTask', {
      ...executeTask,
      value: (task: vscode.Task) => {
        started.push(task.name);
        return run(task);
      },
    });
  });
  afterEach(async () => {
    for (const one of open) one.dispose();
    Object.defineProperty(vscode.tasks, 'executeTask', executeTask ?? assert.fail());
    Object.defineProperty(vscode.workspace, 'isTrusted', trusted ?? assert.fail());
    await set(undefined);
  });
  after(async () => {
    log.dispose();
    await rm(storage, { recursive: true, force: true });
    await vscode.workspace.fs.delete(endsFile());
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), '.vscode'), { recursive: true });
  });

  it('is run once for each job, whichever of two windows comes first', async () => {
    await set(name);
    const windows = openWindows(2);
    for (const [at, job] of ['first', 'second'].entries()) {
      await seenBy(windows, job);
      await claimed(2 * (at + 1));
      await over(at + 1);
    }
    assert.deepEqual(started, [name, name]);
  });

  it('is run once after the other for jobs that end at once', async () => {
    await set(name);
    await seenBy(openWindows(1), 'third', 'fourth');
    await claimed(2);
    await over(4);
    assert.deepEqual(started, [name, name]);
  });

  it('is not run without the setting, nor in Restricted Mode', async () => {
    const windows = openWindows(2);
    await seenBy(windows, 'fifth');
    await set(name);
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...trusted, get: () => false });
    await seenBy(windows, 'sixth');
    Object.defineProperty(vscode.workspace, 'isTrusted', trusted ?? assert.fail());
    await seenBy(windows, 'seventh');
    await claimed(2); // of the seventh alone: each window takes its jobs in their order
    await over(5);
    assert.deepEqual(started, [name]);
  });

  it('is claimed by no window that does not have it', async () => {
    await set('another task');
    const windows = openWindows(2);
    await seenBy(windows, 'eighth');
    await set(name);
    await seenBy(windows, 'ninth');
    await claimed(2);
    await over(6);
    assert.deepEqual(started, [name]);
  });

  function openWindows(count: number): { readonly watcher: JobWatcher }[] {
    return Array.from({ length: count }, () => {
      const service = fakeService({
        async *list() {
          yield jobs;
        },
      });
      const memory = fakeMemory(clock, new Map<string, JobRecord>(), { storage: jobFiles(storage) });
      const watcher = new JobWatcher([service], { clock, interval: () => 1000, memory });
      const counted = (...call: Parameters<typeof memory.change>) => {
        const claim = memory.change(...call);
        claims.push(claim);
        return claim;
      };
      open.push(runTaskAtEnd(watcher, { change: counted }, log), watcher);
      return { watcher };
    });
  }

  /** Jobs that run, and have ended when the windows ask again. */
  async function seenBy(windows: readonly { watcher: JobWatcher }[], ...names: string[]): Promise<void> {
    for (const state of ['RUNNING', 'SUCCEEDED', 'SUCCEEDED'] as const) {
      jobs = names.map((job) => fakeJob(job, state));
      await Promise.all(windows.map(({ watcher }) => watcher.refresh()));
    }
  }

  async function claimed(count: number): Promise<void> {
    await until(async () => claims.length === count);
    await Promise.all(claims);
  }

  /** These windows are one, in which a task runs once at a time: it's over. @param count how often it has run in all */
  async function over(count: number): Promise<void> {
    await until(async () => (await ends()).length >= count && vscode.tasks.taskExecutions.length === 0);
    assert.equal((await ends()).length, count);
  }

  async function ends(): Promise<string> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(endsFile()));
    } catch {
      return '';
    }
  }
});

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await isTrue()); ) {
    assert.ok(Date.now() < deadline, 'waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
