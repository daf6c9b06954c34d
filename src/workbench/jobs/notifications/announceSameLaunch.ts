import * as vscode from 'vscode';
import { sameLaunch } from '../../../tuning/launch/sameLaunch';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { KeptState } from '../tree/deletedModels';

const key = 'tunewright.toldSameLaunch';
const mostKept = 200;

/** Says once of each launch that has made several jobs: Google bills each. @param state remembers which were told */
export function announceSameLaunch(watcher: JobWatcher, state: KeptState): vscode.Disposable {
  return watcher.onDidChange(({ service, rows }) => {
    if (rows === 'same') return;
    for (const [launchId, jobs] of sameLaunch(watcher.jobs(service).jobs)) {
      const told = state.get<readonly string[]>(key, []);
      if (told.includes(launchId)) continue;
      void state.update(key, [...told, launchId].slice(-mostKept));
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "One launch of {0} created {1} jobs, and Google bills each: {2}. Cancel the ones that you don't need.",
          jobs[0]?.displayName ?? '',
          jobs.length,
          jobs.map(({ name }) => name).join(', '),
        ),
      );
    }
  });
}
