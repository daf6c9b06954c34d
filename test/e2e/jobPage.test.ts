import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { endOf, startJob } from './sandboxJobs';
import { openWorkbench, type Theme, type Workbench } from './workbench';

describe('the page of a job, in the sandbox', () => {
  let sandbox: RunningSandbox;
  let dataDir: string;
  let workbench: Workbench;
  before(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tunewright-sandbox-'));
    sandbox = await startSandbox({ dataDir, pace: 1 });
    const slow = { epochCount: '3', learningRateMultiplier: 0.01 };
    await endOf(
      sandbox,
      await startJob(sandbox, 'ended', {
        examples: 60,
        validation: 15,
        hyperParameters: slow,
        evaluatedBy: 'ROUGE',
      }),
    );
    await sandbox.stop();
    sandbox = await startSandbox({ dataDir, pace: 300 });
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': sandbox.dataDir },
    });
    // Now, so that the window sees them from their beginning.
    await startJob(sandbox, 'trivia', { examples: 400, validation: 15, unreadable: [3, 8] });
    const fast = { epochCount: '2', learningRateMultiplier: 2 };
    await startJob(sandbox, 'fast trivia', { examples: 200, validation: 15, hyperParameters: fast });
    await workbench.runCommand('Tunewright: Refresh Jobs');
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const page = () => workbench.webview;
  const loss = () => page().getByRole('slider', { name: /^Loss\./ });
  const zoomed = () => page().locator('.zoom [role=status]');

  /** The step that the loss is known to. */
  const lastStep = async () => Number(await loss().getAttribute('aria-valuemax'));

  /** The steps at both ends of the chart, as the pointer tells them. */
  async function ends(): Promise<string[]> {
    const chart = page().locator('curve-chart').first();
    const { width = 0 } = (await chart.locator('.u-over').boundingBox()) ?? {};
    const told: string[] = [];
    for (const x of [1, width - 1]) {
      await chart.locator('.u-over').hover({ position: { x, y: 50 } });
      told.push((await chart.locator('.place').textContent()) ?? '');
    }
    await page().getByRole('heading', { name: 'Curves' }).hover();
    return told;
  }

  async function moreSteps(than: number): Promise<number> {
    for (const deadline = Date.now() + 60_000; ; await workbench.page.waitForTimeout(100)) {
      const step = await lastStep();
      if (step > than) return step;
      assert.ok(Date.now() < deadline, `The curve stands still at step ${step}.`);
    }
  }

  it('shows what the job does and its curves, which move while the page is open', async () => {
    await workbench.runCommand('Tunewright: Open Job');
    await workbench.choose('trivia');
    await page().getByRole('heading', { name: 'trivia', exact: true }).waitFor();
    await page().getByText('Processing the training file', { exact: true }).waitFor();
    await loss().waitFor();
    const first = await lastStep();
    const second = await moreSteps(first);
    await moreSteps(second);
    await page().getByText('Validation loss').first().waitFor();
    await page().getByText('2 examples were dropped.').waitFor();
  });

  it('keeps a zoom and the marked point when points arrive', async () => {
    await loss().focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', '+']) await workbench.page.keyboard.press(key);
    const range = await zoomed().textContent();
    const marked = await loss().getAttribute('aria-valuenow');
    assert.match(range ?? '', /\d to \d/);
    await moreSteps(await lastStep());
    assert.equal(await zoomed().textContent(), range);
    assert.equal(await loss().getAttribute('aria-valuenow'), marked);
    assert.match((await loss().getAttribute('aria-valuetext')) ?? '', /^Step [\d.,]+, Training loss [\d.]+/);
    const shown = await ends();
    await moreSteps(await lastStep());
    assert.deepEqual(await ends(), shown);
  });

  it('is as it was after it was hidden, and after a reload of the window', async () => {
    await page()
      .getByRole('slider', { name: /Smoothing/ })
      .fill('0.5');
    await page().getByText('Data table').click();
    await page().getByRole('columnheader', { name: 'Validation loss' }).waitFor();
    const range = (await zoomed().textContent()) ?? '';
    const asBefore = async () => {
      await zoomed().getByText(range.trim()).waitFor();
      assert.equal(
        await page()
          .getByRole('slider', { name: /Smoothing/ })
          .inputValue(),
        '0.5',
      );
      await page().getByRole('columnheader', { name: 'Validation loss' }).waitFor();
    };
    await workbench.openFile('number_generator.jsonl');
    await workbench.page.getByRole('tab', { name: /^trivia/ }).click();
    await asBefore();
    await workbench.reload();
    await workbench.page.getByRole('tab', { name: /^trivia/ }).waitFor();
    await asBefore();
    await page().getByText('Processing the training file', { exact: true }).waitFor(); // what was seen is remembered
    await moreSteps(await lastStep());
  });

  it('has no serious fault that axe finds, in any theme, and its lines stand out', async () => {
    await page().getByRole('button', { name: 'Reset Zoom' }).click();
    await page()
      .locator('html')
      .evaluate((html) => html.scrollTo(0, 0));
    for (const [theme, name] of themes) {
      await workbench.useTheme(theme);
      await workbench.page.waitForTimeout(500); // the page takes over the colours
      assert.deepEqual(await seriousFaults(page().locator('html')), [], theme);
      for (const [line, contrast] of Object.entries(await contrasts(page().locator('html'))))
        assert.ok(contrast >= 3, `${theme}: ${line} has a contrast of ${contrast.toFixed(2)}`);
      await workbench.screenshot(`job-page-${name}`);
    }
    await workbench.useTheme('Light Modern');
  });

  it('fits into 400 pixels', async () => {
    await workbench.page.setViewportSize({ width: 448, height: 900 }); // the activity bar takes 48
    await workbench.runCommand('View: Close Primary Side Bar');
    const widths = await page()
      .locator('html')
      .evaluate((html) => [html.scrollWidth, html.clientWidth]);
    await workbench.screenshot('job-page-narrow');
    assert.ok((widths[1] ?? 0) <= 410 && (widths[1] ?? 0) > 300, String(widths));
    assert.equal(widths[0], widths[1]);
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  it('is reached by the keyboard alone, to its last action', async () => {
    await workbench.page.mouse.move(700, 600); // away from the tabs, whose tooltip would lie over the page
    await workbench.page.locator('.context-view .hover-contents').waitFor({ state: 'hidden' });
    // What is folded is not there.
    for (const text of ['Other curves', 'Settings, cost, and what the job created'])
      await page().getByText(text).click();
    await page()
      .locator('body')
      .click({ position: { x: 2, y: 2 } });
    const reached = new Set(await tabThrough(page().locator('html')));
    const actions = await page()
      .locator('vscode-button:not([disabled]), summary, input, [role=slider]')
      .evaluateAll((nodes) =>
        nodes.map((node) => node.getAttribute('aria-label') || node.textContent?.trim() || node.tagName),
      );
    assert.ok(actions.length > 12, String(actions));
    assert.deepEqual(
      actions.filter((name) => !reached.has(name)),
      [],
    );
  });

  it('is cancelled from the page by the keyboard', async () => {
    await page().getByRole('button', { name: 'Cancel Job' }).focus();
    await workbench.page.keyboard.press('Enter');
    const said = await workbench.answerDialog('Cancel Job');
    assert.match(said, /trivia/);
    await page().getByRole('status').getByText('canceled', { exact: true }).waitFor();
    await page().getByRole('listitem').filter({ hasText: 'Canceled' }).waitFor();
  });

  it('saves as CSV the numbers that the table shows', async () => {
    const shown = await tableOf(page().locator('.metric-table'));
    await page().getByRole('button', { name: 'Save as CSV…' }).click();
    await workbench.acceptFile(path.join(workbench.folder, 'trivia.csv'));
    await workbench.notification('Saved trivia.csv.').waitFor();
    const [head = '', ...lines] = (await readFile(path.join(workbench.folder, 'trivia.csv'), 'utf8'))
      .trimEnd()
      .split('\n');
    assert.match(head, /^step,epoch,time,train_total_loss,.*eval_total_loss/);
    const saved = lines.map((line) => {
      const [step, epoch, _time, ...values] = line.split(',');
      return [step, ...(epoch === '' ? [] : [epoch]), ...values.map(sixDigits)].join(' ');
    });
    assert.ok(shown.length > 20, `${shown.length} rows`);
    assert.deepEqual(shown, saved.slice(0, shown.length));
  });

  it('saves a chart as a picture', async () => {
    await page().getByRole('button', { name: 'Save as PNG…: Loss' }).click();
    await workbench.acceptFile(path.join(workbench.folder, 'loss.png'));
    await workbench.notification('Saved loss.png.').waitFor();
    const png = await readFile(path.join(workbench.folder, 'loss.png'));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) > 300 && png.readUInt32BE(20) > 240);
  });

  it('tells of an ended job what its curves say, what it found in the data, and prompts each checkpoint', async () => {
    await workbench.runCommand('Tunewright: Open Job');
    await workbench.choose('ended');
    const finding = page().getByRole('listitem').filter({ hasText: "The model isn't learning" });
    await finding.filter({ hasText: 'higher learning rate' }).waitFor();
    await page()
      .getByRole('img', { name: /^Input tokens per example\. [\d,.]+–[\d,.]+: \d+ examples/ })
      .waitFor();
    await page().getByText('Settings, cost, and what the job created').click();
    await page().getByText('Free (sandbox)').waitFor();
    const evaluated = page().getByRole('region', { name: 'Evaluation by Google' }).getByRole('definition');
    assert.equal(await evaluated.count(), 3);
    assert.match((await evaluated.first().textContent()) ?? '', /^ROUGE, average: 0(?:\.\d{1,3})?$/);
    await page()
      .getByText(/evaluationRuns\/\d+/)
      .first()
      .waitFor();
    await workbench.page.setViewportSize({ width: 1400, height: 1900 });
    for (const [theme, name] of themes.slice(0, 3)) {
      await workbench.useTheme(theme);
      await workbench.page.waitForTimeout(500);
      assert.deepEqual(await seriousFaults(page().locator('html')), [], theme);
      await workbench.screenshot(`job-page-ended-${name}`);
    }
    // Of each checkpoint how it did on the validation file, and of one that it was the best.
    const rated = page()
      .locator('.checkpoints')
      .getByText(/validation loss [\d.]+/);
    assert.ok((await rated.count()) >= 3);
    assert.equal(await page().locator('.checkpoints li.best').count(), 1);
    assert.equal(
      await page()
        .locator('.checkpoints li')
        .getByText(/the lowest/)
        .count(),
      1,
    );
    const isDefault = (name: string) =>
      page()
        .getByRole('listitem')
        .filter({ hasText: name })
        .getByText(/default checkpoint/);
    await isDefault('Checkpoint 3').waitFor();
    await page().getByRole('button', { name: 'Make Default: Checkpoint 1' }).click();
    await isDefault('Checkpoint 1').waitFor();
    assert.equal(await isDefault('Checkpoint 3').count(), 0);
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
    const checkpoints = page().getByRole('button', { name: /^Prompt: Checkpoint / });
    assert.equal(await checkpoints.count(), 3);
    await checkpoints.nth(2).click();
    await workbench.page.getByRole('tab', { name: /ended, checkpoint 3/ }).waitFor();
  });

  it('is compared with another run: what differs, how each came out, and their curves over each other', async () => {
    await workbench.runCommand('Tunewright: Compare Jobs…');
    for (const name of ['trivia', 'fast trivia']) await workbench.quickPickItem(name).click();
    await workbench.quickInput.press('Enter');
    const cells = async (label: string) => {
      const row = page()
        .getByRole('row')
        .filter({ has: page().getByRole('rowheader', { name: label, exact: true }) });
      await row.waitFor();
      return (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim());
    };
    assert.deepEqual(await cells('Epochs'), ['2', '4']); // newest first
    assert.deepEqual(await cells('Dropped examples'), ['0', '2']);
    assert.equal(await page().getByRole('rowheader', { name: 'Base model' }).count(), 0); // is the same
    for (const value of await cells('Training loss (best)')) assert.match(value, /^[\d.]+ at step \d+$/);
    const loss = page().getByRole('slider', { name: /^Training loss\./ });
    await loss.focus();
    await workbench.page.keyboard.press('Home');
    const said = (await loss.getAttribute('aria-valuetext')) ?? '';
    assert.match(said, /^Step 1, fast trivia [\d.]+, trivia [\d.]+$/);
    for (const [theme, name] of themes.slice(0, 3)) {
      await workbench.useTheme(theme);
      await workbench.page.waitForTimeout(500);
      assert.deepEqual(await seriousFaults(page().locator('html')), [], theme);
      await workbench.screenshot(`compare-runs-${name}`);
    }
    await workbench.reload();
    assert.deepEqual(await cells('Epochs'), ['2', '4']); // newest first
  });
});

