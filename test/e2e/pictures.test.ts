// A file with pictures, as data and in a bucket of the sandbox, from authoring to back into the data.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { png } from './pictureFiles';
import { openWorkbench, type Workbench } from './workbench';

const breads = [
  { name: 'rye loaf', picture: png(40, [90, 50, 20]) },
  { name: 'lime cake', picture: png(64, [120, 220, 60]) },
];

const row = (part: object, question: string, answer: string) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [part, { text: question }] },
      { role: 'model', parts: [{ text: answer }] },
    ],
  });

const inline = (picture: Buffer) => ({
  inlineData: { mimeType: 'image/png', data: picture.toString('base64') },
});

/** Line 1 names its type in a way that Google does not read; line 2 is in a bucket. */
function lines(): string[] {
  const many = Array.from({ length: 12 }, (_, i) => {
    const { name, picture } = breads[i % 2] ?? assert.fail();
    return row(inline(picture), `What is on tray ${i}?`, name);
  });
  const [bucket] = ['gs://bakery/lime.png'];
  return [
    row({ fileData: { mimeType: 'image/jpg', fileUri: 'gs://bakery/rye.png' } }, 'What is this?', 'rye loaf'),
    row({ fileData: { mimeType: 'image/png', fileUri: bucket } }, 'And what is this?', 'lime cake'),
    ...many,
  ];
}

/** Other pictures and other words. */
function heldOutLines(): string[] {
  return [
    row(inline(png(48, [80, 45, 25])), 'Which bread do you see?', 'rye loaf'),
    row(inline(png(56, [130, 210, 70])), 'Tell me the name, please', 'lime cake'),
    row(
      { fileData: { mimeType: 'image/png', fileUri: 'gs://bakery/rye.png' } },
      'Can you name it?',
      'rye loaf',
    ),
  ];
}

