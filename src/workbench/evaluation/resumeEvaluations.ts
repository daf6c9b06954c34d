import * as vscode from 'vscode';
import { resultsEnding } from '../../evaluation/results/records';
import type { ErrorBoundary } from '../ui/errorBoundary';
import type { Workbench } from '../workbench';

/** Offers to resume what the last window left unfinished, and reads answers whose results file was away. */
export function resumeEvaluations(workbench: Workbench, boundary: ErrorBoundary): vscode.Disposable {
  void boundary.run('Unfinished evaluations', () => workbench.evaluations.offerUnfinished());
  const { batchRuns, connections } = workbench;
  const resumeBatches = () => {
    if (connections.kind !== 'none') void boundary.run('Resume batches', () => batchRuns.resume());
  };
  // Such as by switching branches: answers that waited for their file are read now. Another evaluation in its place that
  // makes room for it is one change to VS Code.
  const files = vscode.workspace.createFileSystemWatcher(`**/*${resultsEnding}`, false, false, true);
  const isBack = ({ fsPath }: vscode.Uri) => {
    if (batchRuns.progress(fsPath)?.isUnread) resumeBatches();
  };
  resumeBatches(); // asks a service only when a batch was sent
  return vscode.Disposable.from(
    workbench.evaluations,
    batchRuns,
    files,
    files.onDidCreate(isBack),
    files.onDidChange(isBack),
    connections.onDidChange(resumeBatches),
  );
}
