import { copyFile } from 'node:fs/promises';
import path from 'node:path';
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

  it("is converted from the Explorer's menu, without being opened first", async () => {
    await workbench.showContainer('Explorer');
    const foreign = path.join(workbench.folder, 'guardrails.jsonl');
    await copyFile('test/fixtures/data/openai_banking_guardrails.jsonl', foreign);
    const marked = workbench.sideBar.getByRole('treeitem', { name: 'guardrails.jsonl' });
    await workbench.hover(marked, /OpenAI chat \(messages\) · Convert to tune a model/);
    for (const theme of ['Light Modern', 'Dark Modern', 'Default High Contrast'] as const) {
      await workbench.useTheme(theme);
      await workbench.hover(marked, /OpenAI chat/);
      await workbench.screenshot(`explorer-foreign-${theme.replaceAll(' ', '-')}`);
    }
    await workbench.useTheme('Light Modern');
    const row = workbench.sideBar.getByRole('treeitem', { name: 'vertex_contents_smartphone_support.jsonl' });
    await workbench.chooseInContextMenu(row, 'Convert Dataset…');
    await workbench.choose('Gemini API (text_input, output)');
    await workbench.dialog.waitFor(); // the other format has no place for a system instruction
    await workbench.answerDialog('Convert Anyway');
    await workbench.page.getByText('10 examples were written as Gemini API').first().waitFor();
  });
});
