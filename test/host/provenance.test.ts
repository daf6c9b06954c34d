import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import vscode from 'vscode';
import { UserError } from '../../src/base/userError';
import { findFormat } from '../../src/dataset/formats/index';
import type { LaunchRecord } from '../../src/tuning/contract/launchRecord';
import { lineMapOf } from '../../src/tuning/droppedExamples/lineMap';
import { comparedFacts } from '../../src/workbench/jobs/compare/comparedFacts';
import { revealDataset } from '../../src/workbench/jobs/revealSource';
import { hashOf, readTrainingData } from '../../src/workbench/launch/trainingData';
import { showReadOnlyTexts } from '../../src/workbench/ui/readOnlyText';
import type { Workbench } from '../../src/workbench/workbench';
import { fakeJob, fakeService } from '../unit/tuning/fakeService';

const line = (input: string, output: string) => `${JSON.stringify({ text_input: input, output })}\n`;
const launched = line('rye?', '2 euros') + line('bun?', '1 euro');
const changed = `${launched}${line('cake?', '3 euros')}`;

describe('the training file of a job', () => {
  const folder = () => {
    const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(uri);
    return vscode.Uri.joinPath(uri, 'provenance');
  };
  const at = (name: string) => vscode.Uri.joinPath(folder(), name);
  const write = (name: string, text: string) =>
    vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(text));
  const remove = (name: string) => vscode.workspace.fs.delete(at(name));
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', folder().fsPath, '-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args],
      { stdio: 'pipe' },
    );
  const show = (how?: 'locate') => revealDataset(workbenchOf(at('bread.jsonl')), job, how);

  let shownTexts: vscode.Disposable;
  before(async () => {
    shownTexts = showReadOnlyTexts(); // this bundle has its own
    await write('bread.jsonl', launched);
  });
  after(async () => {
    shownTexts.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder(), { recursive: true });
  });

  it('is shown under the name that it has by now', async () => {
    await vscode.workspace.fs.rename(at('bread.jsonl'), at('renamed.jsonl'));
    await write('bread.jsonl', changed); // another by that name is not what the job was tuned on
    await show();
    assert.equal(inFront()?.uri.toString(), at('renamed.jsonl').toString());
  });

  it('is shown as git has it when no file has that content any more', async () => {
    await remove('bread.jsonl');
    git('init', '-q');
    git('add', 'renamed.jsonl');
    git('commit', '-qm', 'As it was launched');
    const renamed = await vscode.workspace.openTextDocument(at('renamed.jsonl'));
    await write('renamed.jsonl', line('rye?', '4 euros'));
    for (const deadline = Date.now() + 30_000; renamed.getText() === launched; ) {
      assert.ok(Date.now() < deadline, 'the document follows its file');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await write('bread.jsonl', changed);
    await show();
    assert.equal(inFront()?.getText(), launched);
    assert.equal(inFront()?.languageId, 'jsonl');
    assert.equal(inFront()?.uri.scheme, 'tunewright-text');
  });

  it('is said to be nowhere else, and looked for by the user then', async () => {
    await vscode.workspace.fs.delete(at('.git'), { recursive: true });
    const nowhere = await refusalOf(show());
    assert.match(nowhere.message, /^bread\.jsonl changed since bakery was launched, .*wasn't found/);
    assert.deepEqual(nowhere.nextSteps.map(titleOf), ['Locate File…', 'Open Current Version']);

    await remove('bread.jsonl');
    const gone = await refusalOf(show());
    assert.match(
      gone.message,
      /^Can't find bread\.jsonl\. It was at .*bread\.jsonl when bakery was launched/,
    );
    assert.deepEqual(gone.nextSteps.map(titleOf), ['Locate File…']);
  });

  it('is only what has that content, whatever the user chooses', async () => {
    await write('bread.jsonl', changed);
    const another = await choosing(at('bread.jsonl'), () => refusalOf(show('locate')));
    assert.match(
      another.message,
      /^bread\.jsonl isn't the training file of bakery: changed: \+1 −0 examples/,
    );

    await write('elsewhere.txt', launched);
    await choosing(at('elsewhere.txt'), () => show('locate'));
    assert.equal(inFront()?.uri.toString(), at('elsewhere.txt').toString());
  });

  it('has a name of its own when it was launched without one', async () => {
    const open = (content: string) => vscode.workspace.openTextDocument({ language: 'jsonl', content });
    const nameOf = async (content: string) => {
      const { uri } = await open(content);
      const { name, source } = await readTrainingData(anyDatasets, uri);
      assert.equal(source, uri.toString());
      return name.replace(/^Untitled-\d+/, 'Untitled');
    };
    assert.equal(await nameOf(launched), `Untitled-${hashOf(launched).slice(0, 8)}`);
    assert.equal(await nameOf(changed), `Untitled-${hashOf(changed).slice(0, 8)}`);
  });

  it('is listed with its examples and its hash where jobs on different data are compared', () => {
    const service = fakeService({});
    const run = (label: string, name: string, text: string, examples: number) => ({
      label,
      service,
      job,
      series: undefined,
      record: { data: { source: at(name).toString(), name, sha256: hashOf(text), examples } } as LaunchRecord,
    });
    const rows = (name: string, text: string, examples: number) =>
      comparedFacts([run('a', 'bread.jsonl', launched, 2), run('b', name, text, examples)]).differences;
    assert.deepEqual(rows('bread.jsonl', launched, 2), []);
    assert.deepEqual(rows('bread.jsonl', changed, 3), [
      { label: 'SHA-256', cells: [hashOf(launched).slice(0, 12), hashOf(changed).slice(0, 12)] },
      { label: 'Examples', cells: ['2', '3'] },
    ]);
    assert.deepEqual(rows('cake.jsonl', launched, 2), [
      { label: 'Training file', cells: ['bread.jsonl', 'cake.jsonl'] },
    ]);
  });
});

const job = fakeJob('tuningJobs/1', 'SUCCEEDED', { displayName: 'bakery', launchId: 'abcdefghij' });

/** Takes every file for a training file without a problem. */
const anyDatasets = {
  datasets: { get: () => ({ format: findFormat('geminiApi'), problems: () => [] }) },
} as unknown as Workbench;

/** Knows of one launch, on what was in a file then. */
function workbenchOf(source: vscode.Uri): Workbench {
  const record = {
    id: 'abcdefghij',
    spec: { displayName: 'bakery' },
    data: { source: source.toString(), name: 'bread.jsonl', sha256: hashOf(launched), examples: 2 },
  };
  const launching = {
    storage: { all: async () => [record] },
    lineMaps: { get: async () => lineMapOf(launched) },
  };
  return { launching } as unknown as Workbench;
}

function inFront(): vscode.TextDocument | undefined {
  return vscode.window.activeTextEditor?.document;
}

async function refusalOf(done: Promise<unknown>): Promise<UserError> {
  const error = await done.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UserError, `${error}: ${inFront()?.uri}`);
  return error;
}

function titleOf(step: UserError['nextSteps'][number]): string {
  return 'title' in step ? step.title : step.kind;
}

/** The user chooses that file in the dialog. */
async function choosing<Result>(uri: vscode.Uri, act: () => Promise<Result>): Promise<Result> {
  const { showOpenDialog } = vscode.window;
  Object.assign(vscode.window, { showOpenDialog: async () => [uri] });
  try {
    return await act();
  } finally {
    Object.assign(vscode.window, { showOpenDialog });
  }
}
