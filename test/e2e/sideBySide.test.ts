import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { startJob } from './sandboxJobs';
import { openWorkbench, patience, type Workbench } from './workbench';

/** One will succeed, one will be cancelled, and one has a file in which no example can be read. */
describe('three jobs on both services, side by side', () => {
  let sandbox: RunningSandbox;
  let dataDir: string;
  let workbench: Workbench;
  before(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tunewright-sandbox-'));
    sandbox = await startSandbox({ dataDir, pace: 45, admin: true });
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': dataDir },
    });
    await workbench.showContainer('Tunewright');
    await workbench.sideBar.getByText('No tuning jobs yet').waitFor();
    await startTunedModel('counting');
    await startJob(sandbox, 'unwanted', { examples: 100, validation: 10 });
    await startJob(sandbox, 'unreadable', { examples: 3, validation: 1, unreadable: [1, 2, 3] });
    await workbench.runCommand('Tunewright: Refresh Jobs');
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const row = (name: string, says: string | RegExp) => workbench.treeRow(name).filter({ hasText: says });
  const slider = () => workbench.webview.getByRole('slider', { name: /^Loss\./ });
  const lastStep = async () => {
    await slider().waitFor();
    return Number(await slider().getAttribute('aria-valuemax'));
  };

  it('run, counted by the badge, while the page of one draws its curve', async () => {
    await row('counting', '%').waitFor();
    for (const name of ['unwanted', 'unreadable']) await workbench.treeRow(name).waitFor();
    await workbench.page
      .locator('.activitybar .badge-content')
      .getByText(/^[23]$/)
      .waitFor(); // two, when the unreadable one was that quick
    await workbench.clickUntil(workbench.treeRow('counting'), slider());
    const first = await lastStep();
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark Modern', 'dark'],
      ['Default High Contrast', 'high-contrast'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`side-by-side-${name}`);
    }
    for (const deadline = Date.now() + patience; (await lastStep()) <= first; ) {
      assert.ok(Date.now() < deadline, `The curve stands still at step ${first}.`);
      await workbench.page.waitForTimeout(100);
    }
  });

  it('end: one by itself, one when a person cancels it, one with a model', async () => {
    await row('unreadable', 'failed').waitFor();
    await sandbox.setFaults({ rules: [{ rpc: 'CancelTuningJob', fault: { kind: 'cutAfter' } }] });
    await workbench.chooseInContextMenu(workbench.treeRow('unwanted'), 'Cancel Job');
    await workbench.answerDialog('Cancel Job');
    await row('unwanted', 'canceled').waitFor();
    await row('counting', 'ready').waitFor({ timeout: 90_000 });
    await workbench.notification('counting finished tuning and is ready to prompt.').waitFor();
    await workbench.notification(/unreadable failed/).waitFor();
    const said = (await workbench.notifications()).join('\n');
    assert.doesNotMatch(said, /connect|reach|stopped/i, 'only the response was lost');
  });

  it('are as they were after a reload of the window, and nothing is told again', async () => {
    await workbench.reload();
    await workbench.showContainer('Tunewright');
    for (const [name, state] of [
      ['unreadable', 'failed'],
      ['unwanted', 'canceled'],
      ['counting', 'ready'],
    ] as const) {
      await row(name, state).waitFor();
    }
    assert.ok((await lastStep()) > 0, 'the page of the job is there again');
    assert.deepEqual(await workbench.notifications(), []);
  });

  async function startTunedModel(displayName: string): Promise<void> {
    const text = await readFile('test/fixtures/number_generator.jsonl', 'utf8');
    const lines = text.trim().split('\n');
    const examples = lines.map((line) => {
      const { text_input: textInput, output } = JSON.parse(line) as { text_input: string; output: string };
      return { textInput, output };
    });
    const reply = await fetch(`${sandbox.url}/v1beta/tunedModels`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await sandbox.token()}`,
        'content-type': 'application/json',
        'x-goog-user-project': 'sandbox',
      },
      body: JSON.stringify({
        displayName,
        baseModel: 'models/gemini-1.0-pro-001',
        tuningTask: {
          hyperparameters: { epochCount: 20, batchSize: 2, learningRate: 0.001 },
          trainingData: { examples: { examples } },
        },
      }),
    });
    assert.ok(reply.ok, await reply.text());
  }
});
