import assert from 'node:assert/strict';
import vscode from 'vscode';

describe('a file of very many lines', () => {
  it('opens as text, and is not read line by line, which would fill the memory of the extension host', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'many.jsonl');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('x\n'.repeat(600_000)));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    assert.deepEqual(await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri), []);
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(uri);
  });
});
