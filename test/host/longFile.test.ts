import assert from 'node:assert/strict';
import vscode from 'vscode';
import { isTooLarge } from '../../src/workbench/editor/documents/tooLarge';

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

  it('has as many lines on disk as in an editor, which also ends them at a return and counts an empty last one', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'ends.jsonl');
    const most = 500_000;
    for (const [text, isLarge] of [
      ['x\n'.repeat(most), true],
      ['xy\n'.repeat(most - 1), false],
      ['xy\r'.repeat(most), true],
      ['x\r\n'.repeat(most - 1), false],
    ] as const) {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      assert.equal(await isTooLarge(uri), isLarge, JSON.stringify(text.slice(0, 4)));
      const document = await vscode.workspace.openTextDocument({ content: text });
      assert.equal(document.lineCount > most, isLarge);
    }
    await vscode.workspace.fs.delete(uri);
  });

  it('is not read from disk while it is open: its document knows how many lines it has', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'open.txt');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('x'.repeat(600_000)));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '\n'.repeat(600_000));
    await vscode.workspace.applyEdit(edit);
    assert.equal(await isTooLarge(uri), true);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(uri);
  });
});
