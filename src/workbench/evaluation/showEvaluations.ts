import * as vscode from 'vscode';
import { resultsEnding } from '../../evaluation/results/records';
import type { ErrorBoundary } from '../ui/errorBoundary';
import type { Workbench } from '../workbench';
import { compareWith } from './page/compareWith';
import { EvaluationEditor } from './page/evaluationEditor';
import { exportResults } from './page/exportResults';
import { goToRow, tryRow } from './page/rowActions';

/** The pages of results, and the offer to resume what the last window left unfinished. */
export function showEvaluations(workbench: Workbench, boundary: ErrorBoundary): vscode.Disposable {
  const editor = new EvaluationEditor({
    ...workbench,
    boundary,
    actions: {
      exportResults,
      compareWith,
      goToRow,
      tryRow: async (results, row, file) => tryRow(workbench, results, row, file),
    },
  });
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
    editor,
    workbench.evaluations,
    batchRuns,
    files,
    files.onDidCreate(isBack),
    files.onDidChange(isBack),
    connections.onDidChange(resumeBatches),
  );
}
