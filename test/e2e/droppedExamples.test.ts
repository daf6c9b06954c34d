import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench';

/** Lines of the file, from 1, whose examples show a picture that is not there: the service leaves those out. */
const unreadable = [4, 7, 11];

describe('examples that the service leaves out, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox' },
      confidential: ['What is on picture'],
    });
    const lines = Array.from({ length: 14 }, (_, i) => (i + 1 === 2 ? '' : example(i + 1)));
    await writeFile(path.join(workbench.folder, 'pictures.jsonl'), `${lines.join('\n')}\n`);
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('are marked on exactly their lines when the job has ended', async () => {
    await workbench.openFile('pictures.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({
      'Base model': 'Gemini 2.5 Flash',
      'Name of the tuned model': 'picture reader',
      'New bucket': 'tunewright-dropped',
    });
    await workbench.answerDialog('Start Tuning');
    await workbench.runCommand('Problems: Focus on Problems View');
    await marked(unreadable);
    const [first = ''] = await problems();
    assert.match(
      first,
      /Vertex AI dropped this example when tuning "picture reader": The file gs:\/\/not-there\/4\.png could not be read\./,
    );
    await workbench.screenshot('dropped-examples');
  });

  it('are followed when lines are inserted above, and no longer marked once mended', async () => {
    await workbench.goTo(1);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.press('Enter');
    await marked([6, 9, 13]);
    await workbench.goTo(9);
    await workbench.page.keyboard.press('End');
    await workbench.type(' ');
    await marked([6, 13]);
    await workbench.page.keyboard.press('Backspace');
    await marked([6, 9, 13]);
  });

  it("are shown from the job's page: the blank line does not count, so line 7 of the upload is example 6", async () => {
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('picture reader').filter({ hasText: 'ready' }).waitFor();
    const button = workbench.webview.getByRole('button', { name: /: Example 6$/ });
    await workbench.clickUntil(workbench.treeRow('picture reader'), button);
    await button.scrollIntoViewIfNeeded();
    await workbench.screenshot('dropped-examples-page');
    await button.click();
    await workbench.page.locator('.statusbar').getByText('Ln 9, Col 1').waitFor();
  });

  it('are marked again after a reload, and can be dismissed for good', async () => {
    await workbench.page.keyboard.press('ControlOrMeta+S');
    await workbench.showContainer('Tunewright');
    await workbench.reload();
    await marked([6, 9, 13]);
    await workbench.goTo(6);
    await workbench.chooseFix('Ignore all examples dropped from "picture reader"');
    await marked([]);
  });

  async function marked(lines: readonly number[]): Promise<void> {
    let now: number[] = [];
    for (
      const deadline = Date.now() + 60_000;
      Date.now() < deadline;
      await workbench.page.waitForTimeout(100)
    ) {
      now = (await problems()).map((text) => Number(/\[Ln (\d+)/.exec(text)?.[1])).sort((a, b) => a - b);
      if (now.join() === lines.join()) return;
    }
    assert.deepEqual(now, lines);
  }

  /** What the view of problems says of examples that were left out. */
  async function problems(): Promise<string[]> {
    const rows = workbench.page.locator('.markers-panel-container .monaco-list-row');
    return (await rows.allInnerTexts())
      .map((text) => text.replace(/\s+/g, ' '))
      .filter((text) => text.includes('dropped this example'));
  }
});

function example(line: number): string {
  const picture = unreadable.includes(line)
    ? [{ fileData: { mimeType: 'image/png', fileUri: `gs://not-there/${line}.png` } }]
    : [];
  return JSON.stringify({
    contents: [
      { role: 'user', parts: [...picture, { text: `What is on picture ${line}?` }] },
      { role: 'model', parts: [{ text: `The number ${line}.` }] },
    ],
  });
}
