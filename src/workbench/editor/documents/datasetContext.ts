import * as vscode from 'vscode';
import { setContext } from '../../ui/contextKeys';
import type { DatasetDocuments } from './datasetDocuments';
import { documentInFront } from './datasetInFront';

/** Keeps the context key `tunewright.isDataset`, by which menus know whether a training file is in front. */
export function trackDatasetContext(datasets: DatasetDocuments): vscode.Disposable {
  const tell = () => {
    const document = documentInFront();
    setContext('tunewright.isDataset', document !== undefined && datasets.get(document)?.isDataset === true);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
    datasets.onDidChange((document) => {
      if (document === documentInFront()) tell();
    }),
  );
}
