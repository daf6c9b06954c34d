import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { openWorkbench, type Workbench } from './workbench';

/** Of the file. Above 50 MB, VS Code's text editor shows no more than its characters; Google takes 1 GB. */
const megabytes = Number(process.env.TUNEWRIGHT_E2E_MEGABYTES ?? 60);
/** Rows, from 1. */
const misspelled = [10, 20];
const british = 30;
const unreadable = 40;
const filler = 'So many words that a file of them is large. '.repeat(300);
const rows = Math.ceil((megabytes * 1_000_000) / (filler.length + 150));

/** As it is (false) or as it must be when the rows were fixed and a word was replaced (true). */
function row(number: number, isMended: boolean): string {
  const file = { fileData: { mimeType: 'image/png', fileUri: 'gs://not-there/40.png' } };
  const color = number === british && !isMended ? 'colour' : 'color';
  const turns = [
    {
      role: 'user',
      parts: [
        ...(number === unreadable ? [file] : []),
        { text: `Question ${number}: which ${color}? ${filler}` },
      ],
    },
    { role: 'model', parts: [{ text: `Answer ${number}` }] },
  ];
  const isMisspelled = misspelled.includes(number) && !isMended;
  return `${JSON.stringify(isMisspelled ? { contens: turns } : { contents: turns })}\n`;
}

function* lines(isMended: boolean): Generator<string> {
  for (let number = 1; number <= rows; number++) yield row(number, isMended);
}

describe('a training file that is too large for a text editor, in the sandbox', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let scratch: string;
  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-any-size-'));
    const files = path.join(scratch, 'files');
    await mkdir(files);
    await pipeline(Readable.from(lines(false)), createWriteStream(path.join(files, 'large.jsonl')));
    const dataDir = path.join(scratch, 'sandbox');
    sandbox = await startSandbox({ admin: true, dataDir });
    workbench = await openWorkbench({
      files,
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': dataDir },
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

  const count = rows.toLocaleString('en-US');
  const view = () => workbench.webview;
  const says = (text: string) =>
    view()
      .getByText(new RegExp(`^${count} rows · ${text}`))
      .waitFor({ timeout: 600_000 });

  it('is mended in the dataset view: rows with problems are fixed, a word is replaced, and it is saved', async () => {
    const file = path.join(workbench.folder, 'large.jsonl');
    await workbench.openFile('large.jsonl', workbench.page.getByRole('tab', { name: /^large/ }).first());
    await workbench.press(/larger than 50 MB/, 'Open Dataset View');
    await says('2 with problems');
    await view().getByLabel('Show').selectOption({ label: 'rows with problems (2)' });
    await view().getByText(`Showing 2 of ${count} rows`).waitFor();
    const fixAll = workbench.page.locator('.quick-input-list').getByText('Fix All', { exact: true });
    await workbench.clickUntil(view().getByRole('button', { name: 'Actions on Shown Rows…' }), fixAll);
    await fixAll.click();
    await says('no problems');
    await view().getByLabel('Show').selectOption({ index: 0 });
    await view().getByRole('searchbox').fill('colour');
    await view().getByText(`Showing 1 of ${count} rows`).waitFor({ timeout: 600_000 });
    await view().getByRole('button', { name: 'Replace in Texts…' }).click();
    await view().getByRole('textbox', { name: 'Replace with' }).fill('color');
    await view().getByText('Found 1 time').waitFor();
    await view().getByRole('button', { name: 'Replace in 1 Row' }).click();
    await view().getByText('No row matches the filters.').waitFor({ timeout: 600_000 });
    await workbench.runCommand('File: Save');
    await workbench.page.locator('.tab.dirty').waitFor({ state: 'detached', timeout: 600_000 });
    assert.equal(await hashOf(createReadStream(file)), await hashOf(Readable.from(lines(true))));
  });

  it('is tuned on: its upload is cancelled once, and not repeated when it has arrived', async () => {
    const { size } = await stat(path.join(workbench.folder, 'large.jsonl'));
    await sandbox.setFaults({
      rules: [{ rpc: 'storage', method: 'PUT', fault: { kind: 'slow', milliseconds: 1000 } }],
    });
    await launch('first', { 'New bucket': 'tunewright-any-size' });
    const progress = workbench.notification(`uploading`);
    await progress.waitFor({ timeout: 600_000 });
    await workbench.screenshot('any-size-uploading');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    await sandbox.setFaults({});
    await launch('second');
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('second').waitFor({ timeout: 600_000 });
    assert.ok((await uploads()) >= size / (16 << 20), 'sent in pieces');
    assert.equal(await workbench.treeRow('first').count(), 0);
    await sandbox.setFaults({});
    await launch('third');
    await workbench.treeRow('third').waitFor({ timeout: 600_000 });
    assert.equal(await uploads(), 0);
  });

  it('shows the example that was dropped in the dataset view', async () => {
    const ready = workbench.treeRow('third').filter({ hasText: 'ready' });
    await ready.waitFor({ timeout: 1_200_000 });
    const button = view().getByRole('button', { name: new RegExp(`: Example ${unreadable}$`) });
    await workbench.clickUntil(workbench.treeRow('third'), button);
    await button.click();
    await view()
      .getByRole('heading', { name: `Line ${unreadable}`, exact: true })
      .waitFor();
    await workbench.screenshot('any-size-dropped');
  });

  async function launch(name: string, answers: Readonly<Record<string, string>> = {}): Promise<void> {
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.quickPickItem('Start Tuning').waitFor({ timeout: 600_000 });
    await workbench.startTuning({
      ...{ 'Base model': 'Gemini 2.5 Flash', 'Name of the tuned model': name },
      ...answers,
    });
    await workbench.answerDialog('Start Tuning');
  }

  /** Pieces of files that were sent since the faults were set. */
  async function uploads(): Promise<number> {
    return (await sandbox.calls()).filter(({ method, path }) => method === 'PUT' && path.includes('/upload/'))
      .length;
  }
});

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of stream) hash.update(piece);
  return hash.digest('hex');
}
