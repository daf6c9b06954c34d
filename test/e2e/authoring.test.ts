import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, patience, type Workbench } from './workbench';

const mistakes = [
  '{"text_input": "What is your return policy?", "output": "You can return goods within 30 days."}',
  '{"text_inputs": "Do you ship to Italy?", "output": "Yes, within five working days."}',
  '{"text_input": "Can I pay on delivery?", "output": "Yes, in cash or by card.",}',
  "{'text_input': 'Where is my parcel?', 'output': 'The link in your mail shows it.'}",
  '{"text_input": "Is there a shop?", "output": ""}',
  '{"text_input": "What is your return policy?", "output": "You can return goods within 30 days."}',
  '{"text_input": "What is your return policy?", "output": "Goods cannot be returned."}',
  '{"text_input": "Can I change my order?", "output": "Yes, until it is packed."',
  '{"contents": [{"role": "user", "parts": [{"text": "Do you gift-wrap?"}]}, {"role": "model", "parts": [{"text": "Yes."}]}]}',
];

const chat = [
  '{"systemInstruction": {"parts": [{"text": "Be brief."}]}, "contents": [{"role": "user", "parts": [{"text": "What is\\na *moon*?"}]}, {"role": "model", "parts": [{"text": "A body that circles a planet.\\tSee \\"Luna\\"."}]}]}',
  '{"systemInstruction": {"parts": [{"text": "Be brief."}]}, "contents": [{"role": "user", "parts": [{"text": "And a star?"}]}, {"role": "model", "parts": [{"functionCall": {"name": "look_up", "args": {"word": "star"}}}]}]}',
];

const questions = [
  ['one', 'two'],
  ['seven', 'eight'],
  ['nine, or ten: a choice', 'eleven'],
  ['forty-two [sic]', 'forty-three'],
  ['What comes after 99?', '100'],
  ['six', 'seven'],
  ['twenty', 'twenty-one'],
  ['acht', 'neun'],
  ['dieci', 'undici'],
  ['三', '四'],
] as const;

