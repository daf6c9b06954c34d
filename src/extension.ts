import * as vscode from 'vscode';
import { GoogleAuthenticationProvider } from './workbench/auth/authenticationProvider';
import { signInAnew } from './workbench/auth/signIn';
import { commands } from './workbench/commands/index';
import { signOutAccount } from './workbench/commands/signIn';
import { createWorkbench } from './workbench/createWorkbench';
import { registerEditorFeatures } from './workbench/editor/editorFeatures';
import { showPlanCodeLens } from './workbench/editor/planCodeLens';
import { ErrorBoundary } from './workbench/errorBoundary';
import { showEvaluations } from './workbench/evaluating/showEvaluations';
import { announceInterrupted } from './workbench/launching/interruptedLaunch';
import { requireTrust } from './workbench/trust';
import { announceEndedJobs } from './workbench/views/jobNotifications';
import { showJobStatus } from './workbench/views/jobStatusBar';
import { announceSameLaunch } from './workbench/views/sameLaunch';

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
