import { openWorkbench, type Workbench } from './workbench';

describe('a file in the format of another service, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ settings: { 'tunewright.connection': 'sandbox' } });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('is converted from the message that says so, and leaves no error', async () => {
    await workbench.openFile('number_generator.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.choose('Service');
    await workbench.choose('Vertex AI');
    await workbench.press("which Vertex AI doesn't support", 'Convert Dataset…');
    await workbench.page.getByText('15 examples were written as Vertex AI (contents).').first().waitFor();
    const editor = workbench.page.locator('.editor-instance .view-lines');
    await editor.getByText('"twenty two"').first().waitFor();
    await editor.getByText('"contents"').first().waitFor();
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await workbench.screenshot('converted');
  });
});
