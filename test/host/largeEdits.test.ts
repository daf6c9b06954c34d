import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import vscode from 'vscode';
import { FileRefusal } from '../../src/base/files/fileRefusal';
import { UserError } from '../../src/base/userError';
import { type LargeDataset, LargeDatasets } from '../../src/workbench/datasetView/largeDataset';
import { keyOf } from '../../src/workbench/datasetView/rowEdits';
import { addToLargeFile } from '../../src/workbench/editor/examples/largeFile';
import { readValidationFile } from '../../src/workbench/launch/trainingData';

const example = (asked: string, answered: string) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [{ text: asked }] },
      { role: 'model', parts: [{ text: answered }] },
    ],
  });
const { token } = new vscode.CancellationTokenSource();

/** Waits for what a thread or a watcher brings. */
async function until(holds: () => boolean | undefined): Promise<void> {
  for (const deadline = Date.now() + 60_000; holds() !== true; ) {
    assert.ok(Date.now() < deadline, holds.toString());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a large file in the dataset view', () => {
  let folder: string;
  let file: string;
  let editors: LargeDatasets;
  let open: LargeDataset[];
  let steps: vscode.CustomDocumentEditEvent[];
  /** Changes that VS Code doesn't undo: the document is to be saved. */
  let others: number;
  const lines = Array.from({ length: 40 }, (_, at) => example(`question ${at}`, `answer ${at}`));
  before(async () => {
    // The thread lies beside the code that starts it: beside this file, that is this one.
    await writeFile(path.join(__dirname, 'rows-worker.js'), "import('../../rows-worker.js');");
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'large-'));
    file = path.join(folder, 'train.jsonl');
    await writeFile(file, `${lines.join('\n')}\n`);
    open = [];
    steps = [];
    others = 0;
    editors = new LargeDatasets({
      boundary: { run: async (_: string, action: () => Promise<void>) => action() },
      datasetSettings: { optionsForFile: () => ({}) },
      datasets: { get: () => undefined },
      log: { warn: assert.fail, error() {} },
    } as unknown as ConstructorParameters<typeof LargeDatasets>[0]);
    editors.onDidChangeCustomDocument((change) => {
      if ('undo' in change) steps.push(change);
      else others++;
    });
  });
  afterEach(async () => {
    mock.restoreAll();
    for (const one of open) one.dispose();
    await rm(folder, { recursive: true });
  });

  async function opened(backupId?: string): Promise<LargeDataset> {
    const context = { backupId, untitledDocumentData: undefined };
    const document = await editors.openCustomDocument(vscode.Uri.file(file), context);
    open.push(document);
    await document.rows.ready;
    await until(() => document.rows.checked === 1);
    return document;
  }

  const textsOf = async ({ rows }: LargeDataset, ...at: number[]) =>
    (await rows.read(at)).map(({ text }) => text);
  const deleteRow = ({ rows }: LargeDataset, line: number) =>
    rows.edits?.delete(line, keyOf(rows.textAt(line)));
  const answerRow = ({ rows }: LargeDataset, line: number, was: string, text: string) =>
    rows.edits?.edit(line, keyOf(rows.textAt(line)), {
      kind: 'text',
      turn: { in: 'turns', at: 1 },
      part: 0,
      was,
      text,
    });
  /** What the person chooses of each question. */
  const choosing = (...answers: string[]) => {
    mock.method(vscode.window, 'showWarningMessage', async (_: string, __: object, ...buttons: string[]) => {
      const answer = answers.shift();
      assert.ok(answer === undefined || buttons.includes(answer), buttons.join());
      return answer;
    });
  };
  const contentOf = async (name = file) => readFile(name, 'utf8');

  it('is edited, undone, redone, and saved with the bytes of a text in which the same was done', async () => {
    const document = await opened();
    await answerRow(document, 3, 'answer 3', 'another');
    await deleteRow(document, 0);
    assert.deepEqual(
      steps.map(({ label }) => label),
      ['Edit', 'Delete Rows'],
    );
    assert.equal(document.rows.count, 39);
    assert.equal(await contentOf(), `${lines.join('\n')}\n`, 'nothing is written before it is saved');
    await steps[1]?.undo();
    assert.deepEqual(await textsOf(document, 0, 3), [lines[0], example('question 3', 'another')]);
    await steps[1]?.redo();
    await editors.saveCustomDocument(document, token);
    const saved = lines.with(3, example('question 3', 'another')).slice(1);
    assert.equal(await contentOf(), `${saved.join('\n')}\n`);
    assert.deepEqual(await readdir(folder), ['train.jsonl'], 'no draft is left');
    // What was done before it was saved can still be undone.
    await steps[1]?.undo();
    await steps[0]?.undo();
    await editors.saveCustomDocument(document, token);
    assert.equal(await contentOf(), `${lines.join('\n')}\n`);
  });

  it('is saved once at a time, and what is done meanwhile is left for the next', async () => {
    const document = await opened();
    const longer = 'a longer answer, so that all rows after it stand elsewhere';
    await answerRow(document, 3, 'answer 3', longer);
    const once = lines.with(3, example('question 3', longer));
    const save = () => editors.saveCustomDocument(document, token);
    await Promise.all([save(), save(), deleteRow(document, 0), save()]);
    assert.equal(await contentOf(), `${once.join('\n')}\n`);
    assert.equal(document.rows.rows?.isEdited, true);
    await save();
    assert.equal(await contentOf(), `${once.slice(1).join('\n')}\n`);
    assert.equal(others, 0);
    await Promise.all([save(), steps[1]?.undo()]);
    assert.deepEqual(await textsOf(document, 0), [lines[0]]);
    assert.equal(await contentOf(), `${once.slice(1).join('\n')}\n`);
    assert.deepEqual(
      [document.rows.rows?.isEdited, others],
      [true, 1],
      'VS Code is told what is not in the file',
    );
  });

  it('tells problems, search and numbers of its rows with their edits', async () => {
    await writeFile(file, `${lines.join('\n')}\n{"contents":[]}\nnone\n`);
    const document = await opened();
    const { rows } = document;
    const { signal } = new AbortController();
    const withProblems = () => [...rows.problems.rowsWith({ severity: 'error' })];
    const found = async (text: string) => {
      let all: number[] = [];
      const query = { text, isRegex: false, matchCase: false, place: 'texts' } as const;
      await rows.search(
        query,
        (_, more) => {
          all = [...all, ...more];
        },
        signal,
      );
      return all;
    };
    const turns = async () => [...(await rows.facts(() => {}, signal)).column('answer')].slice(0, 3);
    assert.deepEqual(withProblems(), [40, 41]);
    assert.deepEqual(await turns(), [8, 8, 8]);
    await deleteRow(document, 41);
    await deleteRow(document, 1);
    await answerRow(document, 1, 'answer 2', 'needle');
    assert.deepEqual(withProblems(), [39]);
    assert.deepEqual(await found('needle'), [1]);
    assert.deepEqual(await found('answer 3'), [2, ...Array.from({ length: 10 }, (_, at) => 29 + at)]);
    assert.deepEqual(await turns(), [8, 6, 8]);
    await editors.saveCustomDocument(document, token);
    await until(() => rows.checked === 1);
    assert.deepEqual(withProblems(), [39]);
    assert.deepEqual(await found('needle'), [1]);
    assert.deepEqual(await turns(), [8, 6, 8]);
  });

  it('has its unsaved edits again after a restart, and not on a file that has changed meanwhile', async () => {
    const document = await opened();
    await answerRow(document, 3, 'answer 3', 'another');
    await deleteRow(document, 0);
    const destination = vscode.Uri.file(path.join(folder, 'backups', 'one'));
    const { id } = await editors.backupCustomDocument(document, { destination }, token);
    assert.ok((await contentOf(destination.fsPath)).length < 2000, 'only the edits are kept');
    const restored = await opened(id);
    assert.equal(others, 1, 'VS Code knows that they are not saved, whatever is undone');
    assert.deepEqual(await textsOf(restored, 0, 2), [lines[1], example('question 3', 'another')]);
    await editors.saveCustomDocument(restored, token);
    const saved = `${lines.with(3, example('question 3', 'another')).slice(1).join('\n')}\n`;
    assert.equal(await contentOf(), saved);

    const late = await opened(id);
    assert.match(late.rows.warning ?? '', /overwritten on disk/);
    assert.equal(late.rows.count, 39);
    await assert.rejects(deleteRow(late, 0) ?? assert.fail(), UserError);
    choosing('Save Edited Rows As…');
    const kept = path.join(folder, 'kept.jsonl');
    mock.method(vscode.window, 'showSaveDialog', async () => vscode.Uri.file(kept));
    await editors.saveCustomDocument(late, token);
    assert.equal(await contentOf(kept), `${example('question 3', 'another')}\n`);
    assert.equal(await contentOf(), saved, 'the file stays as it is');
    assert.equal(late.rows.warning, undefined);
  });

  it('asks which version to keep when another program has replaced it, and loses neither without an answer', async () => {
    const document = await opened();
    await deleteRow(document, 0);
    const beside = path.join(folder, 'beside');
    await writeFile(beside, 'theirs\n');
    await rename(beside, file);
    await until(() => document.rows.warning !== undefined);
    assert.deepEqual(await textsOf(document, 0), [lines[1]], 'the edits and their rows are still here');
    choosing(...([undefined, 'Overwrite'] as string[]));
    await assert.rejects(editors.saveCustomDocument(document, token), vscode.CancellationError);
    assert.equal(await contentOf(), 'theirs\n');
    await editors.saveCustomDocument(document, token);
    assert.equal(await contentOf(), `${lines.slice(1).join('\n')}\n`);
    assert.equal(document.rows.warning, undefined);
  });

  it('keeps edits aside when another program writes into the file', async () => {
    const document = await opened();
    await answerRow(document, 0, 'answer 0', 'mine');
    await writeFile(file, `${lines.slice(5).join('\n')}\n`);
    await until(() => document.rows.warning !== undefined && document.rows.checked === 1);
    assert.deepEqual(await textsOf(document, 0), [lines[5]], 'what is on disk is shown');
    choosing('Discard Edits');
    await editors.saveCustomDocument(document, token);
    assert.equal(document.rows.warning, undefined);
    assert.equal(await contentOf(), `${lines.slice(5).join('\n')}\n`);
  });

  it('is read again without edits when it changes, and reverted to what is on disk', async () => {
    const document = await opened();
    await writeFile(file, `${lines.slice(5).join('\n')}\n`);
    await until(() => document.rows.count === 35);
    await until(() => document.rows.checked === 1);
    await deleteRow(document, 0);
    await editors.revertCustomDocument(document);
    assert.deepEqual(await textsOf(document, 0), [lines[5]]);
    await assert.rejects(Promise.resolve(steps[0]?.undo()), UserError);
  });

  it('is not replaced where it must not be written, or is a link', async () => {
    const document = await opened();
    await chmod(file, 0o444);
    if (process.getuid?.() !== 0) await assert.rejects(deleteRow(document, 0) ?? assert.fail(), UserError);
    await chmod(file, 0o644);
    await deleteRow(document, 0);
    assert.equal(steps.length, 1);
    const real = `${file}.real`;
    await rename(file, real);
    await symlink(real, file);
    const linked = await opened();
    await assert.rejects(deleteRow(linked, 0) ?? assert.fail(), FileRefusal);
  });

  it('mends rows at once, and nothing but what can be mended', async () => {
    await writeFile(file, `${lines[0]},\n${lines[1]}\n\n${lines[2]},\n`);
    const document = await opened();
    mock.method(vscode.window, 'showQuickPick', async (items: readonly { label: string }[]) =>
      items.find(({ label }) => label === 'Fix All'),
    );
    await document.rows.edits?.actOn([0, 1, 2, 3], []);
    await editors.saveCustomDocument(document, token);
    assert.equal(await contentOf(), `${lines[0]}\n${lines[1]}\n\n${lines[2]}\n`);
  });
});

describe('a file that is read from disk', () => {
  it('is neither launched nor added to while an editor has not saved it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'unsaved.jsonl');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('x\n'.repeat(500_001)));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), 'typed');
    await vscode.workspace.applyEdit(edit);
    const isNotSaved = (error: unknown) => error instanceof UserError && error.reason === 'NOT_SAVED';
    await assert.rejects(readValidationFile(uri.toString()), isNotSaved);
    await assert.rejects(
      addToLargeFile(uri, () => assert.fail()),
      isNotSaved,
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    assert.equal((await readValidationFile(uri.toString())).kind, 'disk');
    await vscode.workspace.fs.delete(uri);
  });
});