describe('writing training data', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      settings: {
        // as VS Code is for everybody: what it types by itself must not harm
        'editor.autoClosingBrackets': 'languageDefined',
        'editor.autoClosingQuotes': 'languageDefined',
        'editor.autoIndent': 'full',
        'editor.autoSurround': 'languageDefined',
      },
    });
    await writeFile(path.join(workbench.folder, 'fresh.jsonl'), '');
    await writeFile(path.join(workbench.folder, 'mistakes.jsonl'), mistakes.join('\n'));
    await writeFile(path.join(workbench.folder, 'answer.txt'), 'He said "yes",\nand left.');
    await writeFile(path.join(workbench.folder, 'chat.jsonl'), chat.join('\n'));
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('shows the first steps', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.choose('Get Started with Tunewright');
    await workbench.page.getByText('Start the Sandbox').first().waitFor();
    await workbench.page.waitForTimeout(1000); // the picture fades in
    await workbench.screenshot('walkthrough');
    await workbench.page.getByText('Fix a Problem').first().click();
    await workbench.page.waitForTimeout(1000);
    await workbench.screenshot('walkthrough-mend');
    await workbench.page.getByText('Open File with Problems').click();
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
  });

  it('counts the step of fixing as done when something is fixed, not when its button was pressed', async () => {
    const walkthrough = workbench.page.getByRole('tab', { name: /^Welcome/ });
    const step = workbench.page.locator('[data-done-step-id$="#mend"]').first();
    await walkthrough.click();
    assert.equal(await step.getAttribute('aria-checked'), 'false');
    await workbench.page.getByRole('tab', { name: /Untitled-1/ }).click();
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await workbench.page.keyboard.press('F8');
    await workbench.page.keyboard.press('Escape');
    await workbench.chooseFix('Change to');
    await walkthrough.click();
    await workbench.page.locator('[data-done-step-id$="#mend"][aria-checked="true"]').first().waitFor();
  });

  it('takes ten examples from an empty file to a right one, without a brace typed', async () => {
    await workbench.openFile('fresh.jsonl');
    await workbench.goTo(1);
    await workbench.page.keyboard.press('Control+Space');
    for (const [index, [question, answer]] of questions.entries()) {
      if (index > 0) await workbench.page.keyboard.press('Enter');
      await suggestion(workbench, index === 0 ? 'Gemini API' : 'Example').waitFor();
      if (index === 0) await workbench.screenshot('authoring-new-example');
      await workbench.page.keyboard.press('Tab');
      await workbench.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
      await workbench.type(question);
      await workbench.page.keyboard.press('Tab');
      await workbench.type(answer);
      await workbench.page.keyboard.press('Tab');
    }
    await workbench.page.keyboard.press('ControlOrMeta+S');
    const wanted = questions.map(([input, output]) => ({ text_input: input, output }));
    const read = async () => await readFile(path.join(workbench.folder, 'fresh.jsonl'), 'utf8');
    await until(async () => (await read()) !== '');
    assert.deepEqual(
      (await read()).split('\n').map((line) => JSON.parse(line)),
      wanted,
    );
    await workbench.editor.getByText('10 examples').first().waitFor();
    assert.equal(await workbench.squiggles('error').count(), 0);
    assert.equal(await workbench.squiggles('warning').count(), 0);
  });

  it('escapes what is pasted into a text', async () => {
    await workbench.openFile('answer.txt');
    await workbench.goTo(1);
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.page.keyboard.press('ControlOrMeta+C');
    await workbench.openFile('fresh.jsonl');
    await workbench.goTo(1, '{"text_input": "'.length + 1);
    await workbench.page.keyboard.press('ControlOrMeta+V');
    const wanted = '{"text_input": "He said \\"yes\\",\\nand left.one", "output": "two"}';
    await until(async () => (await workbench.editorLines())[0] === wanted);
  });

  it('shows roles in colours, and an example as a conversation', async () => {
    await workbench.openFile('chat.jsonl');
    await workbench.editor.getByText('2 examples').first().waitFor();
    await workbench.editor.locator('.view-line').getByText('systemInstruction').first().hover();
    const hover = workbench.page.locator('.monaco-resizable-hover:visible');
    await hover.getByText('learned by the model').waitFor();
    assert.match((await hover.textContent()) ?? '', /What is\s*a \*moon\*\?/);
    await workbench.page.waitForTimeout(500); // it fades in
    await workbench.screenshot('authoring-hover');
    const colour = (text: string) =>
      workbench.editor
        .locator('.view-line span')
        .getByText(text, { exact: true })
        .first()
        .getAttribute('class');
    assert.notEqual(await colour('user'), await colour('model'));
  });

  it('edits an example as plain text', async () => {
    await workbench.goTo(1);
    await workbench.runCommand('Tunewright: Edit Example');
    await workbench.editor.getByText('# system').waitFor();
    await workbench.screenshot('authoring-edit-example');
    await workbench.goTo(5);
    await workbench.page.keyboard.press('End');
    await workbench.type(' Say "so"');
    await workbench.page.keyboard.press('ControlOrMeta+S');
    const read = async () => await readFile(path.join(workbench.folder, 'chat.jsonl'), 'utf8');
    await until(async () => (await read()).includes('"What is Say \\"so\\"\\na *moon*?"'));
  });

  it('shows each mistake at its place, in light and dark', async () => {
    await workbench.openFile('mistakes.jsonl');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await workbench.runCommand('View: Toggle Problems');
    await workbench.page.locator('.markers-panel .monaco-list-row').nth(5).waitFor();
    await workbench.screenshot('authoring-mistakes-light');
    await workbench.useTheme('Dark Modern');
    await workbench.screenshot('authoring-mistakes-dark');
    await workbench.clickUntil(
      workbench.page.locator('.markers-panel').getByText('misspelt-key'),
      workbench.webview.getByRole('heading', { name: 'Misspelled key' }),
    );
    await workbench.screenshot('authoring-rule');
  });

  it('takes another format and target when a person says so', async () => {
    await workbench.openFile('vertex_contents_smartphone_support.jsonl');
    await workbench.runCommand('Tunewright: Select Dataset Format…');
    await workbench.choose('PaLM (input_text, output_text)');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await workbench.editor.getByText('0 examples · 0 tokens').waitFor();
    await workbench.page.locator('#status\\.languageStatus').hover();
    await workbench.page.getByText('Select Format…').waitFor();
    await workbench.page.waitForTimeout(500); // it fades in
    await workbench.screenshot('authoring-language-status');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Tunewright: Select Dataset Format…');
    await workbench.choose('Detect automatically');
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await workbench.runCommand('Tunewright: Select Target Model…');
    await workbench.choose('Gemini 2.5 Flash');
    const settings = async () =>
      await readFile(path.join(workbench.folder, '.vscode', 'settings.json'), 'utf8').catch(() => '');
    await until(async () => (await settings()).includes('"tunewright.dataset.target": "gemini-2.5-flash"'));
  });

  it('runs the check of pipelines as the step of the walkthrough says', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.choose('Get Started with Tunewright');
    const step = workbench.page.locator('[data-done-step-id$="#pipelines"]').first();
    assert.equal(await step.getAttribute('aria-checked'), 'false');
    await workbench.page.getByText('Check Data in Pipelines').first().click();
    await workbench.page.getByRole('button', { name: 'Run Task' }).click();
    await workbench.page.locator('[data-done-step-id$="#pipelines"][aria-checked="true"]').first().waitFor();
  });
});

function suggestion(workbench: Workbench, label: string) {
  return workbench.page
    .locator('.suggest-widget.visible .monaco-list-row')
    .filter({ hasText: label })
    .first();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patience; !(await condition()); ) {
    assert.ok(Date.now() < deadline, 'It did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