describe('a file with pictures, in the sandbox', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let scratch: string;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-pictures-'));
    const [dataDir, files] = [path.join(scratch, 'sandbox'), path.join(scratch, 'files')];
    await mkdir(files);
    await writeFile(path.join(files, 'breads.jsonl'), `${lines().join('\n')}\n`);
    await writeFile(path.join(files, 'breads.validation.jsonl'), `${heldOutLines().join('\n')}\n`);
    sandbox = await startSandbox({ pace: 0.3, dataDir });
    const Authorization = `Bearer ${await sandbox.token()}`;
    const post = async (address: string, type: string, body: string | Uint8Array<ArrayBuffer>) => {
      const headers = { Authorization, 'content-type': type };
      const reply = await fetch(sandbox.url + address, { method: 'POST', headers, body });
      assert.ok(reply.ok, `${address}: ${reply.status}`);
    };
    await post('/storage/v1/b?project=sandbox', 'application/json', JSON.stringify({ name: 'bakery' }));
    for (const [index, name] of ['rye.png', 'lime.png'].entries())
      await post(
        `/upload/storage/v1/b/bakery/o?uploadType=media&name=${name}`,
        'image/png',
        new Uint8Array(breads[index]?.picture ?? assert.fail()),
      );
    workbench = await openWorkbench({
      files,
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': dataDir },
      confidential: ['lime cake'],
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

  const answers = () => workbench.webview.locator('article.answer');
  const hoverBox = () => workbench.page.locator('.monaco-resizable-hover:visible');

  /** Waits until the hover over the text shows a picture that could be decoded. */
  async function seePicture(text: string): Promise<void> {
    const picture = hoverBox().locator('img').first();
    await workbench.editor.locator('.view-line').getByText(text).first().hover();
    await picture.waitFor();
    const width = await picture.evaluate((img) =>
      (img as unknown as { decode(): Promise<void>; naturalWidth: number })
        .decode()
        .then(() => (img as unknown as { naturalWidth: number }).naturalWidth),
    );
    assert.ok(width > 0);
  }

  async function away(): Promise<void> {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.mouse.move(2, 2);
    await hoverBox()
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
  }

  it('mends the type that Google does not read', async () => {
    await workbench.openFile('breads.jsonl');
    await workbench.runCommand('Problems: Focus on Problems View');
    await workbench.page
      .getByText('Unknown MIME type "image/jpg". Did you mean "image/jpeg"?')
      .first()
      .waitFor();
    await workbench.screenshot('pictures-problem');
    await workbench.replaceLine(1, lines()[0]?.replace('image/jpg', 'image/png') ?? '');
    await workbench.page.getByText('No problems have been detected').first().waitFor();
    await workbench.page
      .getByText(/≈ [\d,]+ tokens/)
      .first()
      .waitFor();
  });

  it('asks Cloud Storage for the files that its lines name, and shows what is wrong at their lines', async () => {
    const [, second = ''] = lines();
    await workbench.replaceLine(2, second.replace('lime.png', 'lemon.png'));
    await workbench.runCommand('Tunewright: Check Files in Cloud Storage');
    await workbench.page.getByText('Checked 2 files in Cloud Storage. 1 problem.').first().waitFor();
    await workbench.page
      .getByText(/bakery\/lemon\.png doesn't exist/)
      .first()
      .waitFor();
    await workbench.editor
      .getByText(/^\W*1 problem$/)
      .first()
      .waitFor();
    await workbench.screenshot('pictures-check-files');
    await workbench.runCommand('Tunewright: Show Problems by Rule…');
    await workbench.choose("File in Cloud Storage that Google can't use");
    await workbench.editor.getByText('lemon.png').first().waitFor();
    await workbench.replaceLine(2, second);
    await workbench.runCommand('Tunewright: Check Files in Cloud Storage');
    await workbench.page.getByText('Checked 2 files in Cloud Storage. No problems found.').first().waitFor();
    await workbench.page.getByText('No problems have been detected').first().waitFor();
    await workbench.editor.getByText('no problems').first().waitFor();
    await workbench.screenshot('pictures-check-files-fine');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('shows pictures in the hover: as data and from the bucket, in all themes', async () => {
    await workbench.goTo(1);
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark Modern', 'dark'],
      ['Default High Contrast', 'high-contrast'],
    ] as const) {
      await workbench.useTheme(theme);
      await seePicture('And what is this?'.slice(0, 3));
      await workbench.screenshot(`pictures-hover-bucket-${name}`);
      await away();
      await seePicture('inlineData');
      await workbench.screenshot(`pictures-hover-data-${name}`);
      await away();
    }
    await workbench.useTheme('Light Modern');
  });

  it('shows the picture of a section where the example is edited as text', async () => {
    await workbench.goTo(3);
    await workbench.runCommand('Tunewright: Edit Example');
    await workbench.page.getByRole('tab', { name: /line 3/ }).waitFor();
    await seePicture('image/png');
    await workbench.screenshot('pictures-edit-example');
    await away();
  });

  it('tunes on them, with their tokens estimated', async () => {
    await workbench.openFile('breads.jsonl');
    await workbench.runCommand('File: Save');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.startTuning({
      'Base model': 'Gemini 3.5 Flash',
      'Name of the tuned model': 'bread reader',
      Bucket: 'bakery',
    });
    // Of 14 pictures and the texts, in all epochs.
    assert.match(await workbench.answerDialog('Start Tuning'), /Training tokens: ≈ [\d,]{5,}/);
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('bread reader').filter({ hasText: 'ready' }).waitFor();
  });

  it('prompts the tuned model with a line’s picture, and writes a better answer back', async () => {
    await workbench.openFile('breads.jsonl');
    await workbench.goTo(3);
    await workbench.chooseFix('Try in Playground');
    await workbench.choose('bread reader');
    await workbench.webview.getByLabel('Prompt').waitFor();
    await workbench.webview.locator('footer img.thumbnail').waitFor();
    await workbench.webview.getByRole('button', { name: 'Send' }).click();
    await answers().first().locator('.facts.done').waitFor();
    await workbench.screenshot('pictures-playground');
    await answers()
      .first()
      .getByRole('button', { name: /Use in Dataset…/ })
      .click();
    await answers().first().getByLabel('Response for the dataset').fill('dark rye loaf');
    await answers().first().getByRole('button', { name: 'Fix This Line' }).click();
    await answers().first().getByLabel('Response for the dataset').waitFor({ state: 'detached' });
    await workbench.openFile('breads.jsonl');
    assert.match((await workbench.editorLines()).join('\n'), /dark rye loaf/);
  });

  it('evaluates it on pictures that were held out', async () => {
    await workbench.runCommand('Tunewright: Evaluate Models…');
    await workbench.choose('breads.validation.jsonl');
    await workbench.quickPickItem('bread reader').waitFor();
    await workbench.quickInput.press('Enter');
    await workbench.quickPickItem('Exact match').waitFor();
    await workbench.quickInput.press('Enter');
    await workbench.choose('Continue with these settings');
    await workbench.answerDialog('Start Evaluation');
    await workbench.webview.getByText('Complete.').waitFor();
    await workbench.screenshot('pictures-evaluation');
  });
});
