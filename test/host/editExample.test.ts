import assert from 'node:assert/strict';
import vscode from 'vscode';
import { saved } from './saved';

describe('Edit Example', () => {
  let source: vscode.TextDocument;
  let files = 0;

  beforeEach(async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, `edited-${files++}.jsonl`);
    const lines = ['one', 'two', 'three'].map((word) => `{"text_input": "${word}", "output": "a\\n${word}"}`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${lines.join('\n')}\n`));
    source = await vscode.workspace.openTextDocument(uri);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows the texts without escapes and writes them back to their line', async () => {
    const example = await editLine(1);
    assert.equal(example.getText(), '# user\ntwo\n\n# model\na\ntwo\n');
    await replace(example, 'a\ntwo', 'a "b"\n\\c');
    await saved(example);
    assert.equal(source.lineAt(1).text, '{"text_input": "two", "output": "a \\"b\\"\\n\\\\c"}');
    assert.equal(source.isDirty, false);
    assert.equal(source.lineCount, 4);
  });

  it('follows its line when lines are put in above', async () => {
    const example = await editLine(1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(source.uri, new vscode.Position(0, 0), '{"text_input": "zero", "output": "0"}\n\n');
    await vscode.workspace.applyEdit(edit);
    await replace(example, 'two', 'TWO');
    await saved(example);
    assert.equal(source.lineAt(3).text, '{"text_input": "TWO", "output": "a\\ntwo"}');
  });

  it('shows what the line says now as long as nobody types', async () => {
    const example = await editLine(1);
    await changeLine(1, '{"text_input": "2", "output": "b"}');
    for (const deadline = Date.now() + 60_000; example.getText() !== '# user\n2\n\n# model\nb\n'; ) {
      assert.ok(Date.now() < deadline, example.getText());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it('writes nothing when the line was changed meanwhile, and keeps what was typed', async () => {
    const example = await editLine(1);
    await replace(example, 'two', 'TWO');
    const meanwhile = '{"text_input": "2", "output": "b"}';
    await changeLine(1, meanwhile);
    assert.equal(await example.save(), false);
    assert.equal(source.lineAt(1).text, meanwhile);
    assert.ok(example.isDirty);
    assert.equal(example.getText(), '# user\nTWO\n\n# model\na\ntwo\n');
  });

  it('leaves the line ends of other lines as they are, where a file has several kinds', async () => {
    const { uri } = source;
    const lines = ['one', 'two', 'three'].map((word) => `{"text_input": "${word}", "output": "${word}"}`);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(`${lines[0]}\r\n${lines[1]}\n${lines[2]}\n`));
    await until(() => source.lineAt(1).text === lines[1]);
    const example = await editLine(1);
    await replace(example, 'two', 'TWO');
    await saved(example);
    const changed = `${lines[0]}\r\n{"text_input": "TWO", "output": "two"}\n${lines[2]}\n`;
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString(), changed);
    assert.equal(source.isDirty, false);
    await replace(example, 'TWO', 'two');
    await saved(example); // and again
  });

  it('changes nothing in a file that VS Code could not decode, and offers no fix for it', async () => {
    const { uri } = source;
    const bytes = Buffer.from(
      '{"text_input": "caf\u00e9", "output": "a"}\n{"text_inputs": "b", "output": "c",}\n{"text_input": "d", "output": "e"}\n',
      'latin1',
    );
    await vscode.workspace.fs.writeFile(uri, bytes);
    await until(() => source.getText().includes('\ufffd'));
    const editor = await vscode.window.showTextDocument(source);
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    void vscode.commands.executeCommand('tunewright.editExample'); // ends when its message is closed
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(vscode.window.activeTextEditor?.document, source);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      source.lineAt(1).range,
    );
    assert.deepEqual(
      actions.map(({ title }) => title).filter((title) => /comma|Fix|Rename/.test(title)),
      [],
    );
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uri)), bytes);
  });

  it('keeps the text and says so when the file cannot be saved', async () => {
    const place = new Elsewhere({ isReadonly: false });
    try {
      source = await vscode.workspace.openTextDocument(place.uri);
      const example = await editLine(1);
      await replace(example, 'two', 'TWO');
      assert.equal(await example.save(), false);
      assert.ok(example.isDirty);
      assert.match(example.getText(), /TWO/);
      assert.doesNotMatch(place.text, /TWO/);
      await assert.rejects(
        async () => vscode.workspace.fs.writeFile(example.uri, Buffer.from(example.getText())),
        /Line 2 of elsewhere\.jsonl .* the file can't be saved\. .*Your text is still here/,
      );
      place.takesWrites = true;
      await replace(example, 'TWO', 'Two'); // else VS Code waits for a choice after the error
      await saved(example); // once the file can be saved
      assert.match(place.text, /Two/);
      assert.equal(source.isDirty, false);
    } finally {
      await place.leave();
    }
  });

  it('leaves a file alone that is read-only, keeps the text, and says so', async () => {
    const place = new Elsewhere({ isReadonly: true });
    try {
      source = await vscode.workspace.openTextDocument(place.uri);
      const before = source.getText();
      const example = await editLine(1);
      await replace(example, 'two', 'TWO');
      assert.equal(await example.save(), false);
      assert.ok(example.isDirty);
      assert.match(example.getText(), /TWO/);
      assert.equal(source.getText(), before);
      await assert.rejects(
        async () => vscode.workspace.fs.writeFile(example.uri, Buffer.from(example.getText())),
        /elsewhere\.jsonl is read-only, so the example wasn't saved\. Your text is still here/,
      );
    } finally {
      await place.leave();
    }
  });

  async function until(isTrue: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 10_000; !isTrue(); ) {
      assert.ok(Date.now() < deadline, 'it did not come true');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function editLine(line: number): Promise<vscode.TextDocument> {
    const editor = await vscode.window.showTextDocument(source);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('tunewright.editExample');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'tunewright-example');
    return document;
  }

  async function changeLine(line: number, text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(source.uri, source.lineAt(line).range, text);
    await vscode.workspace.applyEdit(edit);
  }

  async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
    const at = document.getText().indexOf(from);
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
    edit.replace(document.uri, range, to);
    await vscode.workspace.applyEdit(edit);
  }
});

/** A place with one file, such as a repository that is not on this machine. */
class Elsewhere {
  static #files = 0;
  readonly uri = vscode.Uri.parse(`vscode-vfs://github/repository-${Elsewhere.#files++}/elsewhere.jsonl`);
  text = '{"text_input": "one", "output": "1"}\n{"text_input": "two", "output": "2"}\n';
  takesWrites = false;
  #changes = 1;
  readonly #news = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration: vscode.Disposable;

  constructor(options: { readonly isReadonly: boolean }) {
    const refuse = () => {
      throw vscode.FileSystemError.NoPermissions();
    };
    this.#registration = vscode.workspace.registerFileSystemProvider(
      'vscode-vfs',
      {
        onDidChangeFile: this.#news.event,
        watch: () => new vscode.Disposable(() => {}),
        stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: this.#changes, size: this.text.length }),
        readFile: () => Buffer.from(this.text),
        writeFile: (_, content) => {
          if (!this.takesWrites) refuse();
          this.text = Buffer.from(content).toString();
          this.#changes++;
        },
        readDirectory: () => [],
        createDirectory: refuse,
        delete: refuse,
        rename: refuse,
      },
      options,
    );
  }

  async leave(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    this.#registration.dispose();
    this.#news.dispose();
  }
}
