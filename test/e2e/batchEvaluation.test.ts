import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { ticketLines } from '../contract/ticketModel';
import { openWorkbench, type Workbench } from './workbench';

const rows = 40;

describe('an evaluation as a batch, in the sandbox', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let scratch: string;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-batch-'));
    const dataDir = path.join(scratch, 'sandbox');
    const files = path.join(scratch, 'files');
    await mkdir(files);
    await writeFile(path.join(files, 'tickets.validation.jsonl'), ticketLines(rows, 2));
    sandbox = await startSandbox({ admin: true, dataDir, pace: 20 });
    await sandbox.setFaults({});
    workbench = await openWorkbench({
      files,
      settings: {
        'tunewright.connection': 'sandbox',
        'tunewright.sandbox.folder': dataDir,
        'tunewright.evaluation.batchFrom': 20,
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

  it('is offered with its price, sent once, and watched', async () => {
    const said = await sendBatch('Create bucket…');
    assert.match(said, /As a batch: 50% of the standard price/);
    await workbench.answer('tunewright-e2e-batch');
    await workbench.webview.getByText('Batch in progress').waitFor();
    await workbench.webview.getByRole('button', { name: 'Stop' }).waitFor();
    await workbench.screenshot('batch-running');
  });

  it('brings its answers into the same page, also when VS Code was closed meanwhile', async () => {
    await workbench.reload();
    await workbench.webview.getByText('Complete.').waitFor();
    await workbench.notification('Batch prediction finished').waitFor();
    await workbench.screenshot('batch-answered');
    const [name = ''] = await resultsFiles();
    assert.equal(await answersIn(name), rows);
    const calls = (await sandbox.calls()).map(({ rpc }) => rpc.split('.').at(-1));
    assert.equal(calls.filter((rpc) => rpc === 'CreateBatchPredictionJob').length, 1);
    assert.equal(calls.filter((rpc) => rpc === 'StreamGenerateContent').length, 0);
    assert.equal(
      calls.filter((rpc) => rpc === 'ListBatchPredictionJobs').length,
      0,
      'it is asked for by its name',
    );
  });

  it('has its answers read when the results file is back, such as after switching branches', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    const before = await resultsFiles();
    await sendBatch('tunewright-e2e-batch');
    await workbench.webview.getByText('Batch in progress').waitFor();
    const name = (await resultsFiles()).find((file) => !before.includes(file)) ?? assert.fail();
    const file = path.join(workbench.folder, name);
    const kept = path.join(scratch, name);
    await rename(file, kept);
    await cp(path.join(workbench.folder, before[0] ?? ''), file); // the other branch's, under the same name
    await workbench.notification(/has ended, but its results file .* doesn't exist/).waitFor();
    const others = await readFile(file, 'utf8');
    await workbench.page.waitForTimeout(2000);
    assert.equal(await readFile(file, 'utf8'), others, 'nothing is added to another evaluation');
    await rm(file); // a checkout deletes and writes anew: VS Code sees one change of the file
    await rename(kept, file);
    await workbench.notification('Batch prediction finished').waitFor();
    assert.equal(await answersIn(name), rows);
    const calls = (await sandbox.calls()).map(({ rpc }) => rpc.split('.').at(-1));
    assert.equal(calls.filter((rpc) => rpc === 'CreateBatchPredictionJob').length, 2);
  });

  async function sendBatch(bucket: string): Promise<string> {
    await workbench.runCommand('Tunewright: Evaluate Models…');
    await workbench.choose('tickets.validation.jsonl');
    await workbench.quickPickItem('Gemini 2.5 Flash-Lite').click();
    await workbench.quickInput.press('Enter');
    await workbench.quickPickItem('Accuracy').waitFor();
    await workbench.quickInput.press('Enter');
    await workbench.choose('Continue with these settings');
    await workbench.dialog.waitFor();
    await workbench.screenshot('batch-offer');
    const said = await workbench.answerDialog('Send as Batch');
    await workbench.choose(bucket);
    return said;
  }

  async function resultsFiles(): Promise<string[]> {
    return (await readdir(workbench.folder)).filter((file) => file.endsWith('.eval.jsonl'));
  }

  async function answersIn(name: string): Promise<number> {
    const lines = (await readFile(path.join(workbench.folder, name), 'utf8')).trimEnd().split('\n');
    return lines.filter((line) => JSON.parse(line).kind === 'answer').length;
  }
});
