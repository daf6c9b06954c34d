import * as vscode from 'vscode';
import { commands } from './workbench/commands';
import { GoogleAuthenticationProvider } from './workbench/connection/signIn/authenticationProvider';
import { signOutAccount } from './workbench/connection/signIn/connectGoogle';
import { signInAnew } from './workbench/connection/signIn/signIn';
import { createWorkbench } from './workbench/createWorkbench';
import { registerEditorFeatures } from './workbench/editor/editorFeatures';
import { showEvaluations } from './workbench/evaluation/showEvaluations';
import { announceSameLaunch } from './workbench/jobs/notifications/announceSameLaunch';
import { announceEndedJobs } from './workbench/jobs/notifications/jobNotifications';
import { showJobStatus } from './workbench/jobs/notifications/jobStatusBar';
import { announceInterrupted } from './workbench/launch/interrupted/interruptedLaunch';
import { showPlanCodeLens } from './workbench/launch/plan/planCodeLens';
import { showLaunchedTexts } from './workbench/launch/provenance/launchedText';
import { ErrorBoundary } from './workbench/ui/errorBoundary';
import { requireTrust } from './workbench/ui/trust';

/**
 * Builds each part and registers it. Nothing is asked of any server or loaded before a user does something, unless a job,
 * launch, batch or evaluation of theirs was still on its way when the last window closed.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Tunewright', { log: true });
  const boundary = new ErrorBoundary(log);
  const workbench = createWorkbench(context, log, boundary);
  const { connections, credentials, datasets, launching, pictures, watcher } = workbench;
  const { accounts } = credentials;
  const resumeLaunches = () => {
    if (connections.kind === 'none') return;
    void boundary.run('Resume launches', () => launching.resume());
  };

  context.subscriptions.push(
    log,
    new GoogleAuthenticationProvider(accounts, {
      async signIn() {
        requireTrust();
        return signInAnew(accounts);
      },
      signOut: (account) => signOutAccount(workbench, account),
    }),
    showEvaluations(workbench, boundary),
    registerEditorFeatures(datasets, pictures, log),
    showPlanCodeLens(),
    showLaunchedTexts(),
    connections.onDidChange(resumeLaunches),
    announceEndedJobs(watcher, log),
    announceInterrupted(workbench, boundary),
    announceSameLaunch(watcher, context.globalState),
    showJobStatus(watcher),
    ...Object.entries(commands).map(([name, run]) =>
      boundary.command(`tunewright.${name}`, (...args) => run(workbench, ...args)),
    ),
  );
  datasets.start();
  resumeLaunches(); // asks a service only when a launch broke off
}
