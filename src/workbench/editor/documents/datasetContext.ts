import * as vscode from 'vscode';
import { setContext } from '../../ui/contextKeys';
import type { DatasetDocuments } from './datasetDocuments';

/** Keeps the context key `tunewright.isDataset`, by which menus know whether a training file is in front. */
export function trackDatasetContext(datasets: DatasetDocuments): vscode.Disposable {
  const tell = () => {
    const document = vscode.window.activeTextEditor?.document;
    setContext('tunewright.isDataset', document !== undefined && datasets.get(document)?.isDataset === true);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    datasets.onDidChange((document) => {
      if (document === vscode.window.activeTextEditor?.document) tell();
    }),
  );
}
