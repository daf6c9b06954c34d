import * as vscode from 'vscode';

/** Wherever the file would be, also where there is no disk. */
export function exists(file: vscode.Uri): Promise<boolean> {
  return Promise.resolve(
    vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    ),
  );
}
