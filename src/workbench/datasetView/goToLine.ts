import * as vscode from 'vscode';

/**
 * Shows a line in the text editor, where it does not hide the view that asks. Also of files that are too large to be
 * documents.
 * @param from the column of the view
 */
export async function goToLine(
  uri: vscode.Uri,
  line: number,
  from: vscode.ViewColumn | undefined,
): Promise<void> {
  const shown = vscode.window.tabGroups.all.find(
    ({ viewColumn, tabs }) => viewColumn !== from && tabs.some((tab) => isTextOf(tab, uri)),
  );
  const options: vscode.TextDocumentShowOptions = {
    selection: new vscode.Range(line, 0, line, 0),
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
    preview: false,
  };
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', options);
}

function isTextOf({ input }: vscode.Tab, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
