import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { axeViolations } from './axe';
import { openWorkbench, type Workbench } from './workbench';

const file = 'number_generator.jsonl';

describe('a bad answer becomes a better example, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox' },
      confidential: ['twenty three', 'ninety nine', 'sixty one'],
    });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  const answers = () => workbench.webview.locator('article.answer');
  const answered = (index: number) => answers().nth(index).locator('.facts.done').waitFor();
  const playground = () => workbench.page.getByRole('tab', { name: /^Playground: / }).first();
  const tool = (index: number, name: RegExp) => answers().nth(index).getByRole('button', { name });

  async function launch(name: string): Promise<string> {
    await workbench.openFile(file);
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({ 'Name of the tuned model': name });
    return workbench.answerDialog('Start Tuning');
  }

  it('opens what a line asks, and marks where the base model answers otherwise', async () => {
    assert.match(await launch('counts on'), /15 examples/);
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('counts on').filter({ hasText: 'ready' }).waitFor();

    await workbench.openFile(file);
    await workbench.replaceLine(6, '{"text_input": "ninety nine", "output": "one thousand"}');
    await workbench.chooseFix('Try in Playground');
    await workbench.choose('Gemini 1.0 Pro 001 (Tuning)');
    const prompt = workbench.webview.getByLabel('Prompt');
    await prompt.waitFor();
    assert.equal(await prompt.inputValue(), 'ninety nine');
    await workbench.webview.getByRole('button', { name: 'Send' }).click();
    await answered(0);
    // The base model guesses, and sometimes ends at once.
    for (
      let again = 0;
      again < 5 && (await answers().nth(0).getByText('The response is empty.').isVisible());
      again++
    ) {
      await tool(0, /^Regenerate/).click();
      await answered(0);
    }
    const expected = answers().nth(0).locator('.expected');
    assert.match((await expected.textContent()) ?? '', /expected: *(one thousand|one)/);
    await workbench.screenshot('data-expected');
  });

  it('compares with the tuned model', async () => {
    await workbench.webview.getByRole('button', { name: 'Compare With…' }).click();
    await workbench.choose('counts on');
    await answered(1);
    assert.equal((await answers().nth(1).locator('answer-text').innerText()).trim(), 'one hundred');
    await tool(1, /Better: counts on/).click();
    await workbench.screenshot('data-compared');
  });

  it('writes the corrected answer into its line, though the line has moved', async () => {
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.goTo(1);
    await workbench.runCommand('Insert Line Above');
    await workbench.type('{"text_input": "sixty", "output": "sixty one"}');
    await tool(1, /Use in Dataset…: counts on/).click();
    const field = answers().nth(1).getByLabel('Response for the dataset');
    assert.equal(await field.inputValue(), 'one hundred');
    await field.fill('one hundred ');
    await workbench.screenshot('data-correcting');
    assert.deepEqual(await axeViolations(workbench.webview.locator('body')), []);
    await answers().nth(1).getByRole('button', { name: 'Fix This Line' }).click();
    await field.waitFor({ state: 'detached' });
    await workbench.waitForLines(['{"text_input": "ninety nine", "output": "one hundred "}'], 7, 7);
    await answers().nth(1).locator('.expected').getByText('␣').waitFor(); // now the answer lacks the space
    await workbench.screenshot('data-fixed');
  });

  it('refuses to fix a line that says something else now, and offers to add', async () => {
    await workbench.replaceLine(7, '{"text_input": "ninety nine", "output": "one hundred"}');
    await tool(1, /Use in Dataset…: counts on/).click();
    await answers().nth(1).getByRole('button', { name: 'Fix This Line' }).click();
    await workbench.press(/no longer in number_generator.jsonl/, 'Add to Dataset…');
    await workbench.quickPickItem(file).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.waitForLines(['{"text_input": "seven", "output": "eight"}', ''], 16);
    await answers().nth(1).getByRole('button', { name: 'Cancel' }).click();
  });

  it('looks right in the dark, in high contrast and 400 pixels wide', async () => {
    await tool(1, /Use in Dataset…: counts on/).click();
    await workbench.useTheme('Dark Modern');
    await workbench.screenshot('data-dark');
    await workbench.useTheme('Default High Contrast');
    await workbench.screenshot('data-high-contrast');
    await workbench.useTheme('Light Modern');
    const size = workbench.page.viewportSize() ?? assert.fail();
    await workbench.page.setViewportSize({ width: 900, height: 900 });
    await workbench.screenshot('data-narrow');
    const body = workbench.webview.locator('body');
    const isCut = await body.evaluate((element) => element.scrollWidth > element.clientWidth);
    assert.equal(isCut, false);
    await workbench.page.setViewportSize(size);
    await answers().nth(1).getByRole('button', { name: 'Cancel' }).click();
  });

  it('adds an answer to what else was asked as a new example, which one undo takes away', async () => {
    await workbench.webview.getByLabel('Prompt').fill('forty');
    await workbench.webview.getByRole('button', { name: 'Send' }).click();
    await answered(3);
    await tool(3, /Use in Dataset…/).click();
    await answers().nth(3).getByLabel('Response for the dataset').fill('forty one');
    await answers().nth(3).getByRole('button', { name: 'Add to Dataset…' }).click();
    await workbench.choose(file);
    const added = '{"text_input": "forty", "output": "forty one"}';
    await workbench.page.getByText(added).waitFor();
    await workbench.screenshot('data-added');
    const { page } = workbench;
    await page.keyboard.press('ControlOrMeta+Z');
    await page.getByText(added).waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await page.getByText(added).waitFor();
    await workbench.waitForLines(['{"text_input": "seven", "output": "eight"}', added, ''], 16);
  });

  it('is tuned on again, from the changed file as it stands in the editor', async () => {
    assert.match(await launch('counts better'), /17 examples/);
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('counts better').filter({ hasText: 'ready' }).waitFor();
    await workbench.screenshot('data-relaunched');
  });

  it('writes votes as data for preference tuning', async () => {
    await workbench.page
      .getByRole('tab', { name: /^Playground: / })
      .first()
      .click();
    await workbench.webview.getByRole('button', { name: 'Save Votes as Preference Data…' }).click();
    await workbench.choose('New file');
    await workbench.page.getByText('completions').first().waitFor();
    await workbench.screenshot('data-votes');
    const [line = '', ...more] = await workbench.editorLines();
    const pair = JSON.parse(line) as {
      contents: unknown;
      completions: { score: number; completion: { role: string; parts: { text: string }[] } }[];
    };
    assert.deepEqual(pair.contents, [{ role: 'user', parts: [{ text: 'ninety nine' }] }]);
    assert.deepEqual(
      pair.completions.map(({ score }) => score),
      [1, 0],
    );
    assert.equal(pair.completions[0]?.completion.parts[0]?.text.trim(), 'one hundred');
    assert.deepEqual(more, ['']);
    assert.equal(await workbench.squiggles('error').count(), 0);
  });

  it('adds to a file that is too large for the editor, on disk, after a question', async () => {
    const example = JSON.stringify({ text_input: 'long', output: 'x'.repeat(1000) });
    const big = path.join(workbench.folder, 'big.jsonl');
    await writeFile(big, Array.from({ length: 52_000 }, () => example).join('\n'));
    await playground().click();
    await tool(3, /Use in Dataset…/).click();
    await answers().nth(3).getByLabel('Response for the dataset').fill('forty one');
    await answers().nth(3).getByRole('button', { name: 'Add to Dataset…' }).click();
    await workbench.choose('big.jsonl');
    assert.match(await workbench.answerDialog('Append to File'), /big\.jsonl/);
    await workbench.notification('Appended 1 line to big.jsonl').waitFor();
    const end = (await readFile(big, 'utf8')).slice(-100);
    assert.ok(end.endsWith('x"}\n{"text_input":"forty","output":"forty one"}\n'), end);
  });

  it('copies the conversation as a program', async () => {
    await workbench.page
      .getByRole('tab', { name: /^Playground: / })
      .first()
      .click();
    await workbench.webview.getByRole('button', { name: 'Copy as Code…' }).click();
    await workbench.choose('counts on');
    await workbench.choose('curl');
    await workbench.press('Copied as curl', 'Open in Editor');
    await workbench.page.getByText('--data-binary').first().waitFor();
    await workbench.screenshot('data-code');
    await answersTheProgram();
  });

  it('copies a program for a model without a conversation', async () => {
    await workbench.runCommand('Tunewright: Copy Endpoint Code…');
    await workbench.choose('counts on');
    await workbench.choose('curl');
    await workbench.press('Copied as curl', 'Open in Editor');
    await workbench.editor.getByText('Write your prompt here.').first().waitFor();
    await answersTheProgram();
  });

  async function answersTheProgram() {
    const program = (await workbench.editorLines()).join('\n');
    const { stdout } = await promisify(execFile)('sh', ['-c', program]);
    const { candidates } = JSON.parse(stdout) as { candidates?: { content: { role: string } }[] };
    assert.equal(candidates?.[0]?.content.role, 'model', stdout);
  }
});
