import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox, waitFor } from '../contract/sandboxProcess';
import { openWorkbench, type Workbench } from './workbench';

/** The sandbox outlasts the window, as Google does. */
describe('a job that goes on while VS Code is closed', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-sandbox-'));
    sandbox = await startSandbox({ admin: true, dataDir: folder, pace: 100 });
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

  it('is shown in the status bar, before and after a reload, and opens its page from there', async () => {
    await workbench.openFile('number_generator.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({ 'Name of the tuned model': 'slow one' });
    await workbench.answerDialog('Start Tuning');
    const status = workbench.statusBarItem('1 job');
    await status.waitFor();
    await workbench.reload();
    await status.waitFor();
    assert.match((await status.getAttribute('aria-label')) ?? '', /1 tuning job is running\. slow one: /);
    await workbench.treeRow('slow one').waitFor();
    await workbench.hover(status, /^slow one · .*epoch/);
    await workbench.screenshot('status-bar');
    const tab = workbench.page.locator('.tabs-container').getByRole('tab', { name: 'slow one' });
    await workbench.clickUntil(status, tab);
  });

  it('is told of exactly once at the next start', async () => {
    const comeBack = await workbench.leave();
    await sandbox.setFaults({}); // forgets the calls so far
    await waitFor(states, (now) => now.length === 1 && now[0] === 'ACTIVE', 200);
    const asked = (await sandbox.calls()).filter((call) => call.path.includes('owner'));
    await comeBack();
    await workbench.notification('slow one finished tuning and is ready to prompt.').waitFor();
    await workbench.screenshot('job-ended-notification');
    assert.equal((await workbench.notifications()).length, 1);
    await workbench.statusBarItem('1 job').waitFor({ state: 'detached' });
    assert.deepEqual(asked, [], 'a window that is closed asks for nothing');
    await workbench.reload();
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('slow one').filter({ hasText: 'ready' }).waitFor();
    assert.deepEqual(await workbench.notifications(), []);
  });

  async function states(): Promise<string[]> {
    const headers = { authorization: `Bearer ${await sandbox.token()}`, 'x-goog-user-project': 'sandbox' };
    const reply = await fetch(`${sandbox.url}/v1beta/tunedModels`, { headers });
    const { tunedModels = [] } = (await reply.json()) as { tunedModels?: { state: string }[] };
    return tunedModels.map(({ state }) => state);
  }
});
