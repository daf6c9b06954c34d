import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { endOf, startJob } from './sandboxJobs';
import { openWorkbench, type Workbench } from './workbench';

/** Milliseconds in which one window shows what another did. */
const soon = 5000;

describe('two windows of one user', () => {
  let folder: string;
  let sandbox: RunningSandbox;
  let one: Workbench;
  let other: Workbench;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-windows-'));
    sandbox = await startSandbox({ dataDir: folder, admin: true });
    await endOf(sandbox, await startJob(sandbox, 'trivia', { examples: 20, validation: 4 }));
    one = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': folder },
    });
    other = await one.openAnother();
    for (const window of [one, other]) {
      await window.showContainer('Tunewright');
      await window.treeRow('trivia').filter({ hasText: 'ready' }).waitFor();
    }
  });
  afterEach(async function () {
    await one?.captureFailure(this.currentTest);
    if (this.currentTest?.state === 'failed') await other?.screenshot('failed-other-window');
  });
  after(async () => {
    await one?.dispose();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('show the job that one of them launches, without getting the focus', async () => {
    await other.setFocused(false);
    await one.openFile('number_generator.jsonl');
    await one.runCommand('Tune Model with Tunewright…');
    await one.startTuning({ 'Name of the tuned model': 'from the first' });
    await one.answerDialog('Start Tuning');
    await one.treeRow('from the first').waitFor();
    await other.treeRow('from the first').waitFor({ timeout: soon });
  });

  it('show at once, in the tree and in an open playground, that one of them has deleted a model', async () => {
    await other.setFocused(true);
    await other.chooseInContextMenu(other.treeRow('trivia'), 'Open in Playground');
    await other.webview.locator('ul.targets').getByText('trivia').waitFor();
    await other.setFocused(false);
    await one.chooseInContextMenu(one.treeRow('trivia'), 'Delete Tuned Model…');
    await one.answerDialog('Delete');
    await one.treeRow('trivia').filter({ hasText: 'tuned model deleted' }).waitFor();
    await other.treeRow('trivia').filter({ hasText: 'tuned model deleted' }).waitFor({ timeout: soon });
    await other.webview.getByText('trivia was deleted. Its responses stay here.').waitFor({ timeout: soon });
    await other.screenshot('two-windows-deleted');
  });

  it('show what was started outside of VS Code as soon as they get the focus', async () => {
    await other.setFocused(false);
    await endOf(sandbox, await startJob(sandbox, 'from the console', { examples: 20, validation: 4 }));
    // While it has no focus and knows of no running job, a window asks for nothing.
    assert.equal(await other.treeRow('from the console').count(), 0);
    await other.setFocused(true);
    await other.treeRow('from the console').waitFor({ timeout: soon });
  });
});
