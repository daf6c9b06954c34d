import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { settings } from '../../ui/settings';
import { isNews } from './endedJobs';

/**
 * Runs the task that the settings name at the end of each job, in one of the windows that have the task. An untrusted
 * workspace neither sets it nor runs it.
 */
export function runTaskAtEnd(
  watcher: Pick<JobWatcher, 'onDidSeeEnd'>,
  memory: Pick<JobMemory, 'change'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  let last: Promise<void> = Promise.resolve(); // a task runs once at a time, or VS Code asks what to do with the first
  return watcher.onDidSeeEnd((jobs) => {
    const name = settings.endTask.value?.trim() ?? '';
    if (name === '' || !vscode.workspace.isTrusted) return;
    for (const job of jobs.filter((one) => isNews(one, Date.now())))
      last = last
        .then(() => runOnce(name, job, memory, log))
        .catch((error: unknown) => log.error(`Can't run the task at the end of ${job.name}:`, String(error)));
  });
}

async function runOnce(
  name: string,
  job: TuningJob,
  memory: Pick<JobMemory, 'change'>,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const task = await findTask(name);
  if (task === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} ended, but this window has no task "{1}" to run.', job.displayName, name),
    );
    return;
  }
  let isMine = false;
  await memory.change(job, (record) => {
    isMine = !record.isTaskRun;
    return isMine ? { ...record, isTaskRun: true } : record;
  });
  if (!isMine) return;
  log.info(`${job.name} has ended, so the task in the settings is run.`);
  await run(task);
}

/** By its name, such as a `label` in tasks.json, or with its source in front, as VS Code's list of tasks has it. */
async function findTask(wanted: string): Promise<vscode.Task | undefined> {
  const tasks = await vscode.tasks.fetchTasks();
  return (
    tasks.find(({ name }) => name === wanted) ??
    tasks.find(({ name, source }) => `${source}: ${name}` === wanted)
  );
}

/** Resolves when it's over. */
async function run(task: vscode.Task): Promise<void> {
  // Not by the execution: when a short task is over before VS Code answers, the event has another object for it.
  const isOurs = ({ name, source }: vscode.Task) => name === task.name && source === task.source;
  let listener: vscode.Disposable | undefined;
  const over = new Promise<void>((resolve) => {
    listener = vscode.tasks.onDidEndTask(({ execution }) => {
      if (isOurs(execution.task)) resolve();
    });
  });
  try {
    await vscode.tasks.executeTask(task);
    // VS Code doesn't tell the end of a task without a command of its own, nor of one that stays.
    if (task.execution !== undefined && !task.isBackground) await over;
  } finally {
    listener?.dispose();
  }
}
