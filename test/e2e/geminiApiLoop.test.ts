import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { pictureOfSteps, type Step } from './pictureOfSteps';
import { openWorkbench, type Workbench } from './workbench';

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid'];

describe('the whole loop on the Gemini API, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  const steps: Step[] = [];
  /** Keeps a part of the window as a step of the README's picture. */
  const step = async (title: string, area: Locator, width: number, height: number) => {
    const box = (await area.boundingBox()) ?? assert.fail(`${title}: it is not shown`);
    const clip = { x: box.x, y: box.y, width, height };
    steps.push({ title, png: await workbench.page.screenshot({ clip }) });
  };
  const frame = () => workbench.page.locator('iframe.webview:visible').last();
  const text = () => workbench.page.locator('.editor-instance:visible').first();

  it('shows the rows of a file, with an example as a conversation', async () => {
    await workbench.openFile('vertex_contents_smartphone_support.jsonl');
    await workbench.runCommand('Tunewright: Open Dataset View');
    await workbench.webview.getByRole('row', { name: /warranty/ }).click();
    await workbench.webview.getByText('covers manufacturing defects').last().waitFor();
    await step('Read your data as rows and conversations', frame(), 1040, 420);
    await workbench.runCommand('View: Close All Editors');
  });

  it('shows a mistake where it is, and takes it away when it is mended', async () => {
    await workbench.openFile('number_generator.jsonl');
    await workbench.page.locator('.statusbar').getByText('JSON Lines').waitFor(); // VS Code's own language
    await workbench.replaceLine(3, '{"text_input": "5", "outptu": "6"}');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    const said = await workbench.hover(workbench.squiggles('error').first());
    assert.match(said, /output/);
    await workbench.screenshot('authoring-mistake');
    await step('See a mistake as you type', text(), 640, 315);
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('F8');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('ControlOrMeta+.');
    await workbench.page.locator('.action-widget').getByText('Change to').first().waitFor();
    await step('Fix it with one key', text(), 640, 315);
    await workbench.page.keyboard.press('Escape');
    await workbench.chooseFix('Change to');
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await workbench.runCommand('File: Save');
  });

  it('tells the next step where nothing is set up, and starts the sandbox there', async () => {
    await workbench.showContainer('Tunewright');
    await workbench.sideBar.getByText('Start Sandbox').waitFor();
    await workbench.screenshot('welcome');
    await workbench.clickUntil(
      workbench.sideBar.getByText('Start Sandbox'),
      workbench.sideBar.getByText('No tuning jobs yet'),
    );
    await workbench.screenshot('welcome-no-jobs');
  });

  it('launches from the palette after saying what will happen', async () => {
    await workbench.openFile('number_generator.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({ 'Name of the tuned model': 'number generator model' });
    await workbench.dialog.waitFor();
    await workbench.screenshot('confirmation');
    const said = await workbench.answerDialog('Start Tuning');
    assert.match(said, /number generator model.*15 examples/);
  });

  it('shows the job with rising percent, and the model when it is ready', async () => {
    const percents = new Set<string>();
    const row = workbench.treeRow('number generator model');
    await row.filter({ hasText: '%' }).waitFor();
    await workbench.screenshot('job-running');
    for (
      const deadline = Date.now() + 60_000;
      Date.now() < deadline;
      await workbench.page.waitForTimeout(200)
    ) {
      const text = ((await row.textContent()) ?? '').replaceAll('\u00a0', ' ');
      if (text.includes('ready')) break;
      const percent = /(\d+)%/.exec(text)?.[1];
      if (percent !== undefined) percents.add(percent);
    }
    await row.filter({ hasText: 'ready' }).waitFor();
    const seen = [...percents].map(Number);
    assert.ok(seen.length > 2, `percents were ${seen}`);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
  });

  it('shows on a page how the training went', async () => {
    await workbench.treeRow('number generator model').click();
    await workbench.webview.locator('svg, canvas').first().waitFor();
    await step('Tune, and watch the curves', frame(), 800, 500);
    await workbench.runCommand('View: Close Editor');
  });

  it('answers in the playground: 3 gives 4', async () => {
    await workbench.press('number generator model finished tuning', 'Open in Playground');
    await workbench.webview.getByLabel('Prompt').fill('3');
    await workbench.page.keyboard.press('Enter');
    const answer = workbench.webview.locator('article.answer .text');
    await answer.waitFor();
    await workbench.webview.locator('article.answer .facts.done').waitFor();
    assert.equal(await answer.textContent(), '4');
    await workbench.screenshot('playground-light');
    await step('Prompt the tuned model', frame(), 680, 425);
    await workbench.useTheme('Dark Modern');
    await workbench.screenshot('playground-dark');
    await workbench.useTheme('Default High Contrast');
    await workbench.screenshot('playground-high-contrast');
    await workbench.useTheme('Light Modern');
  });

  it('keeps the conversation and the jobs over a reload of the window', async () => {
    await workbench.reload();
    await workbench.webview.locator('article.answer .text').waitFor();
    assert.equal(await workbench.webview.locator('article.answer .text').textContent(), '4');
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('number generator model').filter({ hasText: 'ready' }).waitFor();
  });

  it('has been seen step by step (the picture in the README)', async () => {
    const file = 'test/artifacts/hero.png';
    await pictureOfSteps(workbench.page, steps, file);
    assert.equal(steps.length, 5);
    assert.ok((await stat(file)).size < 300_000);
  });

  it('shows file, jobs and playground at once', async () => {
    await workbench.runCommand('View: Move Editor into Next Group');
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.replaceLine(3, '{"text_input": "5", "outptu": "6"}');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await workbench.webview.locator('article.answer .text').waitFor();
    await workbench.screenshot('loop');
  });

  it('knows the training file by its content: changed, the same, and under another name', async () => {
    const jobs = /^number generator model/;
    const offered = async (row: string) => {
      await workbench.runCommand('Tunewright: Relaunch with Changes…');
      await workbench.page.locator('.quick-input-widget').getByText(jobs).first().waitFor();
      await workbench.page.keyboard.press('Enter');
      const item = workbench.quickPickItem(row);
      await item.waitFor();
      const text = (await item.innerText()).replaceAll('\u00a0', ' ');
      await workbench.screenshot(`relaunch-${row.replace(' ', '-')}`);
      await workbench.page.keyboard.press('Escape');
      return text;
    };
    const { folder } = workbench;
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...identity, ...args]);
    git('init', '-q');
    git('add', 'number_generator.jsonl'); // on disk it is still what was launched
    git('commit', '-qm', 'As it was launched');
    assert.match(await offered('number_generator.jsonl'), /changed: \+1 −1 examples/);
    await workbench.runCommand('Tunewright: Relaunch with Changes…');
    await workbench.page.locator('.quick-input-widget').getByText(jobs).first().waitFor();
    await workbench.page.keyboard.press('Enter');
    const changed = workbench.quickPickItem('number_generator.jsonl');
    const showChanges = changed.getByRole('button', { name: 'Show Changes' });
    await changed.hover();
    await showChanges.click();
    await workbench.page
      .getByRole('tab', { name: /number_generator\.jsonl \(since the launch of number generator model\)/ })
      .waitFor();
    await workbench.page.locator('.monaco-diff-editor .line-delete').first().waitFor();
    await workbench.screenshot('relaunch-diff');
    await workbench.runCommand('View: Close Editor');
    await workbench.openFile('number_generator.jsonl');
    await workbench.replaceLine(3, '{"text_input": "5", "output": "6"}');
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await workbench.runCommand('File: Save');
    // The same data needs no question: the form is open, filled in, and one Enter leads to the confirmation.
    assert.match(await offered('Training file'), /number_generator\.jsonl · 15 examples · same data/);
    await rename(path.join(folder, 'number_generator.jsonl'), path.join(folder, 'renamed.jsonl'));
    await rm(path.join(folder, 'data', 'number_generator.jsonl'), { force: true }); // the same again
    await workbench.runCommand('Tunewright: Show Training File');
    await workbench.page.locator('.quick-input-widget').getByText(jobs).first().waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByRole('tab', { name: /^renamed\.jsonl/ }).waitFor();
  });
});
