import * as vscode from 'vscode';
import { settings } from '../settings';
import type { Workbench } from './workbench';

/** Starts the sandbox, shows its jobs, and stays with it until the user disconnects. */
export async function startSandbox({ connections }: Workbench): Promise<void> {
  await settings.connection.set('sandbox');
  await vscode.window.withProgress(
    { location: { viewId: 'tunewright.tuning' }, title: vscode.l10n.t('Starting the sandbox…') },
    () => connections.connect(AbortSignal.timeout(30_000)),
  );
  await showTuningView();
}

/** Uses the Application Default Credentials of this machine. */
export async function connectGoogle({ connections }: Workbench): Promise<void> {
  const before = settings.connection.value ?? 'none';
  await settings.connection.set('google');
  try {
    await vscode.window.withProgress(
      { location: { viewId: 'tunewright.tuning' }, title: vscode.l10n.t('Looking for Google credentials…') },
      () => connections.connect(AbortSignal.timeout(30_000)),
    );
  } catch (error) {
    await settings.connection.set(before);
    throw error;
  }
  await showTuningView();
}

export async function disconnect(): Promise<void> {
  await settings.connection.set('none');
}

export async function showTuningView(): Promise<void> {
  await vscode.commands.executeCommand('tunewright.tuning.focus');
}
