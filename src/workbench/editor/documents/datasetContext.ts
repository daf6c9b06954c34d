import * as vscode from 'vscode';
import type { DatasetDocuments } from './datasetDocuments';

/** Keeps the context key `tunewright.isDataset`, by which menus know whether a training file is in front. */
export function trackDatasetContext(datasets: DatasetDocuments): vscode.Disposable {
  let told: boolean | undefined;
  const tell = () => {
    const document = vscode.window.activeTextEditor?.document;
    const isDataset = document !== undefined && datasets.get(document)?.isDataset === true;
    if (isDataset === told) return;
    told = isDataset;
    void vscode.commands.executeCommand('setContext', 'tunewright.isDataset', isDataset);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    datasets.onDidChange((document) => {
      if (document === vscode.window.activeTextEditor?.document) tell();
    }),
  );
}
