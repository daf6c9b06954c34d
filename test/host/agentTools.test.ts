import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import vscode from 'vscode';
import { agentTools } from '../../src/agents/tools/index';
import { prepareAgentTool, runAgentTool } from '../../src/workbench/agents/agentTools';
import { editorHost } from '../../src/workbench/agents/editorHost';
import type { Workbench } from '../../src/workbench/workbench';

/** The tools for agents, called as any chat calls them; none is installed here. VS Code's own questions are answered "yes". */
describe('tools for agents', () => {
  const root = () => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    return uri;
  };
  const folder = () => vscode.Uri.joinPath(root(), 'agents');
  const write = async (name: string, content: string) => {
    const uri = vscode.Uri.joinPath(folder(), name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    return uri;
  };
  const contentOf = async (uri: vscode.Uri) =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const call = async (name: string, input: object): Promise<string> => {
    const { content } = await vscode.lm.invokeTool(
      `tunewright_${name}`,
      { input, toolInvocationToken: undefined },
      new vscode.CancellationTokenSource().token,
    );
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  };
  const refused = (name: string, input: object, why: RegExp) =>
    assert.rejects(call(name, input), (error: Error) => {
      assert.match(error.message, why);
      return true;
    });
  const good = '{"text_input": "a", "output": "b"}\n';
  after(() => vscode.workspace.fs.delete(folder(), { recursive: true }));

  it('are all there, and check what they are given', async () => {
    const own = vscode.lm.tools.filter(({ name }) => name.startsWith('tunewright_'));
    const { contributes } = vscode.extensions.getExtension('tunewright.tunewright')?.packageJSON ?? {};
    assert.equal(own.length, contributes.languageModelTools.length);
    assert.ok(own.every(({ description }) => description.length > 80));
    await refused('check_dataset', {}, /must have required property 'file'/);
    await refused(
      'check_dataset',
      { file: '../secret.jsonl' },
      /outside the folders that are open to agents/,
    );
    await refused('show_examples', { file: 'agents/none.jsonl' }, /doesn't exist/);
  });

  it('read what the user has typed, not only what is saved', async () => {
    const uri = await write('typed.jsonl', good);
    assert.match(
      await call('check_dataset', { file: 'agents/typed.jsonl' }),
      /lines: 1, examples: 1\.\nErrors: 0/,
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(1, 0), '{"text_input": "c",');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    const told = await call('check_dataset', { file: uri.fsPath });
    assert.match(told, /^agents\/typed\.jsonl: .*lines: 2, examples: 1\.\nErrors: 1,/);
  });

  it('fix and extend by edits that can be undone', async () => {
    const broken = `${good}{"text_input": "c", "output": "d",}\n`;
    const uri = await write('edited.jsonl', broken);
    const told = await call('apply_fixes', { file: 'agents/edited.jsonl' });
    assert.match(told, /fixed 1 of 3 lines\. The change is an edit in the editor/);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), `${good}{"text_input": "c", "output": "d"}\n`);
    const turns = (answer: string) => [
      { role: 'user', text: 'e' },
      { role: 'model', text: answer },
    ];
    const examples = [{ turns: turns('f') }];
    await call('add_examples', { file: 'agents/edited.jsonl', examples });
    assert.equal(document.lineAt(2).text, '{"text_input": "e", "output": "f"}');
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.lineAt(2).text, '');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), broken);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('fix nothing, and let others go on, when they are stopped', async () => {
    const broken = '{"text_input": "c", "output": "d",}\n'.repeat(50_000);
    const uri = await write('long.jsonl', broken);
    const file = { path: uri.fsPath, place: uri.fsPath, name: 'long.jsonl', options: {} };
    const controller = new AbortController();
    const wanted = () => {
      setTimeout(() => controller.abort());
      return true;
    };
    const fixing = editorHost({} as Workbench).fix(file, { format: 'geminiApi' }, wanted, controller.signal);
    await assert.rejects(fixing, { name: 'AbortError' });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.ok(!document.isDirty && document.getText() === broken);
  });

  it('make new files, and replace none', async () => {
    await write('source.jsonl', good);
    const input = { file: 'agents/source.jsonl', to: 'vertexContents', out: 'agents/made.jsonl' };
    assert.match(await call('convert_dataset', input), /1 examples in .*from 1 of 1 rows/);
    assert.match(await contentOf(vscode.Uri.joinPath(folder(), 'made.jsonl')), /^\{"contents":/);
    await refused('convert_dataset', input, /already exists/);
  });

  it('send nothing that costs without an answer of the user', async () => {
    const input = { model: 'vertexAi:gemini-2.5-flash', prompt: 'Hello?' };
    // The window of the tests can't be asked by a dialog of ours: the question itself is what ends the call.
    await refused('prompt_model', input, /refused to show dialog in tests/i);
  });

  it('name the files that are changed, whatever an agent calls them', async () => {
    const uri = await write('meant.jsonl', good);
    await symlink(uri.fsPath, vscode.Uri.joinPath(folder(), 'harmless.jsonl').fsPath);
    const asked = async (tool: string, input: object) => {
      const { confirmationMessages } = await prepareAgentTool(tool, 'Title', input);
      const { message } = confirmationMessages ?? assert.fail('asks nothing');
      return (typeof message === 'string' ? message : message.value).replace(/[\\\u2068\u2069]/g, '');
    };
    assert.match(await asked('apply_fixes', { file: 'agents/harmless.jsonl' }), /: agents\/meant\.jsonl$/);
    const out = 'agents/x/../\u202elnosj.[a](b).jsonl';
    const hidden = await asked('convert_dataset', { file: uri.fsPath, to: 'vertexContents', out });
    assert.match(hidden, /: agents\/meant\.jsonl and agents\/u202elnosj\.\[a\]\(b\)\.jsonl$/);
    await assert.rejects(asked('apply_fixes', { file: '../x.jsonl' }), /outside the folders/);
  });

  it('write and send nothing in Restricted Mode, whoever calls them', async () => {
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted') ?? assert.fail();
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...own, get: () => false });
    try {
      const token = new vscode.CancellationTokenSource().token;
      const off = agentTools.filter(({ writes, sends }) => writes || sends);
      assert.equal(off.length, agentTools.length - 5); // check, statistics, show, propose, estimate
      for (const { name } of off) {
        const options = { input: {}, toolInvocationToken: undefined };
        await assert.rejects(prepareAgentTool(name, name, {}), /isn't trusted/, name);
        await assert.rejects(runAgentTool({} as Workbench, name, options, token), /isn't trusted/, name);
      }
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', own);
    }
  });
});
