import * as vscode from 'vscode';
import { type DatasetDocuments, jsonlFiles } from './documents/datasetDocuments';

const kind = vscode.CodeActionKind.Empty.append('tunewright');

/** What can be done with an example. Only when asked for: a light bulb on every line would say nothing. */
export function offerLineActions(datasets: DatasetDocuments): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      if (context.triggerKind !== vscode.CodeActionTriggerKind.Invoke || !vscode.workspace.isTrusted)
        return [];
      const { line } = range.start;
      const shown = datasets.get(document)?.line(line);
      if (!shown?.reading.isExample || !shown.example?.valid) return [];
      const action = new vscode.CodeAction(vscode.l10n.t('Try in Playground'), kind);
      action.command = {
        command: 'tunewright.promptWithLine',
        title: action.title,
        arguments: [document.uri, line],
      };
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider(jsonlFiles, provider, {
    providedCodeActionKinds: [kind],
  });
}
