import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, patience, type Workbench } from './workbench';

/** Clicks and keys from an empty window to an answer of a model that was tuned in the sandbox. */
const mostDeeds = 12;
/** Seconds for the same, on a machine that does nothing else: what else it has to do stretches it. */
const longest = 60;

describe('a newcomer without an account', () => {
  let workbench: Workbench;
  let files: string;
  before(async () => {
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-newcomer-'));
    await writeFile(path.join(files, 'README.md'), '# Mine\n');
    workbench = await openWorkbench({ files, settings: { 'editor.minimap.enabled': false } });
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await rm(files, { recursive: true, force: true });
  });

  let deeds = 0;
  const click = async (target: Locator) => {
    await target.waitFor();
    deeds += 1;
    await target.click();
  };
  const press = async (key: string) => {
    deeds += 1;
    await workbench.page.keyboard.press(key);
  };

  it('comes to a prompted model with few clicks and keys', async () => {
    const { page } = workbench;
    const started = Date.now();
    await click(page.locator('.activitybar').getByRole('tab', { name: /^Tunewright/ }));
    await click(workbench.sideBar.getByRole('button', { name: 'Start Sandbox' }));
    await click(workbench.sideBar.getByText('Open the sample dataset'));
    const lens = workbench.editor.getByText('Tune Model…').first();
    await workbench.editor.getByText('100 examples').first().waitFor();
    await workbench.editor.getByText('no problems').first().waitFor();
    await page.getByRole('tab', { name: /^number_generator\.jsonl/ }).waitFor();
    await page.getByRole('tab', { name: /^number_generator\.validation\.jsonl/ }).waitFor();
    await click(lens);
    await workbench.quickPickItem('Start Tuning').waitFor();
    await press('Enter');
    await workbench.quickPickItem('Create bucket…').waitFor();
    await press('Enter');
    await page.getByText('Name of the new bucket').first().waitFor();
    await press('Enter');
    await workbench.dialog.waitFor();
    await press('Enter');
    const row = workbench.treeRow('number generator').filter({ hasText: 'ready' });
    await row.waitFor({ timeout: 2 * patience });
    await click(row);
    const prompt = workbench.webview.getByRole('button', { name: 'Prompt', exact: true });
    await prompt.waitFor();
    await workbench.screenshot('newcomer-job');
    await click(prompt);
    await workbench.webview.getByText('Sandbox (stand-in model)').waitFor();
    await workbench.webview.locator('vscode-textarea:focus-within').waitFor();
    await press('3');
    await press('Enter');
    const answer = workbench.webview.locator('article.answer .text');
    await workbench.webview.locator('article.answer .facts.done').waitFor();
    await workbench.screenshot('newcomer-answer');
    assert.match((await answer.textContent()) ?? '', /\S/); // mostly 4: its first character is drawn by chance
    assert.ok(deeds <= mostDeeds, `${deeds} clicks and keys`);
    const took = (Date.now() - started) / 1000;
    const share = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    console.log(
      `        ${deeds} clicks and keys, ${Math.round(took)} s, load ${share.toFixed(1)} to each processor`,
    );
    assert.ok(took <= longest * share, `${took} s`);
  });

  it('finds the sample that is open already, not a second one', async () => {
    await workbench.runCommand('Tunewright: Open Sample Dataset');
    await workbench.page.getByRole('tab', { name: /^number_generator\.jsonl/ }).waitFor();
    const tabs = workbench.page.locator('.tabs-container').getByRole('tab', { name: /number_generator/ });
    assert.equal(await tabs.count(), 2);
  });
});
