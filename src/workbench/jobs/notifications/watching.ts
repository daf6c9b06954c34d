import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../../base/wakefulTimer';
import type { TuningService } from '../../../tuning/contract/service';
import { JobMemory, jobFiles } from '../../../tuning/watch/jobMemory';
import { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { withSeen } from '../../../tuning/watch/seenStates';
import type { Connections } from '../../connection/connections';
import type { OtherWindows } from '../../ui/otherWindows';
import { recordFolders } from '../../ui/recordFolders';

/** What is remembered of jobs lies in the storage folder, which all windows share. */
export function createMemory(
  connections: Connections,
  log: vscode.LogOutputChannel,
  storageFolder: string,
): JobMemory {
  return new JobMemory({
    storage: jobFiles(path.join(storageFolder, recordFolders.jobs)),
    now: Date.now,
    realm: () => connections.realm,
    place: () => connections.place(),
    onError: (error) => log.error('Failed to save the state of a job:', String(error)),
  });
}

/** The one watcher of this window. */
export function createWatcher(
  services: readonly TuningService[],
  connections: Connections,
  memory: JobMemory,
): JobWatcher {
  return new JobWatcher(services, {
    clock: systemClock,
    // Google is asked as often as its own tutorial does; the sandbox's jobs take seconds and asking costs nothing.
    interval: () => (connections.kind === 'sandbox' ? 1000 : 5000),
    memory,
  });
}

/** Has the watcher follow the window and the connection. Asks a service only when a job ran when it was last heard of. */
export function keepWatching(
  watcher: JobWatcher,
  connections: Connections,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const resume = () => {
    watcher.resume().catch((error: unknown) => log.warn('Failed to refresh running jobs:', String(error)));
  };
  watcher.setFocused(vscode.window.state.focused);
  resume();
  return vscode.Disposable.from(
    vscode.window.onDidChangeWindowState(({ focused }) => watcher.setFocused(focused)),
    connections.onDidChange(() => {
      watcher.reset();
      resume();
    }),
  );
}

/** Remembers which states jobs were seen in. */
export function noteSeenStates(watcher: JobWatcher, memory: JobMemory): vscode.Disposable {
  return watcher.onDidChange(({ service, jobs }) => {
    const changed = new Set(jobs);
    for (const job of watcher.jobs(service).jobs.filter(({ name }) => changed.has(name))) {
      const before = memory.of(job)?.seen ?? [];
      if (withSeen(before, job, 0) === before) continue;
      const now = Date.now();
      void memory.change(job, (record) => {
        const seen = withSeen(record.seen, job, now); // another window may have seen it first
        return seen === record.seen ? record : { ...record, seen: [...seen] };
      });
    }
  });
}

/** What one window launches, changes or deletes, the others show: for that, each asks once. */
export function followOtherWindows(
  others: OtherWindows,
  watcher: JobWatcher,
  memory: JobMemory,
): vscode.Disposable {
  return vscode.Disposable.from(
    others,
    watcher.onDidTrack(() => others.tell()),
    memory.onDidDelete(({ isOwn }) => {
      if (isOwn) others.tell();
    }),
    others.onDidHear(() => {
      memory.load().catch((error: unknown) => memory.failed(error));
      const wasAsked = watcher.services.some(({ id }) => watcher.jobs(id).status !== 'unasked');
      if (wasAsked) void watcher.refresh();
    }),
  );
}
