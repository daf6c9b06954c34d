import assert from 'node:assert/strict';
import vscode from 'vscode';
import { saved } from './saved';

describe('a project file', () => {
  const folder = () => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    return vscode.Uri.joinPath(uri, 'project');
  };
  const write = async (name: string, content: string) => {
    const uri = vscode.Uri.joinPath(folder(), name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    return uri;
  };
  after(() => vscode.workspace.fs.delete(folder(), { recursive: true }));

  it('decides for the training files below it, until it is gone', async () => {
    const line = JSON.stringify({ text_input: 'What is it? ', output: 'A test.' });
    const uri = await write('data/a.jsonl', `${line}\n`);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const severities = () =>
      spacesOf(uri)
        .map(({ severity }) => severity)
        .join();
    /** Written again when nobody notices: a busy system tells of no change in a folder that is new. */
    const decides = async (name: string, content: string, wanted: readonly unknown[]) => {
      for (const deadline = Date.now() + 60_000; ; ) {
        await write(name, content);
        if (await comes(() => severities() === wanted.join(), 5000)) return;
        assert.ok(Date.now() < deadline, `${name}: ${severities()}, not ${wanted}`);
      }
    };
    const usual = spacesOf(uri).length > 0 ? spacesOf(uri) : await found(uri);
    assert.notEqual(usual[0]?.severity, vscode.DiagnosticSeverity.Error);

    const outer = (severity: string) => JSON.stringify({ severities: { 'outer-whitespace': severity } });
    const error = vscode.DiagnosticSeverity.Error;
    await decides('.tunewright.json', outer('error'), [error]);
    await decides('.tunewright.json', outer('off'), []);
    const before = usual.map(({ severity }) => severity);
    await decides('.tunewright.json', '{"severity": {}}', before); // which is told, and not used
  });

  it('in a folder that is new decides as soon as it is saved in VS Code', async () => {
    const line = JSON.stringify({ text_input: 'What is it? ', output: 'A test.' });
    const uri = await write('new/inner/b.jsonl', `${line}\n`);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await found(uri);
    const file = await vscode.workspace.openTextDocument(await write('new/inner/.tunewright.json', '{}'));
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(0, 0, 1, 0);
    edit.replace(file.uri, whole, JSON.stringify({ severities: { 'outer-whitespace': 'hint' } }));
    await vscode.workspace.applyEdit(edit);
    await saved(file);
    assert.ok(await comes(() => spacesOf(uri)[0]?.severity === vscode.DiagnosticSeverity.Hint, 60_000));
  });
});

function spacesOf(uri: vscode.Uri): vscode.Diagnostic[] {
  const isIt = ({ code }: vscode.Diagnostic) =>
    (typeof code === 'object' ? code.value : code) === 'outer-whitespace';
  return vscode.languages.getDiagnostics(uri).filter(isIt);
}

async function found(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  assert.ok(await comes(() => spacesOf(uri).length > 0, 60_000));
  return spacesOf(uri);
}

async function comes(isSo: () => boolean, milliseconds: number): Promise<boolean> {
  for (
    const deadline = Date.now() + milliseconds;
    !isSo();
    await new Promise((later) => setTimeout(later, 20))
  )
    if (Date.now() > deadline) return false;
  return true;
}
