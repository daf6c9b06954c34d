// A file whose examples call functions, from authoring to back into the data, as a person walks that way.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox, waitFor } from '../contract/sandboxProcess';
import { heldOut, weatherLines } from '../contract/weatherModel';
import { axeViolations } from './axe';
import { openWorkbench, patience, type Workbench } from './workbench';

const [city = ''] = heldOut;

describe('a file whose examples call functions, in the sandbox', () => {
  let sandbox: RunningSandbox;
  let workbench: Workbench;
  let scratch: string;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-calls-'));
    const [dataDir, files] = [path.join(scratch, 'sandbox'), path.join(scratch, 'files')];
    await mkdir(files);
    const misspelt = weatherLines().replace(
      '"functionCall":{"name":"get_weather"',
      '"functionCall":{"name":"get_wether"',
    );
    await writeFile(path.join(files, 'weather.jsonl'), misspelt);
    await writeFile(path.join(files, 'weather.validation.jsonl'), weatherLines(heldOut));
    sandbox = await startSandbox({ dataDir });
    workbench = await openWorkbench({
      files,
      settings: {
        'tunewright.connection': 'sandbox',
        'tunewright.sandbox.folder': dataDir,
        'editor.minimap.enabled': false,
      },
      confidential: [`Weather in "${city}`],
    });
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  const page = () => workbench.webview;
  const answers = () => page().locator('article.answer');

  it('a call of a function that is not declared is found, and put right with one key', async () => {
    await workbench.openFile('weather.jsonl');
    await workbench.runCommand('Problems: Focus on Problems View');
    const problem = workbench.page.getByText('Function "get_wether" is called here but');
    await problem.first().waitFor();
    await workbench.goTo(1, (await column('get_wether')) + 1);
    await workbench.chooseFix('Change to "get_weather"');
    await problem.first().waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('ControlOrMeta+J'); // closes the panel
    await workbench.runCommand('File: Save');
  });

  it('is tuned on, with as many epochs as calls need', async () => {
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({
      'Base model': 'Gemini 3.5 Flash',
      'Name of the tuned model': 'Weather',
      Epochs: '20',
      'New bucket': 'tunewright-calls',
    });
    await workbench.answerDialog('Start Tuning');
    await workbench.showContainer('Tunewright');
    const row = workbench.treeRow('Weather').filter({ hasText: 'ready' });
    await row.waitFor({ timeout: 2 * patience });
  });

  it('a line is asked with its functions, and the answer is shown as a call', async () => {
    await workbench.openFile('weather.validation.jsonl');
    await workbench.goTo(1);
    await workbench.chooseFix('Try in Playground');
    await workbench.choose('Weather');
    await page().getByLabel('Prompt', { exact: true }).waitFor();
    const functions = page().getByLabel('Functions', { exact: true });
    assert.match(await functions.inputValue(), /"name": "get_weather"/);
    // The learner is small: only its most likely characters are sure to be JSON.
    await page().locator('summary').getByText('Parameters').click();
    const temperature = page().getByRole('spinbutton', { name: 'Temperature' });
    await temperature.fill('0');
    await temperature.press('Tab');
    await page().locator('summary').getByText('Parameters').click();
    await page().getByRole('button', { name: 'Send' }).click();
    await answers().getByText('Calls get_weather').first().waitFor();
    assert.match(
      (await answers().locator('.call pre').first().textContent()) ?? '',
      new RegExp(`"city": "${city}"`),
    );
    await page().getByText('The response matches the expected response.').waitFor();
    const expected = page().locator('.expected');
    await expected.getByText('Calls get_weather').waitFor();
    assert.equal(
      await expected.locator('.call pre').textContent(),
      await answers().locator('.call pre').first().textContent(),
    );
    assert.doesNotMatch((await expected.textContent()) ?? '', /##/);
  });

  it('functions that are wrong are said beside the prompt', async () => {
    const functions = page().getByLabel('Functions', { exact: true });
    const before = await functions.inputValue();
    const alert = page()
      .getByRole('alert')
      .filter({ hasText: /isn.t allowed/ });
    await functions.fill('[{"name": "get weather"}]');
    await alert.waitFor();
    await functions.fill(before);
    await alert.waitFor({ state: 'detached' });
  });

  it('what the call gives back is typed, checked and sent by keyboard', async () => {
    const response = page().getByLabel('Response of get_weather');
    await response.focus();
    await workbench.page.keyboard.press('Control+Enter');
    const alert = page()
      .getByRole('alert')
      .filter({ hasText: /Enter the result of "get_weather"/ });
    await alert.waitFor();
    await response.fill('{"output": "~21 degrees"}');
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark Modern', 'dark'],
      ['Default High Contrast', 'high-contrast'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`calls-${name}`);
      assert.deepEqual(await axeViolations(page().locator('#root')), [], `axe in ${theme}`);
    }
    await workbench.useTheme('Light Modern');
    await response.focus();
    await workbench.page.keyboard.press('Control+Enter');
    await answers().nth(1).getByText('It is ~21 degrees.').waitFor();
    await page().getByText('get_weather gave back').waitFor();
    await workbench.screenshot('calls-continued');
    await workbench.runCommand('View: Close Editors in Other Groups');
    await workbench.runCommand('View: Close Primary Side Bar');
    const size = workbench.page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.page.setViewportSize({ width: 448, height: 800 });
    const isTooWide = () =>
      page()
        .locator('html')
        .evaluate((root) => root.clientWidth > 420 || root.scrollWidth > root.clientWidth);
    await waitFor(isTooWide, (is) => !is);
    await workbench.screenshot('calls-400');
    await workbench.page.setViewportSize(size);
  });

  it('goes into the data with its functions, its call and its response', async () => {
    await answers()
      .nth(1)
      .getByRole('button', { name: /Use in Dataset…/ })
      .click();
    await answers().nth(1).getByRole('button', { name: 'Add to Dataset…' }).click();
    await workbench.choose('weather.jsonl');
    await workbench.page.getByText('~21 degrees').first().waitFor();
    await workbench.runCommand('File: Save');
    const file = path.join(workbench.folder, 'weather.jsonl');
    const last = await waitFor(
      async () => (await readFile(file, 'utf8')).trimEnd().split('\n').at(-1) ?? '',
      (line) => line.includes('~21'),
    );
    const { contents, tools } = JSON.parse(last);
    assert.equal(tools[0].functionDeclarations[0].name, 'get_weather');
    assert.deepEqual(contents.slice(1), [
      { role: 'model', parts: [{ functionCall: { name: 'get_weather', args: { city } } }] },
      {
        role: 'user',
        parts: [{ functionResponse: { name: 'get_weather', response: { output: '~21 degrees' } } }],
      },
      { role: 'model', parts: [{ text: 'It is ~21 degrees.' }] },
    ]);
  });

  it('is no preference data when it is voted for, which is said before a file is chosen', async () => {
    await page().getByRole('button', { name: 'New Conversation' }).click();
    await page().getByRole('button', { name: 'Compare With…' }).click();
    await workbench.choose('Gemini 3.5 Flash');
    await page().getByLabel('Prompt', { exact: true }).fill(`Weather in "${city}"?`);
    await page().getByRole('button', { name: 'Send' }).click();
    await answers().nth(1).locator('.facts.done').waitFor();
    await answers()
      .nth(0)
      .getByRole('button', { name: /Better: Weather/ })
      .click();
    await page().getByRole('button', { name: 'Save Votes as Preference Data…' }).click();
    await workbench.notification(/Google tunes on preferences between texts, without functions/).waitFor();
    await workbench.screenshot('calls-votes');
  });

  it('is evaluated by its calls, beside its base model', async () => {
    await workbench.runCommand('Tunewright: Evaluate Models…');
    await workbench.choose('weather.validation.jsonl');
    await workbench.quickPickItem('Weather').waitFor();
    await workbench.quickInput.press('Enter'); // the tuned model and its base model are chosen
    await workbench.quickPickItem('Right calls').waitFor();
    await workbench.screenshot('calls-metrics');
    await workbench.quickInput.press('Enter');
    await workbench.choose('Temperature');
    await workbench.answer('0');
    // At any other one the small model breaks off in three of four calls.
    await workbench.quickPickItem('Temperature').getByText('0', { exact: true }).waitFor();
    await workbench.choose('Continue with these settings');
    // What is said to "Thanks!" stands in the training file, too.
    await workbench.answerDialog('Evaluate the Other 8');
    await page()
      .getByText('Complete.')
      .waitFor({ timeout: 2 * patience });
    const figures = page().getByRole('row').filter({ hasText: 'Right functions' });
    assert.match((await figures.first().textContent()) ?? '', /100\.0 ?%/);
    await workbench.screenshot('calls-evaluation');
  });

  /** Of the first place of a text in the file on disk, on its first line, from 1. */
  async function column(text: string): Promise<number> {
    const [line = ''] = (await readFile(path.join(workbench.folder, 'weather.jsonl'), 'utf8')).split('\n');
    return line.indexOf(text) + 1;
  }
});
