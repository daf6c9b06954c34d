import * as vscode from 'vscode';

/** Throws `CancellationError` when the user picks nothing. */
export async function pickValue<Value>(
  items: readonly (vscode.QuickPickItem & { readonly value: Value })[],
  placeHolder: string,
): Promise<Value> {
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.value;
}
