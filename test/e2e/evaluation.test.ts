import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { type RunningSandbox, startSandbox, waitFor } from '../contract/sandboxProcess';
import { ticketLines, tuneTickets } from '../contract/ticketModel';
import { openWorkbench, type Workbench } from './workbench';

const rows = 500;

describe('an evaluation, in the sandbox', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let scratch: string;
  let results = '';

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-evaluation-'));
    const dataDir = path.join(scratch, 'sandbox');
    const files = path.join(scratch, 'files');
    await mkdir(files);
    await writeFile(path.join(files, 'tickets.validation.jsonl'), ticketLines(rows, 2));
    await writeFile(path.join(files, 'tickets.train.jsonl'), ticketLines(300, 1));
    sandbox = await startSandbox({ admin: true, dataDir });
    await tuneTickets(sandbox);
    workbench = await openWorkbench({
      files,
      settings: {
        'tunewright.connection': 'sandbox',
        'tunewright.sandbox.folder': dataDir,
        'editor.minimap.enabled': false,
      },
    });
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  const asked = async () =>
    (await sandbox.calls()).filter(({ rpc }) => rpc.endsWith('StreamGenerateContent')).length;
  const written = async () => (await readFile(results, 'utf8')).split('\n').filter(isAnswer).length;

  it('asks what it needs, says what it will do, and starts', async () => {
    const rpc = 'StreamGenerateContent';
    await sandbox.setFaults({ rules: [{ rpc, fault: { kind: 'slow', milliseconds: 20 } }] });
    await workbench.runCommand('Tunewright: Evaluate Models…');
    assert.equal((await workbench.quickPickLabels())[0], 'tickets.validation.jsonl'); // held out: proposed first
    await workbench.choose('tickets.validation.jsonl');
    await workbench.quickPickItem('Tickets').waitFor();
    await workbench.page.getByPlaceholder(/^The others are compared with /).waitFor();
    await workbench.screenshot('evaluation-models');
    await workbench.quickInput.press('Enter'); // the tuned model and its base model are chosen
    await workbench.quickPickItem('Accuracy').waitFor();
    await workbench.screenshot('evaluation-metrics');
    await workbench.quickInput.press('Enter');
    await workbench.choose('Continue with these settings');
    const said = await workbench.answerDialog('Start Evaluation');
    assert.match(said, /Evaluate 2 models on 500 examples\?.*1,000 requests.*no cost/);
    await workbench.webview.getByRole('button', { name: 'Pause' }).waitFor();
    const [name] = (await readdir(workbench.folder)).filter((file) => file.endsWith('.eval.jsonl'));
    assert.match(name ?? '', /^tickets\.validation\.Tickets\.\d{4}-\d\d-\d\d\.eval\.jsonl$/);
    results = path.join(workbench.folder, name ?? '');
  });

  it('stops sending while it is paused', async () => {
    await waitFor(written, (answers) => answers > 60);
    await workbench.webview.getByRole('button', { name: 'Pause' }).click();
    await workbench.webview.getByText('Paused.').waitFor();
    await waitFor(
      async () => (await asked()) - (await written()),
      (underWay) => underWay === 0,
    );
    const before = await written();
    assert.equal(await workbench.webview.locator('.conclusion').count(), 0); // too early to conclude
    await workbench.screenshot('evaluation-paused');
    assert.equal(await asked(), before);
    await workbench.webview.getByRole('button', { name: 'Resume' }).click();
    await waitFor(written, (answers) => answers > before);
  });

  it('survives the end of VS Code in the middle: only the missing rows are asked then', async () => {
    await waitFor(written, (answers) => answers > 350);
    await killExtensionHost();
    let last = -1;
    const before = await waitFor(written, (answers) => {
      const isOver = answers === last;
      last = answers;
      return isOver;
    });
    assert.ok(before < 2 * rows, 'it was over already');
    await sandbox.setFaults({}); // forgets the calls
    await workbench.reload();
    await workbench.notification('was interrupted').waitFor();
    await workbench.webview.getByText(`Incomplete: ${2 * rows - before} responses missing.`).waitFor();
    await workbench.screenshot('evaluation-interrupted');
    assert.equal(await asked(), 0); // nothing is asked unasked
    await workbench.press('was interrupted', 'Resume');
    await workbench.webview.getByText('Complete.').waitFor({ timeout: 120_000 });
    assert.equal(await asked(), 2 * rows - before);
    assert.equal(await written(), 2 * rows);
  });

  it('says that the tuned model is better, with an interval without zero', async () => {
    const conclusion = workbench.webview.locator('.conclusion');
    await conclusion
      .filter({ hasText: /Tickets is better than .* \+\d+\.\d points \[\+\d+\.\d, \+\d+\.\d points\]/ })
      .waitFor();
    await workbench.webview.getByRole('button', { name: 'Accuracy' }).click();
    await workbench.webview
      .getByText(/^\d+ wins · \d+ ties · \d+ losses$/)
      .first()
      .waitFor();
    await workbench.screenshot('evaluation-light');
    await workbench.useTheme('Dark Modern');
    await workbench.screenshot('evaluation-dark');
    await workbench.useTheme('Default High Contrast');
    await workbench.screenshot('evaluation-high-contrast');
    await workbench.useTheme('Light Modern');
  });

  it('shows rows by the keyboard alone: filtered, sorted, with what differs, and the line in the dataset', async () => {
    const { webview, page } = workbench;
    await webview.getByLabel('Show').selectOption('better than baseline');
    await webview.getByText(/^\d+ of 500 rows$/).waitFor();
    const grid = webview.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('Home');
    for (let row = 0; row < 12; row++) await page.keyboard.press('ArrowDown');
    const chosen = webview.locator('.row[aria-selected=true]');
    await chosen.waitFor();
    const line = await chosen.locator('.line').innerText();
    assert.equal(await chosen.getAttribute('aria-rowindex'), '14'); // 12 down from the first, below the head
    await webview.getByRole('heading', { name: `Line ${line}` }).scrollIntoViewIfNeeded();
    await webview.locator('.detail del').first().waitFor();
    await workbench.screenshot('evaluation-row');
    for (const theme of [
      'Dark Modern',
      'Default High Contrast',
      'Default High Contrast Light',
      'Light Modern',
    ] as const) {
      await workbench.useTheme(theme);
      assert.deepEqual(await axeProblems(), [], theme);
    }
    const size = page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await page.setViewportSize({ width: 460, height: 900 }); // the page has 400 pixels then
    await webview.locator('.conclusion').scrollIntoViewIfNeeded();
    await workbench.screenshot('evaluation-narrow');
    await grid.scrollIntoViewIfNeeded();
    await workbench.screenshot('evaluation-narrow-rows');
    const tooWide = await webview.locator('html').evaluate((root) => root.scrollWidth > root.clientWidth);
    assert.equal(tooWide, false);
    await page.setViewportSize(size);
    await grid.focus();
    await page.keyboard.press('Enter');
    await page
      .locator('.editor-instance[aria-label*="tickets.validation.jsonl"] .view-line')
      .first()
      .waitFor();
    const expected = (await readFile(path.join(workbench.folder, 'tickets.validation.jsonl'), 'utf8')).split(
      '\n',
    );
    const cursor = await page
      .locator('.statusbar')
      .getByText(/^Ln \d+, Col \d+$/)
      .innerText();
    assert.equal(cursor, `Ln ${line}, Col 1`);
    assert.ok(expected[Number(line) - 1]);
    await page.getByRole('tab', { name: /eval\.jsonl/ }).click();
    await webview.getByRole('button', { name: 'Open in Playground' }).click();
    await page.getByRole('tab', { name: /^Playground/ }).waitFor();
    const asks = JSON.parse(expected[Number(line) - 1] ?? '{}').text_input;
    await webview.getByLabel('Prompt').waitFor();
    assert.equal(await webview.getByLabel('Prompt').inputValue(), asks);
    await workbench.screenshot('evaluation-playground');
  });

  it('leads from a field of the matrix to its rows, and from what failed to its examples', async () => {
    const { page, webview } = workbench;
    const playground = page.getByRole('tab', { name: /^Playground/ });
    await playground.click(); // it opened beside, and may not be the active one yet
    await workbench.runCommand('View: Close Editor');
    await playground.waitFor({ state: 'detached' });
    const results = page.getByRole('tab', { name: /eval\.jsonl/ });
    await results.click();
    const field = webview.locator('td.count.right button').first();
    const count = await field.innerText();
    await field.click();
    await webview.getByText(`${count} of 500 rows`, { exact: true }).waitFor();
    await workbench.screenshot('evaluation-cell');
    await webview.getByRole('button', { name: 'Show All Classes' }).click();
    await webview.getByText('500 of 500 rows').waitFor();
    await webview.getByRole('button', { name: 'Fix This Row' }).click();
    await page.getByRole('tab', { name: /line \d+/i }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await results.click();
    await webview.getByRole('button', { name: 'Fix the Rows That Failed' }).click();
    await page
      .locator('.markers-panel')
      .getByText(/ responded: /)
      .first()
      .waitFor();
    await page.getByRole('tab', { name: /tickets\.validation\.jsonl/, selected: true }).waitFor();
    await workbench.screenshot('evaluation-failed-rows');
    await workbench.runCommand('View: Toggle Panel Visibility');
  });

  it('exports what it shows', async () => {
    const { page, webview } = workbench;
    await page.getByRole('tab', { name: /eval\.jsonl/ }).click();
    await webview.getByRole('heading', { name: 'Summary' }).waitFor();
    await webview.getByRole('button', { name: 'Export…' }).click();
    await workbench.choose('Markdown');
    await workbench.quickInput.waitFor();
    const target = results.replace('.eval.jsonl', '.results.md');
    await waitFor(
      () => workbench.quickInput.inputValue(),
      (proposed) => proposed === target,
    );
    await workbench.quickInput.press('Enter');
    await waitFor(
      () => readFile(target, 'utf8').catch(() => ''),
      (text) => /\| Tickets \| Accuracy \| \+\d+\.\d points \|.*\| better \|/.test(text),
    );
  });

  it('shows a worse model as plainly in every theme', async () => {
    await writeFile(path.join(workbench.folder, 'worse.eval.jsonl'), worseResults());
    await workbench.openFile('worse.eval.jsonl');
    await workbench.runCommand('Tunewright: Show Evaluation Results…');
    await workbench.webview.locator('.verdict.worse').first().waitFor();
    for (const theme of [
      'Dark Modern',
      'Default High Contrast',
      'Default High Contrast Light',
      'Light Modern',
    ] as const) {
      await workbench.useTheme(theme);
      assert.deepEqual(await axeProblems(), [], theme);
    }
    await workbench.screenshot('evaluation-worse');
  });

  /** The rules of axe-core on the page of results. */
  async function axeProblems(): Promise<string[]> {
    const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
    for (const frame of workbench.page.frames()) {
      if (!(await isResultsPage(frame))) continue;
      await frame.evaluate(source);
      return frame.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
    }
    assert.fail('the page of results is not there');
  }
});