const themes: readonly (readonly [Theme, string])[] = [
  ['Light Modern', 'light'],
  ['Dark Modern', 'dark'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
];

/** Of the table's first page: the cells of each row, as text. */
async function tableOf(table: Locator): Promise<string[]> {
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '').join(' ')),
    );
}

function sixDigits(value: string): string {
  return value === '' ? '' : String(Number(Number(value).toPrecision(6)));
}

/** What axe calls serious or critical, each with the elements that have it. */
async function seriousFaults(html: Locator): Promise<string[]> {
  const frame = await (await html.elementHandle())?.ownerFrame();
  assert.ok(frame);
  await frame.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  return frame.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => id + ': ' + help + ' ' + nodes.map(({ html }) => html).join(' ')))`);
}

/** The contrast of each line of a chart to the page (WCAG 2.2, 1.4.11 asks for 3). */
async function contrasts(html: Locator): Promise<Record<string, number>> {
  return html.evaluate((root) => {
    const page = root.ownerDocument;
    const context = page.createElement('canvas').getContext('2d');
    const probe = page.body.appendChild(page.createElement('span'));
    const luminance = (name: string) => {
      probe.className = name;
      if (context === null) return 0;
      context.fillStyle = page.defaultView?.getComputedStyle(probe).color ?? '';
      context.fillRect(0, 0, 1, 1);
      const linear = (channel: number) =>
        channel <= 10 ? channel / 3294.6 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const behind = luminance('chart-background');
    const names = [0, 1, 2, 3, 4, 5].map((at) => `chart-ink-${at}`);
    const contrast = (name: string) => {
      const line = luminance(name);
      luminance('chart-background'); // so that the next one lies on it
      return (Math.max(line, behind) + 0.05) / (Math.min(line, behind) + 0.05);
    };
    const all = names.map((name) => [name, contrast(name)]);
    probe.remove();
    return Object.fromEntries(all);
  });
}

/** The names of what gets the focus by Tab, from the top of the page to its end. */
async function tabThrough(html: Locator): Promise<string[]> {
  const names: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await html.page().keyboard.press('Tab');
    const name = await html.evaluate((root) => {
      const active = root.ownerDocument.activeElement;
      if (active === null || active === root.ownerDocument.body) return '';
      return active.getAttribute('aria-label') || active.textContent?.trim() || active.tagName;
    });
    if (name === '' && names.length > 0) break;
    names.push(name);
  }
  return names;
}
