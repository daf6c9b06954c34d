import * as vscode from 'vscode';
import { sameLaunch } from '../../../tuning/launch/sameLaunch';
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { Connections } from '../../connection/connections';
import { numberText } from '../../ui/numberFormat';

/** Says once of each launch that has made several jobs: Google bills each. */
export function announceSameLaunch(
  watcher: JobWatcher,
  memory: JobMemory,
  connections: Pick<Connections, 'kind'>,
): vscode.Disposable {
  const told = new Set<string>();
  return watcher.onDidChange(({ service, rows }) => {
    if (rows === 'same') return;
    for (const [launchId, jobs] of sameLaunch(watcher.jobs(service).jobs)) {
      if (told.has(launchId) || jobs.some((job) => memory.of(job)?.isTwinTold)) continue;
      told.add(launchId);
      for (const job of jobs) void memory.change(job, (record) => ({ ...record, isTwinTold: true }));
      const [first] = jobs;
      if (first === undefined) continue;
      const facts = [first.displayName, numberText(jobs.length), jobs.map(({ name }) => name).join(', ')];
      void vscode.window.showWarningMessage(
        connections.kind === 'sandbox'
          ? vscode.l10n.t('One launch of {0} created {1} jobs: {2}.', ...facts)
          : vscode.l10n.t(
              "One launch of {0} created {1} jobs, and Google bills each: {2}. Cancel the ones that you don't need.",
              ...facts,
            ),
      );
    }
  });
}
