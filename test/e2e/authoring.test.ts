import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench';

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
        'files.autoSave': 'off',
      },
    });
    await writeFile(path.join(workbench.folder, 'fresh.jsonl'), '');
    await writeFile(path.join(workbench.folder, 'mistakes.jsonl'), mistakes.join('\n'));
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('takes ten examples from an empty file to a right one, without a brace typed', async () => {
    await workbench.openFile('fresh.jsonl');
    await workbench.goTo(1);
    await workbench.page.keyboard.press('Control+Space');
    for (const [index, [question, answer]] of questions.entries()) {
      if (index > 0) await workbench.page.keyboard.press('Enter');
      await suggestion(workbench, 'Example').waitFor();
      if (index === 0) await workbench.screenshot('authoring-new-example');
      await workbench.page.keyboard.press('Tab');
      await suggestion(workbench, 'Example').waitFor({ state: 'hidden' });
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

  it('shows each mistake at its place, in light and dark', async () => {
    await workbench.openFile('mistakes.jsonl');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await workbench.runCommand('View: Toggle Problems');
    await workbench.page.locator('.markers-panel .monaco-list-row').nth(5).waitFor();
    await workbench.screenshot('authoring-mistakes-light');
    await workbench.useTheme('Dark Modern');
    await workbench.screenshot('authoring-mistakes-dark');
  });
});

function suggestion(workbench: Workbench, label: string) {
  return workbench.page
    .locator('.suggest-widget.visible .monaco-list-row')
    .filter({ hasText: label })
    .first();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await condition()); ) {
    assert.ok(Date.now() < deadline, 'It did not happen within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
