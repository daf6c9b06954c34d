import path from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../../base/wakefulTimer';
import type { TuningService } from '../../../tuning/contract/service';
import { jobFiles } from '../../../tuning/watch/jobEndings';
import { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { Connections } from '../../connection/connections';
import type { OtherWindows } from '../../ui/otherWindows';
import { recordFolders } from '../../ui/recordFolders';
import type { DeletedModels } from '../tree/deletedModels';

/** The one watcher of this window. What it remembers lies in the storage folder, which all windows share. */
export function createWatcher(
  services: readonly TuningService[],
  connections: Connections,
  log: vscode.LogOutputChannel,
  storageFolder: string,
): JobWatcher {
  return new JobWatcher(services, {
    clock: systemClock,
    // Google is asked as often as its own tutorial does; the sandbox's jobs take seconds and asking costs nothing.
    interval: () => (connections.kind === 'sandbox' ? 1000 : 5000),
    memory: {
      storage: jobFiles(path.join(storageFolder, recordFolders.jobs)),
      now: Date.now,
      realm: () => connections.realm,
      place: () => connections.place(),
      onError: (error) => log.error('Failed to save the state of running jobs:', String(error)),
    },
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

/** What one window launches, changes or deletes, the others show: for that, each asks once. */
export function followOtherWindows(
  others: OtherWindows,
  watcher: JobWatcher,
  deleted: DeletedModels,
): vscode.Disposable {
  let isHearing = false;
  return vscode.Disposable.from(
    others,
    watcher.onDidTrack(() => others.tell()),
    deleted.onDidChange(() => {
      if (!isHearing) others.tell();
    }),
    others.onDidHear(() => {
      isHearing = true;
      deleted.lookAgain();
      isHearing = false;
      const wasAsked = watcher.services.some(({ id }) => watcher.jobs(id).status !== 'unasked');
      if (wasAsked) void watcher.refresh();
    }),
  );
}
