import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './workbench';

describe('the whole loop on Vertex AI, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    const price = { value: 2, asOf: '2026-11', source: 'our contract' };
    const ours = { id: 'house-1', label: 'House Model', service: 'vertexAi', formats: ['vertexContents'] };
    workbench = await openWorkbench({
      settings: {
        'tunewright.connection': 'sandbox',
        'tunewright.dataset.addedTargets': [{ ...ours, trainingPrice: price }],
      },
    });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  async function launch(name: string, lines: Readonly<Record<string, string>> = {}): Promise<string> {
    await workbench.openFile('vertex_contents_smartphone_support.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({
      ...{ 'Base model': 'Gemini 3.5 Flash', 'Name of the tuned model': name },
      ...lines,
    });
    return workbench.answerDialog('Start Tuning');
  }

  it('uploads the file to a new bucket, tunes on it and shows the job live', async () => {
    const said = await launch('phone support', { 'New bucket': 'tunewright-e2e' });
    assert.match(said, /phone support.*10 examples/);
    assert.match(said, /gs:\/\/tunewright-e2e/);
    await workbench.showContainer('Tunewright');
    const row = workbench.treeRow('phone support');
    await row.filter({ hasText: '%' }).waitFor();
    await workbench.screenshot('vertex-job-running');
    await row.filter({ hasText: 'ready' }).waitFor();
  });

  it('answers in the playground, streamed', async () => {
    await workbench.treeRow('phone support').hover();
    await workbench.chooseInContextMenu(workbench.treeRow('phone support'), 'Open in Playground');
    // What it was tuned with is offered, for it answers best to the same.
    await workbench.webview.getByText('The model was tuned with this system instruction:').waitFor();
    await workbench.screenshot('vertex-playground-offer');
    await workbench.webview.getByRole('button', { name: 'Use Instruction' }).click();
    const instruction = workbench.webview.getByLabel('System instruction');
    assert.match(await instruction.inputValue(), /^You are a customer support assistant/);
    await workbench.webview.getByLabel('Prompt').fill('How do I take a screenshot?');
    await workbench.page.keyboard.press('Enter');
    await workbench.webview.locator('article.answer .facts.done').waitFor();
    const answer = (await workbench.webview.locator('article.answer .text').textContent()) ?? '';
    assert.match(answer, /\S/); // how much it says is drawn by chance
    await workbench.webview.getByRole('button', { name: 'Try All Again' }).click();
    await workbench.webview.locator('article.answer .facts.done').waitFor();
    await workbench.screenshot('vertex-playground');
  });

  it('offers current models and the ones that a person added, marks closed ones, and takes any other', async () => {
    await workbench.openFile('vertex_contents_smartphone_support.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.choose('Base model');
    await workbench.quickPickItem('House Model').waitFor();
    const labels = await workbench.quickPickLabels();
    assert.deepEqual(labels.slice(0, 2), ['House Model', 'Gemini 3.5 Flash']);
    assert.ok(labels.indexOf('Gemini 2.5 Flash') > labels.indexOf('Gemini 3.5 Flash-Lite'), labels.join());
    const closed = (await workbench.quickPickItem('Gemini 2.5 Flash').textContent()) ?? '';
    assert.match(closed, /Closed since 2026-10-20 to projects that hadn.t used it/);
    assert.ok(!labels.some((label) => label.includes('3.8')), 'prompted, not tuned');
    await workbench.screenshot('vertex-models');
    await workbench.choose('Other model…');
    await workbench.answer('gemini-9-flash');
    await workbench.startTuning({ 'Name of the tuned model': 'unheard of' });
    const said = await workbench.answerDialog('Cancel');
    assert.match(said, /The limits of gemini-9-flash are unknown.*Base model: gemini-9-flash/s);
  });

  it('cancels a job, which ends as cancelled', async () => {
    await launch('to be cancelled'); // into the only bucket
    await workbench.showContainer('Tunewright');
    const row = workbench.treeRow('to be cancelled');
    await row.waitFor();
    await workbench.chooseInContextMenu(row, 'Cancel Job');
    const said = await workbench.answerDialog('Cancel Job');
    assert.match(said, /to be cancelled/);
    await row.filter({ hasText: 'canceled' }).filter({ hasNotText: 'canceling' }).waitFor();
    await workbench.screenshot('vertex-job-cancelled');
  });
});
