import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './workbench';

describe('what launches leave behind, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox' },
      confidential: ['take a screenshot', 'warranty'],
    });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('is not offered while a job needs it', async () => {
    await workbench.openFile('vertex_contents_smartphone_support.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({
      'Base model': 'Gemini 2.5 Flash',
      'Name of the tuned model': 'phone support',
      'New bucket': 'tunewright-leftovers',
    });
    await workbench.answerDialog('Start Tuning');
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('phone support').waitFor();
    await workbench.runCommand('Tunewright: Clean Up Cloud Resources…');
    await workbench
      .notification(/Nothing to clean up in .*project sandbox.* 1 more is in use by a running job/)
      .waitFor();
  });

  it('is listed with its age, size and job, and deleted after a question that says what is lost', async () => {
    await workbench.treeRow('phone support').filter({ hasText: 'ready' }).waitFor();
    await workbench.runCommand('Tunewright: Clean Up Cloud Resources…');
    await workbench.quickPickItem('vertex_contents_smartphone_support.jsonl').waitFor();
    await workbench.screenshot('leftovers');
    const listed = (await rows()).join('\n');
    for (const row of [
      /smartphone_support\.jsonl ?training file · Vertex AI 5 KB · just created · used by "phone support" \(succeeded\)/,
      /phone support ?tuned model · Vertex AI just created · served by \d endpoints · "phone support"/,
      /phone support ?endpoint · Vertex AI just created · serves checkpoint 1 from "phone support" \(succeeded\)/,
      /phone support ?endpoint · Vertex AI just created · serves checkpoint 2 from "phone support" \(succeeded\)/,
    ]) {
      assert.match(listed, row);
    }
    await workbench.quickPickItem('vertex_contents_smartphone_support.jsonl').click();
    await workbench.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: 'tuned model ·' })
      .click();
    await workbench.quickInput.press('Enter');
    await workbench.dialog.waitFor();
    await workbench.screenshot('leftovers-question');
    const said = (await workbench.dialog.textContent()) ?? '';
    assert.match(said, /Permanently delete these 2 resources\?/);
    assert.match(said, /Tuned model phone support, all its versions, and \d+ endpoints/);
    assert.match(said, /uploaded again when you launch from the local file/);
    await workbench.answerDialog('Delete');
    await workbench.notification('Deleted 2 resources.').waitFor();
    await workbench.runCommand('Tunewright: Clean Up Cloud Resources…');
    await workbench.notification(/Nothing to clean up in .*project sandbox, us-central1\.$/).waitFor();
  });

  async function rows(): Promise<string[]> {
    const found = await workbench.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    return found.map((text) =>
      text
        .replace(/\s+/g, ' ')
        .replace(/[\ue000-\uf8ff]/g, '')
        .trim(),
    );
  }
});