/** Of 40 rows the baseline is right on all, and the other model on none. */
function worseResults(): string {
  const dataset = { path: 'tickets.validation.jsonl', format: 'geminiApi', sha256: '0'.repeat(64) };
  const targets = ['better', 'weaker'].map((label) => ({ service: 'geminiApi', model: `m/${label}`, label }));
  const header = { kind: 'evaluation', version: 1, startedAt: '2026-11-20T06:00:00.000Z', dataset, targets };
  const rowsOf = Array.from({ length: 40 }, (_, at) => [
    { kind: 'row', line: at + 1, prompt: { turns: [{ role: 'user', text: `${at}` }] }, expected: 'right' },
    { kind: 'answer', line: at + 1, target: 0, text: 'right', finishReason: 'STOP' },
    { kind: 'answer', line: at + 1, target: 1, text: 'wrong', finishReason: 'STOP' },
  ]);
  return [{ ...header, parameters: {}, metrics: ['exact-match'], rows: 40 }, ...rowsOf.flat()]
    .map((record) => JSON.stringify(record))
    .join('\n');
}

function isAnswer(line: string): boolean {
  return line.startsWith('{"kind":"answer"');
}

async function isResultsPage(frame: Frame): Promise<boolean> {
  return (
    (await frame
      .locator('.grid')
      .count()
      .catch(() => 0)) > 0
  );
}

/** `kill -9` for the extension host below this process, as when VS Code dies. */
async function killExtensionHost(): Promise<void> {
  const processes = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(readProcess),
  );
  const known = processes.filter((one) => one !== undefined);
  const isOurs = (pid: number): boolean => {
    const one = known.find((other) => other.pid === pid);
    return one !== undefined && (one.parent === process.pid || isOurs(one.parent));
  };
  const hosts = known.filter(({ pid, command }) => command.includes('--type=extensionHost') && isOurs(pid));
  assert.equal(hosts.length, 1, `extension hosts: ${JSON.stringify(hosts)}`);
  for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
}

async function readProcess(name: string) {
  try {
    const [, parent] = /^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${name}/status`, 'utf8')) ?? [];
    const command = (await readFile(`/proc/${name}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    return { pid: Number(name), parent: Number(parent), command };
  } catch {
    return undefined; // it has ended meanwhile
  }
}
