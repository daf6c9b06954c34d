import * as vscode from 'vscode';
import { type DatasetDocuments, jsonlFiles } from './datasetDocuments';

/** Above the first line of a training file: what it holds, and the way on. */
export function showCodeLens(datasets: DatasetDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const dataset = datasets.get(document);
      if (!dataset?.isDataset) return [];
      const first = new vscode.Range(0, 0, 0, 0);
      const { exampleCount, problemCount, format } = dataset;
      const examples =
        exampleCount === 1 ? vscode.l10n.t('1 example') : vscode.l10n.t('{0} examples', exampleCount);
      const problems =
        problemCount === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', problemCount);
      return [
        new vscode.CodeLens(first, {
          title: vscode.l10n.t('$(rocket) Tune Model…'),
          command: 'tunewright.tuneModel',
          arguments: [document.uri],
        }),
        new vscode.CodeLens(first, {
          title: [format?.label, examples, problemCount === 0 ? vscode.l10n.t('no problems') : problems].join(
            ' · ',
          ),
          command: problemCount === 0 ? '' : 'workbench.actions.view.problems',
        }),
      ];
    },
  };
  return vscode.Disposable.from(
    changed,
    datasets.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(jsonlFiles, provider),
  );
}
