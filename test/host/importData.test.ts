import assert from 'node:assert/strict';
import { rm, symlink } from 'node:fs/promises';
import vscode from 'vscode';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('importing data in the extension host', () => {
  it('writes a file beside a table and reports the rows that are not in it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const table = vscode.Uri.joinPath(folder, 'phones.csv');
    const result = vscode.Uri.joinPath(folder, 'phones.jsonl');
    await vscode.workspace.fs.writeFile(
      table,
      bytes('Id,Review,Sentiment\n1,Good phone,positive\n2,Broken\n3,"Bad, very",negative\n'),
    );
    await run('importData', table);
    const document = await opened((each) => each.uri.toString() === result.toString());
    assert.deepEqual(pairsOf(document), [
      ['Good phone', 'positive'],
      ['Bad, very', 'negative'],
    ]);
    await run('importData', table); // the first file stays as it is
    const second = await opened(({ uri }) => uri.path.endsWith('/phones-2.jsonl'));
    assert.equal(second.getText(), document.getText());
  });

  it('writes through no link that lies where the file would', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const [table, link, target] = ['links.csv', 'links.jsonl', 'absent.jsonl'].map((name) =>
      vscode.Uri.joinPath(folder, name),
    );
    assert.ok(table && link && target);
    await vscode.workspace.fs.writeFile(table, bytes('question,answer\na,b\n'));
    await symlink(target.fsPath, link.fsPath); // to nothing, as yet
    await run('importData', table);
    const document = await opened(({ uri }) => uri.path.endsWith('/links-2.jsonl'));
    assert.deepEqual(pairsOf(document), [['a', 'b']]);
    await assert.rejects(async () => vscode.workspace.fs.stat(target));
    await rm(link.fsPath);
  });

  it('opens a pasted table as a new document', async () => {
    await vscode.env.clipboard.writeText('question\tanswer\nWho?\t"two\nlines"\n');
    await run('importPastedTable');
    const document = await opened(({ isUntitled, languageId }) => isUntitled && languageId === 'jsonl');
    assert.deepEqual(pairsOf(document), [['Who?', 'two\nlines']]);
  });
});

/** Runs a command, and takes its list as it is filled in. */
async function run(command: string, ...args: unknown[]): Promise<void> {
  let isOver = false;
  const over = Promise.resolve(vscode.commands.executeCommand(`tunewright.${command}`, ...args)).finally(
    () => {
      isOver = true;
    },
  );
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!isOver) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  await over;
}

async function opened(is: (document: vscode.TextDocument) => boolean): Promise<vscode.TextDocument> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const document = vscode.window.activeTextEditor?.document;
    if (document && is(document)) return document;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`In front is ${vscode.window.activeTextEditor?.document.uri.toString()}.`);
}

function pairsOf(document: vscode.TextDocument): string[][] {
  const lines = document.getText().trimEnd().split('\n');
  return lines.map((line) =>
    JSON.parse(line).contents.map((turn: { parts: { text: string }[] }) => turn.parts[0]?.text),
  );
}
