import assert from 'node:assert/strict';
import vscode from 'vscode';

const line = (input: string, output: string) => JSON.stringify({ text_input: input, output });

describe('the files of a pair', () => {
  const folder = () => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    return vscode.Uri.joinPath(uri, 'pairs');
  };
  const write = async (name: string, content: string) => {
    const uri = vscode.Uri.joinPath(folder(), name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    return uri;
  };
  after(() => vscode.workspace.fs.delete(folder(), { recursive: true }));

  it('show what stands in both, in both, with each edit; what is not open counts as it is on disk', async () => {
    const training = await write('faq.train.jsonl', [line('1', 'one'), line('2', 'two')].join('\n'));
    const validation = await write('faq.validation.jsonl', [line('2', 'TWO'), line('3', 'three')].join('\n'));
    await show(training);
    const [leak] = await leaksOf(training, 1);
    assert.equal(leak?.range.start.line, 1);
    assert.match(leak?.message ?? '', /is in .*faq\.validation\.jsonl/);

    const open = await show(validation);
    assert.equal((await leaksOf(validation, 1))[0]?.range.start.line, 0);
    await edit(open, new vscode.Range(0, 0, 0, open.lineAt(0).text.length), line('20', 'twenty'));
    await leaksOf(validation, 0);
    await leaksOf(training, 0);
    await edit(open, new vscode.Range(1, 0, 1, open.lineAt(1).text.length), line('1', 'one more'));
    assert.equal((await leaksOf(training, 1))[0]?.range.start.line, 0);
    assert.equal((await leaksOf(validation, 1))[0]?.range.start.line, 1);
    assert.ok(open.isDirty);
    await open.save();

    await write('faq.validation.jsonl', `${line('1', 'one')}\n${line('2', 'two')}\n`);
    await leaksOf(training, 2);
  });

  it('are those that a plan names', async () => {
    const training = await write('a.jsonl', line('1', 'one'));
    await write('b.jsonl', line('1', 'eins'));
    await show(training);
    await leaksOf(training, 0);
    const plan = {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      displayName: 'a',
      hyperparameters: {},
      dataset: 'a.jsonl',
      validation: 'b.jsonl',
    };
    await write('a.tune.json', JSON.stringify(plan));
    await leaksOf(training, 1);
  });
});

async function show(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

async function edit({ uri }: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, text);
  await vscode.workspace.applyEdit(change);
}

async function leaksOf(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  for (const deadline = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = vscode.languages
      .getDiagnostics(uri)
      .filter(({ code }) => typeof code === 'object' && code.value === 'leakage');
    if (found.length === count) return found;
    assert.ok(Date.now() < deadline, `${count} leaks were expected, there are ${found.length}`);
  }
}
