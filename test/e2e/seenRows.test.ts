import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { datasetRows } from '../../src/evaluation/rows';
import { seenIn } from '../../src/evaluation/seen';
import type { LaunchRecord } from '../../src/tuning/contract/launchRecord';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { ticketLines, tuneTickets } from '../contract/ticketModel';
import { openWorkbench, type Workbench } from './workbench';

describe('rows that a model was tuned on, in the sandbox', () => {
  const trained = ticketLines(300, 1);
  const mixed = `${trained.split('\n').slice(0, 60).join('\n')}\n${ticketLines(40, 2)}`;
  const seen = seenIn({ name: 'it', text: trained }, datasetRows(mixed, 'it').rows);
  const others = seen.filter((one) => one === undefined).length;
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let scratch: string;

  before(async () => {
    assert.ok(seen.filter((one) => one === 'exact').length >= 60 && others >= 20, `${others} others`);
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-seen-'));
    const [dataDir, files] = [path.join(scratch, 'sandbox'), path.join(scratch, 'files')];
    await mkdir(files);
    await writeFile(path.join(files, 'tickets.jsonl'), trained);
    await writeFile(path.join(files, 'mixed.validation.jsonl'), mixed);
    sandbox = await startSandbox({ admin: true, dataDir });
    const { tuned, base } = await tuneTickets(sandbox);
    workbench = await openWorkbench({
      files,
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': dataDir },
    });
    await rememberLaunch(tuned, base);
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it('are counted before anything is asked, and left out unless all are wanted', async () => {
    const said = await evaluate(`Evaluate the Other ${others}`);
    assert.match(said, new RegExp(`${100 - others} of 100 rows are in the training data \\(6\\d exact`));
    await workbench.webview.getByText('Complete.').waitFor({ timeout: 60_000 });
    const [name = ''] = (await readdir(workbench.folder)).filter((file) => file.endsWith('.eval.jsonl'));
    const lines = (await readFile(path.join(workbench.folder, name), 'utf8')).split('\n');
    assert.equal(JSON.parse(lines[0] ?? '').rows, others);
    assert.equal(lines.filter((line) => line.includes('"seen"')).length, 0);
  });

  it('are marked on the page, can be shown alone, and have a figure of their own', async () => {
    await evaluate('Evaluate All 100');
    const { webview } = workbench;
    await webview.getByText(`${100 - others} of 100 rows are in the training data`).waitFor();
    await webview.getByText('Complete.').waitFor({ timeout: 60_000 });
    const seen = webview.getByText(new RegExp(`^seen in training: .* ${100 - others} rows$`)).first();
    await workbench.clickUntil(webview.locator('button.metric').first(), seen);
    await webview.getByLabel('Show').selectOption('seen in training');
    await webview.getByText(`${100 - others} of 100 rows`, { exact: true }).waitFor();
    await webview.locator('.row .mark').first().waitFor();
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark Modern', 'dark'],
      ['Default High Contrast', 'high-contrast'],
    ] as const) {
      await workbench.useTheme(theme);
      await webview.getByRole('heading', { name: 'Summary' }).scrollIntoViewIfNeeded();
      await workbench.screenshot(`evaluation-seen-${name}`);
      await webview.locator('.row .mark').first().scrollIntoViewIfNeeded();
      await workbench.screenshot(`evaluation-seen-rows-${name}`);
    }
  });

  async function evaluate(button: string): Promise<string> {
    await workbench.runCommand('Tunewright: Evaluate Models…');
    await workbench.choose('mixed.validation.jsonl');
    await workbench.quickPickItem('Tickets').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPickItem('Accuracy').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.choose('Continue with these settings');
    await workbench.dialog.waitFor();
    await workbench.screenshot('evaluation-seen-confirm');
    return workbench.answerDialog(button);
  }

  /** What a launch of this window would have left behind. */
  async function rememberLaunch(job: string, baseModel: string): Promise<void> {
    const record: LaunchRecord = {
      id: 'tickets001',
      place: 'sandbox',
      spec: { service: 'geminiApi', baseModel, displayName: 'Tickets', hyperparameters: {} },
      data: {
        source: pathToFileURL(path.join(workbench.folder, 'tickets.jsonl')).href,
        name: 'tickets.jsonl',
        examples: 300,
        sha256: createHash('sha256').update(trained).digest('hex'),
      },
      estimate: { steps: undefined, billableTokens: undefined, price: undefined },
      confirmedAt: Date.now(),
      stage: { kind: 'created', job, createdAt: Date.now() },
    };
    const storage = path.join(
      workbench.folder,
      '../vscode/data/User/globalStorage/tunewright.tunewright/launches',
    );
    await mkdir(storage, { recursive: true });
    await writeFile(path.join(storage, `${record.id}.launch.json`), JSON.stringify(record));
  }
});
