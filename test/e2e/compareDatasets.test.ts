import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { axeViolations } from './axe';
import { openWorkbench, type Workbench } from './workbench';

const line = (prompt: string, answer: string) =>
  `${JSON.stringify({ text_input: prompt, output: answer })}\n`;
const many = Array.from({ length: 70 }, (_, at) =>
  line(`What is the new number ${at}?`, `It is ${at}.`),
).join('');

describe('Compare Datasets', () => {
  let workbench: Workbench;
  let files: string;
  before(async () => {
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-files-'));
    const committed = line('Is the phone good?', 'It is very good.') + line('Was it removed?', 'Yes, quite.');
    await writeFile(path.join(files, 'phones.jsonl'), committed);
    workbench = await openWorkbench({ files });
    const git = (...args: string[]) => execFileSync('git', ['-C', workbench.folder, ...args]);
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'a');
    await writeFile(
      path.join(workbench.folder, 'phones.jsonl'),
      line('Is the phone good?', 'It is rather bad.') + many,
    );
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await rm(files, { recursive: true, force: true });
  });

  it('shows what has changed since the last commit, word by word, in four themes and 400 px', async () => {
    await workbench.openFile('phones.jsonl');
    await workbench.runCommand('Tunewright: Compare Dataset with Last Commit');
    const page = workbench.webview;
    await page.getByRole('button', { name: 'Changed (1)', pressed: true }).waitFor();
    const wordsOf = async (mark: 'del' | 'ins') =>
      (await page.locator(mark).allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    assert.deepEqual(await wordsOf('del'), ['removed: very', 'removed: good']);
    assert.deepEqual(await wordsOf('ins'), ['added: rather', 'added: bad']);
    const rows = await page.getByRole('row').allInnerTexts();
    assert.match(rows[1] ?? '', /^Rows\s+2\s+71\s+\+69$/);
    const root = page.locator('#root');
    for (const theme of [
      'Light Modern',
      'Dark Modern',
      'Default High Contrast',
      'Default High Contrast Light',
    ] as const) {
      await workbench.useTheme(theme);
      assert.deepEqual(await axeViolations(root), [], theme);
      await workbench.screenshot(`compareDatasets-${theme.replaceAll(' ', '')}`);
    }
    const size = workbench.page.viewportSize() ?? { width: 1280, height: 800 };
    await workbench.page.setViewportSize({ width: 460, height: size.height });
    assert.deepEqual(await axeViolations(root), []);
    const [wide, seen] = await root.evaluate((own) => [
      own.ownerDocument.documentElement.scrollWidth,
      own.ownerDocument.documentElement.clientWidth,
    ]);
    assert.ok(Number(wide) <= Number(seen), `${wide} px in ${seen}`);
    await workbench.screenshot('compareDatasets-narrow');
    await workbench.page.setViewportSize(size);
  });

  it('shows added rows as many as one asks for, by the keyboard, and leads to their line', async () => {
    const page = workbench.webview;
    await page.getByRole('button', { name: 'Added (70)' }).press('Enter');
    await page.getByText('What is the new number 49?').waitFor();
    assert.equal(await page.locator('.rows li').count(), 50);
    await page.getByRole('button', { name: 'Show More' }).press('Enter');
    await page.getByText('What is the new number 69?').waitFor();
    await page.getByRole('button', { name: 'Go to Line 71', exact: true }).press('Enter');
    await workbench.statusBarItem(/Ln 71/).waitFor();
  });

  it('says that rows cannot be read any more', async () => {
    await workbench.runCommand('Tunewright: Compare Dataset with Last Commit');
    const page = workbench.webview;
    await page.getByRole('button', { name: 'Changed (1)' }).waitFor();
    await rm(path.join(workbench.folder, 'phones.jsonl'));
    await page.getByRole('button', { name: 'Added (70)' }).press('Enter');
    await page.getByRole('alert').getByText("The files can't be compared.").waitFor();
    await page.getByRole('button', { name: 'Compare Again' }).waitFor();
  });
});
