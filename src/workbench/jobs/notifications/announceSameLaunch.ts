import * as vscode from 'vscode';
import { sameLaunch } from '../../../tuning/launch/sameLaunch';
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { numberText } from '../../ui/numberFormat';

/** Says once of each launch that has made several jobs: Google bills each. */
export function announceSameLaunch(watcher: JobWatcher, memory: JobMemory): vscode.Disposable {
  const told = new Set<string>();
  return watcher.onDidChange(({ service, rows }) => {
    if (rows === 'same') return;
    for (const [launchId, jobs] of sameLaunch(watcher.jobs(service).jobs)) {
      if (told.has(launchId) || jobs.some((job) => memory.of(job)?.isTwinTold)) continue;
      told.add(launchId);
      for (const job of jobs) void memory.change(job, (record) => ({ ...record, isTwinTold: true }));
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "One launch of {0} created {1} jobs, and Google bills each: {2}. Cancel the ones that you don't need.",
          jobs[0]?.displayName ?? '',
          numberText(jobs.length),
          jobs.map(({ name }) => name).join(', '),
        ),
      );
    }
  });
}
