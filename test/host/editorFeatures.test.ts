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

  it('holds an example to the limit of tokens by the exact count, never by its length', async () => {
    const line = (text: string) =>
      JSON.stringify({
        contents: [
          { role: 'user', parts: [{ text: 'q' }] },
          { role: 'model', parts: [{ text }] },
        ],
      });
    // By four characters a token the first would be too long as well: long words of one token, drawn at random.
    const long = ['international', 'responsibility', 'understanding', 'information'];
    let seed = 1;
    const words = Array.from({ length: 45_000 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return long[seed >>> 30];
    }).join(' ');
    const letters = Array.from({ length: 60_000 }, (_, i) => `q${i}x`).join(' ');
    const document = await open([line(words), line(letters)]);
    const [problem] = await diagnosticsOf(document, 1);
    assert.equal(problem?.range.start.line, 1);
    assert.match(
      problem.message,
      /^The example has [\d,]+ tokens\. Gemini 3\.5 Flash supports up to 131,072\.$/,
    );
  });

  it('mends turns in a row, and an answer beside the turns, by their quick fixes', async () => {
    const turn = (role: string, text: string) => `{"role": "${role}", "parts": [{"text": "${text}"}]}`;
    const [q, p, a] = [turn('user', 'q'), turn('user', 'p'), turn('model', 'a')];
    const document = await open([
      `{"contents": [${turn('user', 'o')}, ${a}]}`,
      `{"contents": [${q}, ${p}, ${a}]}`,
      `{"contents": [${p}], "completion": ${a}}`,
    ]);
    for (const [line, title] of [
      [1, 'Join these turns'],
      [2, 'Move it to the end of "contents"'],
    ] as const) {
      const problems = await diagnosticsOf(document, 3 - line);
      const own = problems.find(({ range }) => range.start.line === line);
      assert.ok(own, `There is no problem on line ${line}.`);
      const actions = await actionsAt(document, own.range, vscode.CodeActionKind.QuickFix);
      const action = actions.find((each) => each.title === title);
      assert.ok(action?.edit, actions.map((each) => each.title).join());
      await vscode.workspace.applyEdit(action.edit);
    }
    await diagnosticsOf(document, 0);
    const joined = '{"role": "user", "parts": [{"text": "q"}, {"text": "p"}]}';
    assert.equal(document.lineAt(1).text, `{"contents": [${joined}, ${a}]}`);
    assert.equal(document.lineAt(2).text, `{"contents": [${p}, ${a}]}`);
  });

  it('lets VS Code take no U+2028 for a line end that it may remove', async () => {
    const document = await open([good]);
    const settings = vscode.workspace.getConfiguration('editor', document);
    assert.equal(settings.get('unusualLineTerminators'), 'off');
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
      ['Change to "text_input"'],
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

  it('offers to mend all of a kind, and mends on save what may be mended without a look', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'saved.jsonl');
    const wrong = [good, '{"text_inputs": "3", "output": "4"}', '{"text_inputs": "5", "output": "6"}'];
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(wrong.join('\n')));
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await diagnosticsOf(document, 2);
    const titles = (await actionsAt(document, document.lineAt(1).range, vscode.CodeActionKind.QuickFix)).map(
      ({ title }) => title,
    );
    assert.deepEqual(titles, ['Change to "text_input"', 'Fix all in file: Misspelled key']);
    const settings = vscode.workspace.getConfiguration('editor');
    await settings.update('codeActionsOnSave', { 'source.fixAll.tunewright': 'explicit' }, true);
    try {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));
      await document.save();
      assert.equal(document.getText().match(/"text_input"/g)?.length, 3);
      assert.equal(document.isDirty, false);
    } finally {
      await settings.update('codeActionsOnSave', undefined, true);
    }
  });

  it('grows a selection from the text to the line', async () => {
    const document = await open([good]);
    const [range]: vscode.SelectionRange[] = await vscode.commands.executeCommand(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [new vscode.Position(0, good.indexOf('2'))],
    );
    const texts: string[] = [];
    for (let at = range; at; at = at.parent) texts.push(document.getText(at.range));
    assert.deepEqual(
      ['"2"', '"output": "2"', good].filter((text) => !texts.includes(text)),
      [],
    );
  });

  it('shows how long a line is only when a setting asks for it', async () => {
    const document = await open([good, '']);
    const hints = async (): Promise<vscode.InlayHint[]> =>
      vscode.commands.executeCommand(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, 2, 0),
      );
    assert.deepEqual(await hints(), []);
    const settings = vscode.workspace.getConfiguration('tunewright.editor');
    await settings.update('lineHints', true, true);
    try {
      const shown = async () =>
        (await hints()).map(({ label, position }) => `${position.line} ${String(label)}`);
      for (const deadline = Date.now() + 60_000; ; ) {
        const texts = await shown();
        if (texts.join() === '0 2 tokens') break;
        assert.deepEqual(texts, ['0 ≈ 1 tokens']); // until it is counted
        assert.ok(Date.now() < deadline, 'The tokens are not counted.');
      }
    } finally {
      await settings.update('lineHints', undefined, true);
    }
  });

  it('shows the example under the mouse as a conversation', async () => {
    const document = await open([
      '{"contents": [{"role": "user", "parts": [{"text": "Say\\n*hi*"}]}, {"role": "model", "parts": [{"text": "Hi"}]}]}',
    ]);
    const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 5),
    );
    const contents = hovers
      .flatMap((hover) => hover.contents)
      .map((part) => (part as vscode.MarkdownString).value);
    const [text, figures] = contents;
    assert.match(text ?? '', /\*\*User\*\*\n\nSay\\\n\\\*hi\\\*\n\n---\n\n\*\*Model\*\*/);
    assert.match(figures ?? '', /8 input characters · 2 output characters · (≈ )?\d tokens/);
  });

  it('tells above the first line what the file holds', async () => {
    const document = await open([good, good]);
    await diagnosticsOf(document, 1);
    const lenses: vscode.CodeLens[] = await vscode.commands.executeCommand(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const titles = lenses.map(({ command }) => command?.title ?? '');
    assert.match(titles[0] ?? '', /Tune Model/);
    assert.match(titles[1] ?? '', /2 examples · (≈ )?\d tokens · cost unknown/);
    assert.match(titles[2] ?? '', /[1-9] problem/);
    for (const deadline = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const later: vscode.CodeLens[] = await vscode.commands.executeCommand(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      if (/2 examples · 4 tokens/.test(later[1]?.command?.title ?? '')) break; // one for each digit
      assert.ok(Date.now() < deadline, `The tokens were not counted: ${later[1]?.command?.title}`);
    }
  });

  it('completes whole examples on an empty line, keys in an object, and nothing in other JSONL', async () => {
    const document = await open([good, '', '{"text_input": "3", }']);
    const empty = await completionsAt(document, 1, 0);
    assert.deepEqual(
      empty[0]?.insertText,
      new vscode.SnippetString('{"text_input": "$1", "output": "$2"}$0'),
    );
    const keys = await completionsAt(document, 2, document.lineAt(2).text.length - 1);
    assert.deepEqual(
      keys.map(({ label }) => label),
      ['output'],
    );
    const log = await open(['{"time": 1, "level": "info"}', '']);
    assert.deepEqual(await completionsAt(log, 1, 0, '\n'), []);
    const fresh = await open(['']);
    assert.ok((await completionsAt(fresh, 0, 0, '\n')).length > 3);
    const typed = await open(['{"']);
    const firstKeys = (await completionsAt(typed, 0, 2, '"')).map(({ label }) => label);
    assert.deepEqual(
      ['text_input', 'contents', 'messages'].filter((key) => !firstKeys.includes(key)),
      [],
    );
  });

  it('lists the examples by their first words, with their responses', async () => {
    const document = await open([
      good,
      '',
      '{"text_input": "What is\\nthis?", "output": "A test"}',
      '{"text_input": "أين الطرد 3؟", "output": "בדרך (3)"}',
    ]);
    const symbols: vscode.DocumentSymbol[] = await vscode.commands.executeCommand(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail, range }) => `${range.start.line} ${name}: ${detail}`),
      ['0 1: 2', '2 What is this?: A test', '3 \u2068أين الطرد 3؟\u2069: \u2068בדרך (3)\u2069'],
    );
  });

  it('leads from a duplicate to its twin', async () => {
    const document = await open([good, '{"text_input": "3", "output": "4"}', good]);
    const links: vscode.LocationLink[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      document.uri,
      new vscode.Position(2, 4),
    );
    assert.deepEqual(
      links.map(({ targetRange }) => targetRange.start.line),
      [0],
    );
  });

  it('finds near duplicates on demand, and forgets them with the next edit', async () => {
    const long = 'How do I change the address that my parcel is sent to before it leaves the store today';
    const document = await open([
      `{"text_input": "${long}?", "output": "In your account, under orders."}`,
      good,
      `{"text_input": "${long}!", "output": "In your account, under orders."}`,
    ]);
    await vscode.commands.executeCommand('tunewright.findNearDuplicates');
    const found = () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ code }) => typeof code === 'object' && code.value === 'near-duplicate');
    assert.deepEqual(
      found().map(({ range, relatedInformation }) => [
        range.start.line,
        relatedInformation?.[0]?.location.range.start.line,
      ]),
      [[2, 0]],
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(found(), []);
  });

  it('tells which inputs of a training file stand in the validation file too', async () => {
    const validation = await open([
      '{"text_input": "3", "output": "4"}',
      '{"text_input": "1", "output": "two"}',
    ]);
    const training = await open([good, '{"text_input": "5", "output": "6"}']);
    await vscode.commands.executeCommand('tunewright.compareFiles', training.uri, validation.uri);
    const [leak] = await diagnosticsOf(training, 1);
    assert.equal(leak?.range.start.line, 0);
    assert.match(leak?.message ?? '', /The same input is in /);
  });

  it('follows the settings while the file is open', async () => {
    const document = await open([good, '{"text_inputs": "3", "output": "4"}']);
    await diagnosticsOf(document, 1);
    const settings = vscode.workspace.getConfiguration('tunewright.dataset');
    await settings.update('severities', { 'misspelt-key': 'off' }, true);
    try {
      await diagnosticsOf(document, 0);
    } finally {
      await settings.update('severities', undefined, true);
    }
    await diagnosticsOf(document, 1);
  });
});

/** The completions of ours; VS Code adds words of the document. */
async function completionsAt(
  { uri }: vscode.TextDocument,
  line: number,
  character: number,
  trigger?: string,
): Promise<vscode.CompletionItem[]> {
  const list: vscode.CompletionList = await vscode.commands.executeCommand(
    'vscode.executeCompletionItemProvider',
    uri,
    new vscode.Position(line, character),
    trigger,
  );
  return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
}

/** Shows an untitled JSONL file with these lines. */
async function open(lines: readonly string[]): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'jsonl', content: lines.join('\n') });
  await vscode.window.showTextDocument(document);
  return document;
}

/** Waits until the document has so many problems above `hint`. */
async function diagnosticsOf(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  for (const deadline = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
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
