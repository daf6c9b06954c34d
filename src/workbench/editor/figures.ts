import * as vscode from 'vscode';

/** A number with the separators of the user's language. */
export function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

export function problemsText(problems: number): string {
  if (problems === 0) return vscode.l10n.t('no problems');
  return problems === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', count(problems));
}
