import assert from 'node:assert/strict';
import vscode from 'vscode';

const good = '{"text_input": "1", "output": "2"}';

describe('a training file in the extension host', () => {
  it('shows a problem at its place, with a link to the rule', async () => {
    const document = await open([good, '{"text_inputs": "3", "output": "4"}']);
    const [problem] = await diagnosticsOf(document, 1);
    assert.ok(problem);
    assert.equal(document.getText(problem.range), '"text_inputs"');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(typeof problem.code === 'object' && problem.code.value, 'misspelt-key');
  });

  it('mends a problem by its quick fix, in one undo step', async () => {
    const wrong = '{"text_inputs": "3", "output": "4"}';
    const document = await open([good, wrong]);
    const [problem] = await diagnosticsOf(document, 1);
    assert.ok(problem);
    const [action] = await actionsAt(document, problem.range, vscode.CodeActionKind.QuickFix);
    assert.ok(action?.edit, 'There is no quick fix.');
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.lineAt(1).text, '{"text_input": "3", "output": "4"}');
    await diagnosticsOf(document, 0);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.lineAt(1).text, wrong);
  });

  it('mends all problems of a kind, and by the source action all that may be mended on save', async () => {
    const document = await open([
      good,
      '{"text_inputs": "3", "output": "4"}',
      '{"text_inputs": "5", "output": "6",}',
    ]);
    await diagnosticsOf(document, 2);
    const ofKind = await actionsAt(document, document.lineAt(1).range, vscode.CodeActionKind.QuickFix);
    assert.deepEqual(
      ofKind.map(({ title }) => title),
      ['Change to “text_input”'],
      'The second misspelt key is still hidden behind its JSON error.',
    );
    const [all] = await actionsAt(document, new vscode.Range(0, 0, 0, 0), vscode.CodeActionKind.SourceFixAll);
    assert.ok(all?.edit, 'There is no source action.');
    await vscode.workspace.applyEdit(all.edit);
    assert.equal(
      document.getText(),
      [good, '{"text_input": "3", "output": "4"}', '{"text_input": "5", "output": "6"}'].join('\n'),
    );
    await diagnosticsOf(document, 0);
  });
});

/** Shows an untitled JSONL file with these lines. */
async function open(lines: readonly string[]): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content: lines.join('\n') });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Waits until the document has so many problems above `hint`. */
async function diagnosticsOf(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    if (found.length === count) return found;
    assert.ok(
      Date.now() < deadline,
      `${count} problems were expected, there are: ${found.map(({ message }) => message).join(' | ')}`,
    );
  }
}

function actionsAt(
  { uri }: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind.value, 10);
}
