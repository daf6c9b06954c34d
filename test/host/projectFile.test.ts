import assert from 'node:assert/strict';
import vscode from 'vscode';

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
    const severities = (
      wanted: (typeof vscode.DiagnosticSeverity)[keyof typeof vscode.DiagnosticSeverity][],
    ) =>
      until(
        () =>
          spacesOf(uri)
            .map(({ severity }) => severity)
            .join() === wanted.join(),
        () => spacesOf(uri),
      );
    const usual = spacesOf(uri).length > 0 ? spacesOf(uri) : await found(uri);
    assert.notEqual(usual[0]?.severity, vscode.DiagnosticSeverity.Error);

    await write('.tunewright.json', JSON.stringify({ severities: { 'outer-whitespace': 'error' } }));
    await severities([vscode.DiagnosticSeverity.Error]);
    await write('.tunewright.json', JSON.stringify({ severities: { 'outer-whitespace': 'off' } }));
    await severities([]);
    await write('data/.tunewright.json', JSON.stringify({ severities: { 'outer-whitespace': 'error' } }));
    await severities([vscode.DiagnosticSeverity.Error]); // the nearest one
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), 'data', '.tunewright.json'));
    await severities([]);
    await write('.tunewright.json', '{"severity": {}}'); // which is told, and not used
    await severities(usual.map(({ severity }) => severity));
  });
});

function spacesOf(uri: vscode.Uri): vscode.Diagnostic[] {
  const isIt = ({ code }: vscode.Diagnostic) =>
    (typeof code === 'object' ? code.value : code) === 'outer-whitespace';
  return vscode.languages.getDiagnostics(uri).filter(isIt);
}

async function found(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  await until(
    () => spacesOf(uri).length > 0,
    () => spacesOf(uri),
  );
  return spacesOf(uri);
}

async function until(isSo: () => boolean, seen: () => unknown): Promise<void> {
  for (const deadline = Date.now() + 20_000; !isSo(); await new Promise((later) => setTimeout(later, 20)))
    assert.ok(Date.now() < deadline, JSON.stringify(seen()));
}
