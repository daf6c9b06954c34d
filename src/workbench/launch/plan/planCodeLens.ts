import * as vscode from 'vscode';
import { planFiles } from './planSelector';

/** Above the first line of a plan file: launch it, or hear what that would do. */
export function showPlanCodeLens(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(planFiles, {
    provideCodeLenses({ uri }) {
      const at = new vscode.Range(0, 0, 0, 0);
      return [
        new vscode.CodeLens(at, {
          title: vscode.l10n.t('$(rocket) Launch'),
          command: 'tunewright.launchPlan',
          arguments: [uri],
        }),
        new vscode.CodeLens(at, {
          title: vscode.l10n.t('$(checklist) Check'),
          command: 'tunewright.checkPlan',
          arguments: [uri],
        }),
      ];
    },
  });
}
