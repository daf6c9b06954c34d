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
    await workbench.runCommand('Tunewright: Tune Model…');
    await workbench.choose('Vertex AI');
    await workbench.choose('Gemini 2.5 Flash');
    await workbench.choose('us-central1');
    await workbench.page.getByText('Name of the tuned model').waitFor();
    await workbench.answer('phone support');
    await workbench.choose('Use these settings');
    await workbench.choose('Create a bucket…');
    await workbench.answer('tunewright-leftovers');
    await workbench.answerDialog('Start Tuning');
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('phone support').waitFor();
    await workbench.runCommand('Tunewright: Clean Up Project…');
    await workbench
      .notification(/left nothing behind in project sandbox.* 1 more are in use by running jobs/)
      .waitFor();
  });

  it('is listed with its age, size and job, and deleted after a question that says what is lost', async () => {
    await workbench.treeRow('phone support').filter({ hasText: 'active' }).waitFor();
    await workbench.runCommand('Tunewright: Clean Up Project…');
    await workbench.quickPickItem('vertex_contents_smartphone_support.jsonl').waitFor();
    await workbench.screenshot('leftovers');
    const listed = (await rows()).join('\n');
    for (const row of [
      /smartphone_support\.jsonl ?training file · Vertex AI 5 kB · just made · of "phone support" \(active\)/,
      /phone support ?tuned model · Vertex AI just made · served by \d endpoints; of "phone support"/,
      /phone support ?endpoint · Vertex AI just made · serves checkpoint 1 of "phone support" \(active\)/,
      /phone support ?endpoint · Vertex AI just made · serves checkpoint 2 of "phone support" \(active\)/,
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
    assert.match(said, /Delete these 2 for good\?/);
    assert.match(said, /The tuned model phone support with all its versions and its \d+ endpoints/);
    assert.match(said, /A launch from the local file uploads it again/);
    await workbench.answerDialog('Delete');
    await workbench.notification('2 of 2 are deleted.').waitFor();
    await workbench.runCommand('Tunewright: Clean Up Project…');
    await workbench.notification(/left nothing behind in project sandbox, us-central1\.$/).waitFor();
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
