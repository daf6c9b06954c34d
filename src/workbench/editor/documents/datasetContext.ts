import * as vscode from 'vscode';
import { setContext } from '../../ui/contextKeys';
import type { DatasetDocuments } from './datasetDocuments';
import { documentInFront } from './datasetInFront';
import { isPeek } from './jsonlFiles';

/** Keeps the context key `tunewright.isDataset`, by which menus know whether a training file is in front. */
export function trackDatasetContext(datasets: DatasetDocuments): vscode.Disposable {
  const tell = () => {
    const document = documentInFront();
    const isDataset = document && !isPeek(document) && datasets.get(document)?.isDataset === true;
    setContext('tunewright.isDataset', isDataset === true);
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
