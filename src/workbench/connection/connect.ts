import * as vscode from 'vscode';
import { settings } from '../ui/settings';
import type { Workbench } from '../workbench';

/** Starts the sandbox, shows its jobs, and stays with it until the user disconnects. */
export async function startSandbox({ connections, watcher }: Workbench): Promise<void> {
  const isAgain = connections.kind === 'sandbox'; // it has stopped
  await settings.connection.set('sandbox');
  await vscode.window.withProgress(
    { location: { viewId: 'tunewright.tuning' }, title: vscode.l10n.t('Starting the sandbox…') },
    () => connections.connect(AbortSignal.timeout(30_000)),
  );
  if (isAgain) await watcher.refresh();
  await showTuningView();
}

export async function disconnect(): Promise<void> {
  await settings.connection.set('none');
}

export async function showTuningView(): Promise<void> {
  await vscode.commands.executeCommand('tunewright.tuning.focus');
}
