import type * as vscode from 'vscode';
import { commands } from './commands';
import type { Accounts } from './connection/signIn/accounts';
import { signOutAccount } from './connection/signIn/connectGoogle';
import { signInAnew } from './connection/signIn/signIn';
import { createWorkbench } from './createWorkbench';
import { datasetEditors } from './datasetView/datasetEditors';
import { goToLine } from './datasetView/goToLine';
import { offerDatasetView } from './datasetView/offerDatasetView';
import { registerEditorFeatures } from './editor/editorFeatures';
import { markForeignFiles } from './editor/foreignFiles';
import { showRulePage } from './editor/problems/rulePages';
import type { OpenWorkbench } from './entry/entries';
import { compareWith } from './evaluation/page/compareWith';
import { EvaluationEditor } from './evaluation/page/evaluationEditor';
import { exportResults } from './evaluation/page/exportResults';
import { fixRow, fixRows } from './evaluation/page/fixRows';
import { goToRow, tryRow } from './evaluation/page/rowActions';
import { resumeEvaluations } from './evaluation/resumeEvaluations';
import { openLink } from './jobs/links/openLink';
import { announceSameLaunch } from './jobs/notifications/announceSameLaunch';
import { runTaskAtEnd } from './jobs/notifications/endTask';
import { announceEndedJobs } from './jobs/notifications/jobNotifications';
import { showJobStatus } from './jobs/notifications/jobStatusBar';
import { tellWebhook } from './jobs/notifications/tellWebhook';
import { announceInterrupted } from './launch/interrupted/interruptedLaunch';
import { showPlanCodeLens } from './launch/plan/planCodeLens';
import { ErrorBoundary } from './ui/errorBoundary';
import { showReadOnlyTexts } from './ui/readOnlyText';
import { requireTrust } from './ui/trust';

/** Builds each part of the window and registers what needs no name. Goes on with what the last window left unfinished. */
export function openWorkbench(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  accounts: Accounts,
): OpenWorkbench {
  const boundary = new ErrorBoundary(log);
  const workbench = createWorkbench(context, log, boundary, accounts);
  const { connections, datasets, launching, found, memory, pictures, tokenCounter, watcher } = workbench;
  const resumeLaunches = () => {
    if (connections.kind === 'none') return;
    void boundary.run('Resume launches', () => launching.resume());
  };

  context.subscriptions.push(
    resumeEvaluations(workbench, boundary),
    registerEditorFeatures({ datasets, found, pictures, tokenCounter, log }),
    markForeignFiles(),
    offerDatasetView(context.workspaceState, boundary),
    showPlanCodeLens(),
    showReadOnlyTexts(),
    connections.onDidChange(resumeLaunches),
    announceEndedJobs(watcher, log),
    tellWebhook(watcher, connections, log),
    runTaskAtEnd(watcher, memory, log),
    announceInterrupted(workbench, boundary),
    announceSameLaunch(watcher, memory, connections),
    showJobStatus(watcher),
  );
  datasets.start();
  resumeLaunches(); // asks a service only when a launch broke off
  return {
    run(command, args) {
      const run = commands[command];
      if (run === undefined) throw new Error(`Unknown command ${command}.`);
      return boundary.run(`tunewright.${command}`, () => run(workbench, ...args));
    },
    openLink: (link) => boundary.run('link', () => openLink(workbench, link)),
    pages: {
      compareDatasets: workbench.datasetComparisons,
      compareRuns: workbench.runComparisons,
      jobPage: workbench.jobPages,
      playground: workbench.playgrounds.pages,
    },
    results: new EvaluationEditor({
      ...workbench,
      boundary,
      actions: {
        exportResults,
        compareWith,
        goToRow,
        tryRow: async (results, row, file) => tryRow(workbench, results, row, file),
        fixRow,
        fixRows: (results, rows, file) => fixRows(workbench, results, rows, file),
      },
    }),
    datasetViews: datasetEditors({
      ...workbench,
      boundary,
      counter: tokenCounter,
      memory: context.workspaceState,
      goToLine,
      showRule: showRulePage,
    }),
    examples: workbench.exampleFiles,
    prepareTool: async (tool, title, input) =>
      (await import('./agents/agentTools')).prepareAgentTool(tool, title, input),
    runTool: async (tool, options, token) =>
      (await import('./agents/agentTools')).runAgentTool(workbench, tool, options, token),
    async chatModels() {
      const models = new (await import('./chat/chatModels')).ChatModels(workbench);
      context.subscriptions.push(models);
      return models;
    },
    signIn: async () => {
      requireTrust();
      return signInAnew(accounts);
    },
    signOut: (account) => signOutAccount(workbench, account),
  };
}
