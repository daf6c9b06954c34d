import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench';

const good = '{"text_input": "1", "output": "2"}';
const misspelled = (number: number) => `{"text_inputs": "${number}", "output": "4"}`;
const long = `{"text_input": "${'long '.repeat(600)}", "outputs": "4"}`;

const textOf = (role: string, text: string) => ({ role, parts: [{ text }] });

describe('the problems of a training file', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
    const many = [
      good,
      ...Array.from({ length: 2000 }, (_, at) => misspelled(at)),
      '{"text_input": "", "output": "1"}',
    ];
    await writeFile(path.join(workbench.folder, 'many.jsonl'), many.join('\n'));
    await writeFile(path.join(workbench.folder, 'other.jsonl'), [good, misspelled(3)].join('\n'));
    await writeFile(path.join(workbench.folder, 'long.jsonl'), [good, good, long].join('\n'));
    const foreign = {
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: 'a' },
      ],
    };
    await writeFile(path.join(workbench.folder, 'foreign.jsonl'), `${JSON.stringify(foreign)}\n`.repeat(3));
    const alike = ['one', 'two', 'three'].map((number) =>
      JSON.stringify({ contents: [textOf('user', number), textOf('model', 'a')] }),
    );
    await writeFile(path.join(workbench.folder, 'alike.jsonl'), alike.join('\n'));
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('are listed by rule from the lens, those of this file alone, and fixed at once', async () => {
    await workbench.openFile('other.jsonl');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await workbench.openFile('many.jsonl');
    const lens = workbench.editor.getByText(/[\d,]+ problems/).first();
    await workbench.clickUntil(lens, workbench.page.getByText('Problems in many.jsonl'));
    await workbench.screenshot('problems-by-rule');
    const labels = await workbench.quickPickLabels();
    assert.ok(labels.includes('Misspelled key'), labels.join());
    await workbench.choose('Misspelled key');
    await workbench.screenshot('problems-of-rule');
    await workbench.choose('Fix All 2,000');
    await workbench.editor
      .getByText(/^\W*[1-9] problems?$/)
      .first()
      .waitFor();
    assert.equal((await workbench.editorLines())[1], '{"text_input": "0", "output": "4"}');
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await workbench.editor.getByText('text_inputs').first().waitFor(); // one step
  });

  it('stand out where lines begin alike: the beginning is dimmed, but not where one types', async () => {
    await workbench.openFile('alike.jsonl');
    await workbench.goTo(2);
    const dimmed = workbench.editor.locator('.view-line span[class*="ced-"]');
    await dimmed.first().waitFor();
    await workbench.screenshot('dimmed-beginnings');
    const shown = await dimmed.evaluateAll((parts) =>
      parts.map((part) => [part.textContent, part.ownerDocument.defaultView?.getComputedStyle(part).opacity]),
    );
    assert.ok(shown.every(([, opacity]) => opacity === '0.6'));
    const texts = shown.map(([text]) => text).join('');
    assert.equal(texts, '{"contents":[{"role":"user","parts":[{"text":"', 'of the third line alone');
  });

  it('are found sideways in a long line', async () => {
    await workbench.openFile('long.jsonl');
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    const place = workbench.editor.getByText('"outputs"').first();
    await workbench.goTo(1);
    await workbench.page.keyboard.press('F8');
    await place.waitFor();
    await workbench.screenshot('problem-sideways-f8');
    assert.ok(await isInView(place));
    await workbench.page.keyboard.press('Escape');
    await workbench.goTo(1);
    await workbench.runCommand('Tunewright: Show Problems by Rule…');
    await workbench.choose('Misspelled key');
    await workbench.choose('Line 3');
    await place.waitFor();
    assert.ok(await isInView(place));
  });

  it('a file in a format that no service tunes on offers to convert it in its first line', async () => {
    await workbench.openFile('foreign.jsonl');
    await workbench.editor.getByText('OpenAI chat (messages) · Convert Dataset…').waitFor();
    await workbench.screenshot('foreign-lens');
  });

  it('an untitled file has its exact number of tokens after it is saved under a name', async () => {
    await workbench.runCommand('Tunewright: Open Sample Dataset');
    await workbench.page.getByRole('tab', { name: /Untitled-1/, selected: true }).waitFor(); // after the held-out file
    await workbench.editor
      .getByText(/100 examples · \d+ tokens/)
      .first()
      .waitFor();
    await workbench.runCommand('File: Save As...');
    await workbench.acceptFile(path.join(workbench.folder, 'saved-as.jsonl'));
    await workbench.page.locator('.editor-instance[aria-label*="saved-as.jsonl"]').waitFor();
    await workbench.editor
      .getByText(/examples · \d+ tokens/)
      .first()
      .waitFor();
    await workbench.goTo(1);
    await workbench.type('{"text_input": "a hundred", "output": "a hundred one"}\n');
    await workbench.runCommand('File: Save As...');
    await workbench.acceptFile(path.join(workbench.folder, 'saved-again.jsonl'));
    await workbench.page.locator('.editor-instance[aria-label*="saved-again.jsonl"]').waitFor();
    await workbench.editor
      .getByText(/examples · \d+ tokens/)
      .first()
      .waitFor();
    assert.match(await readFile(path.join(workbench.folder, 'saved-again.jsonl'), 'utf8'), /a hundred one/);
  });

  async function isInView(place: ReturnType<Workbench['editor']['getByText']>): Promise<boolean> {
    const [box, editor] = [await place.boundingBox(), await workbench.editor.boundingBox()];
    return (
      box !== null && editor !== null && box.x >= editor.x && box.x + box.width <= editor.x + editor.width
    );
  }
});
