import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { openWorkbench, type Workbench } from './workbench';

describe('launches that meet trouble, in the sandbox', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-sandbox-'));
    sandbox = await startSandbox({ admin: true, dataDir: folder, pace: 600 });
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': folder },
    });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function launch(name: string): Promise<void> {
    await workbench.openFile('number_generator.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({ 'Name of the tuned model': name });
    await workbench.answerDialog('Start Tuning');
  }

  async function creates(): Promise<number> {
    return (await sandbox.calls()).filter(({ rpc }) => rpc.endsWith('CreateTunedModel')).length;
  }

  it('find the job whose answer was lost, and send nothing again', async () => {
    await sandbox.setFaults({ rules: [{ rpc: 'CreateTunedModel', fault: { kind: 'cutAfter' } }] });
    await launch('lost answer');
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('lost answer').waitFor();
    assert.equal(await creates(), 1);
  });

  it('are shown after a reload in the middle, and sent again only by the user', async () => {
    await sandbox.setFaults({
      rules: [{ rpc: 'CreateTunedModel', nth: [1], fault: { kind: 'cutBefore' } }],
    });
    await launch('reloaded');
    for (let turn = 0; (await creates()) === 0; turn++) {
      assert.ok(turn < 100, 'nothing was sent');
      await workbench.page.waitForTimeout(50);
    }
    await workbench.reload();
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('reloaded').waitFor(); // not of a job: of the launch, with all that is known
    await workbench.page.getByText('No response to the request to launch reloaded').first().waitFor();
    await workbench.clickUntil(workbench.treeRow('reloaded'), workbench.dialog);
    await workbench.screenshot('launch-interrupted');
    const said = await workbench.answerDialog('Keep Looking');
    assert.match(said, /No response to the request to launch reloaded. The job might exist./);
    assert.match(said, /The service was checked .* and doesn't list the job yet/);
    await workbench.page.waitForTimeout(5000);
    assert.equal(await creates(), 1, 'nothing is sent again before the user says so');
    await workbench.press('No response to the request to launch reloaded', 'Launch Again…');
    await workbench.dialog.waitFor();
    await workbench.screenshot('launch-again');
    await workbench.answerDialog('Start Tuning');
    await workbench.treeRow(/reloaded.*(running|epoch)/).waitFor();
    // The focus is where it is after each launch: on the new job.
    const chosen = workbench.sideBar.locator('.monaco-list-row.selected.focused');
    await chosen.filter({ hasText: /reloaded.*(running|epoch)/ }).waitFor();
    assert.equal(await creates(), 2);
  });

  it('say at once when the Gemini API has nothing to tune, and offer to convert the file', async () => {
    await sandbox.setFaults({ tunableBaseModels: false });
    await workbench.openFile('number_generator.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.press('Tuning on the Gemini API ended', 'Convert Dataset…');
    await workbench.page.getByText('15 examples were written as Vertex AI (contents).').first().waitFor();
  });
});
