import * as vscode from 'vscode';
import { mayNameObjects } from '../../dataset/media/storedFiles';
import { settings } from '../ui/settings';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { jsonlFiles } from './documents/jsonlFiles';

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
      return [action, ...(namesObject(shown.text) ? [checkAction(document)] : [])];
    },
  };
  return vscode.languages.registerCodeActionsProvider(jsonlFiles, provider, {
    providedCodeActionKinds: [kind],
  });
}

function namesObject(text: string): boolean {
  return mayNameObjects(text) && settings.connection.value !== 'none';
}

function checkAction({ uri }: vscode.TextDocument): vscode.CodeAction {
  const title = vscode.l10n.t('Check Files in Cloud Storage');
  const action = new vscode.CodeAction(title, kind);
  action.command = { command: 'tunewright.checkStoredFiles', title, arguments: [uri] };
  return action;
}
