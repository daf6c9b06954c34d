import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { numberText } from '../../ui/numberFormat';
import { isNews, shortReason } from './endedJobs';

/** More that ended at once are told in one notification. */
const mostApart = 3;
const quietly = 10_000;

/** Says once that a job has ended, with what to do next. */
export function announceEndedJobs(watcher: JobWatcher, log: vscode.LogOutputChannel): vscode.Disposable {
  return watcher.onDidEnd((jobs) => {
    for (const { name, state } of jobs) log.info(`${name} has ended: ${state}`);
    const news = jobs.filter((job) => isNews(job, Date.now()));
    for (const job of news.filter(isCancelled))
      vscode.window.setStatusBarMessage(vscode.l10n.t('{0} was canceled.', job.displayName), quietly);
    const loud = news.filter((job) => !isCancelled(job));
    if (loud.length > mostApart) void announceTogether(loud);
    else for (const job of loud) void announce(job);
  });
}

async function announce(job: TuningJob): Promise<void> {
  const open: Action = {
    title: vscode.l10n.t('Open Job'),
    run: () => vscode.commands.executeCommand('tunewright.openJob', job),
  };
  const { tunedModel: model, displayName } = job;
  if (model) {
    const prompt: Action = {
      title: vscode.l10n.t('Open in Playground'),
      run: () => vscode.commands.executeCommand('tunewright.openPlayground', model),
    };
    const evaluate: Action = {
      title: vscode.l10n.t('Evaluate…'),
      run: () => vscode.commands.executeCommand('tunewright.evaluate', model),
    };
    const message = vscode.l10n.t('{0} finished tuning and is ready to prompt.', displayName);
    return follow(vscode.window.showInformationMessage(message, prompt, evaluate, open));
  }
  if (job.state === 'SUCCEEDED') {
    const message = vscode.l10n.t('{0} finished tuning but has no endpoint to prompt.', displayName);
    return follow(vscode.window.showInformationMessage(message, open));
  }
  const reason = shortReason(job.error ?? vscode.l10n.t('No reason given.'));
  if (job.state === 'PARTIALLY_SUCCEEDED') {
    const message = vscode.l10n.t('{0} partially succeeded: {1}', displayName, reason);
    return follow(vscode.window.showWarningMessage(message, open));
  }
  const message =
    job.state === 'EXPIRED'
      ? vscode.l10n.t('{0} expired before it finished: {1}', displayName, reason)
      : vscode.l10n.t('{0} failed: {1}', displayName, reason);
  return follow(vscode.window.showErrorMessage(message, open));
}

async function announceTogether(jobs: readonly TuningJob[]): Promise<void> {
  const succeeded = jobs.filter(({ state }) => state === 'SUCCEEDED').length;
  const show: Action = {
    title: vscode.l10n.t('Show Jobs'),
    run: () => vscode.commands.executeCommand('tunewright.tuning.focus'),
  };
  const message =
    succeeded === jobs.length
      ? vscode.l10n.t('{0} tuning jobs succeeded.', numberText(jobs.length))
      : vscode.l10n.t(
          "{0} tuning jobs ended: {1} succeeded, {2} didn't.",
          numberText(jobs.length),
          numberText(succeeded),
          numberText(jobs.length - succeeded),
        );
  return follow(vscode.window.showInformationMessage(message, show));
}

interface Action extends vscode.MessageItem {
  run(): Thenable<unknown>;
}

async function follow(chosen: Thenable<Action | undefined>): Promise<void> {
  await (await chosen)?.run();
}

function isCancelled({ state }: TuningJob): boolean {
  return state === 'CANCELLED';
}
