import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkbench, patience, type Workbench } from './workbench';

const example = (question: string, answer: string) =>
  JSON.stringify({ text_input: question, output: answer });
const orders = Array.from({ length: 30 }, (_, i) =>
  example(`question ${i} on thing ${i * 7919}`, `answer ${i * 31}`),
);

/** Of strangers: one whose schema takes for ever, and one whose schema answers with a promise. */
const results = ['nested.eval.jsonl', 'async.eval.jsonl'];

/** A repository made to hurt whoever looks into it. */
const tuneModel = 'Tune Model with Tunewright…';

const pictured = JSON.stringify({
  contents: [
    {
      role: 'user',
      parts: [
        { fileData: { mimeType: 'image/png', fileUri: 'gs://thiefs-bucket/orchard.png' } },
        { text: 'Trees?' },
      ],
    },
    { role: 'model', parts: [{ text: '40' }] },
  ],
});

describe('a hostile repository in Restricted Mode', () => {
  let thief: Server;
  let url: string;
  let files: string;
  let workbench: Workbench;
  const asked: string[] = [];

  before(async () => {
    thief = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end('{}');
    });
    thief.on('connection', () => asked.push('a connection'));
    thief.listen(0, '127.0.0.1');
    await once(thief, 'listening');
    url = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-hostile-'));
    await writeFiles();
    // The user's own: were anything asked in Restricted Mode, it would be asked of the thief.
    const settings = {
      'tunewright.connection': 'sandbox',
      'tunewright.sandbox.folder': path.join(files, 'sandbox'),
    };
    workbench = await openWorkbench({ files, settings, trusted: false, allBuiltIn: true });
    await writeTraps();
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    thief?.close();
    await rm(files, { recursive: true, force: true });
  });

  it('changes nothing, runs nothing, asks nobody, and leaves the window at work', async () => {
    const before = await everything();
    for (const name of results) {
      await open(name);
      await workbench.webview.getByText(/aren't scored in Restricted Mode/).waitFor();
      assert.equal(await workbench.webview.getByText('Exact match').count(), 0, 'nothing is scored');
      await workbench.webview.getByRole('button', { name: /^Export/ }).click();
      await workbench.notification(/isn't trusted/).waitFor();
      await workbench.screenshot('restricted-mode');
      await atWork();
    }
    for (const name of ['launch.tune.json', 'linked.jsonl']) {
      await open(name);
      await atWork();
    }
    await showsRows();
    await imports();
    await compares();
    await workbench.showContainer('Tunewright');
    await workbench.sideBar
      .getByText(/restricted|trust/i)
      .first()
      .waitFor();
    await workbench.showContainer('Explorer');
    await open('orders.jsonl');
    await workbench.goTo(1);
    await workbench.hover(workbench.editor.locator('.view-line').first(), /picture/);
    await workbench.screenshot('restricted-mode-hover');
    await open('pictured.jsonl');
    await workbench.goTo(1);
    await workbench.hover(workbench.editor.locator('.view-line').first(), /orchard\.png/);
    assert.equal(
      await workbench.page.locator('.monaco-hover img').count(),
      0,
      'no file of a bucket is fetched',
    );
    const titles = await offered();
    for (const title of titles) {
      await open('orders.jsonl');
      await workbench.runCommand(`Tunewright: ${title}`);
      await dismissed();
    }
    assert.ok(titles.includes('Select Dataset Format…'), titles.join());
    for (const title of ['Split Dataset…', 'Edit Example', tuneModel, 'Evaluate Models…'])
      assert.ok(!titles.includes(title), title);
    await atWork();
    assert.deepEqual(await everything(), before);
    assert.deepEqual(asked, []);
  });

  /** The dataset view: to be read only, and as text only. */
  async function showsRows(): Promise<void> {
    const view = workbench.webview;
    const detail = view.locator('.detail');
    await open('orders.jsonl');
    await workbench.runCommand('Tunewright: Open Dataset View');
    await view.getByText(/^31 rows/).waitFor();
    await detail.getByText(/<img src=/).waitFor();
    assert.equal(await detail.locator('img, a').count(), 0, 'what a file says acts in no way');
    const edits = detail.getByRole('button', { name: /^(Edit|Delete|Add|Move)/ });
    assert.equal(await edits.count(), 0, 'nothing can be edited');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await view.getByRole('searchbox').fill('picture');
    await view.getByRole('button', { name: 'Export Shown Rows…' }).click();
    await workbench.notification(/isn't trusted/).waitFor();
    await workbench.screenshot('restricted-mode-rows');
    assert.equal(await workbench.page.locator('.tab.dirty').count(), 0, 'nothing is edited');
    await workbench.runCommand('View: Close Editor');
  }

  /** A table becomes a new document, and no file. */
  async function imports(): Promise<void> {
    await open('table.csv');
    await workbench.runCommand('Tunewright: Import Data…');
    await workbench.choose('Import into a New File');
    await workbench.notification('1 of 1 row imported.').waitFor();
    assert.match((await workbench.editorLines())[0] ?? '', /command:tunewright/);
  }

  async function compares(): Promise<void> {
    await open('orders.jsonl');
    await workbench.runCommand('Tunewright: Compare Datasets…');
    await workbench.choose('own.jsonl');
    await workbench.webview.getByRole('button', { name: 'Added (1)', pressed: true }).waitFor();
    assert.equal(await workbench.webview.locator('img, a').count(), 0);
    await workbench.runCommand('View: Close Editor');
  }

  /** The extension host answers: a command of ours asks its question. */
  async function atWork(): Promise<void> {
    await open('orders.jsonl');
    const start = Date.now();
    await workbench.runCommand('Tunewright: Select Dataset Format…');
    await workbench.quickInputTitled(/orders\.jsonl/);
    await workbench.page.keyboard.press('Escape');
    assert.ok(Date.now() - start < 15_000, `the window took ${Date.now() - start} ms`);
  }

  /** Whatever a command asks is not answered; some ask late. */
  async function dismissed(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet++) {
      await workbench.page.waitForTimeout(150);
      if (!(await workbench.quickInput.isVisible())) continue;
      await workbench.page.keyboard.press('Escape');
      quiet = 0;
    }
  }

  async function open(name: string): Promise<void> {
    const { page } = workbench;
    const tab = page.getByRole('tab', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) }).first();
    if (await tab.isVisible()) return tab.click();
    const file = page.locator('.explorer-folders-view').getByRole('treeitem', { name }).first();
    // A window that still loads may not take the click, or moves its rows: then another file is opened, one that cannot be.
    for (const deadline = Date.now() + patience; !(await tab.isVisible()); ) {
      assert.ok(Date.now() < deadline, `${name} does not open`);
      if (await workbench.dialog.isVisible()) await page.keyboard.press('Escape');
      await file.dblclick({ timeout: 5000 }).catch(() => undefined);
      await tab.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
  }

  /** The commands of ours that the palette offers, without their category. */
  async function offered(): Promise<string[]> {
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Tunewright');
    await workbench.quickPickItem('Tunewright: Select Dataset Format…').waitFor();
    const labels = await workbench.quickPickLabels();
    await workbench.page.keyboard.press('Escape');
    const ours = labels.filter((label) => label.startsWith('Tunewright: ') || label === tuneModel);
    return [...new Set(ours.map((label) => label.replace(/^Tunewright: /, '')))];
  }

  async function writeFiles(): Promise<void> {
    for (const name of results) await cp(path.join('test/fixtures/evaluation', name), path.join(files, name));
    await mkdir(path.join(files, '.vscode'));
    await mkdir(path.join(files, 'sandbox'));
    const mark = '[link](command:tunewright.splitDataset)';
    const lines = [...orders, example(`![picture](${url}/picture) <img src="${url}/html">`, mark)];
    await writeFile(path.join(files, 'orders.jsonl'), `${lines.reverse().join('\n')}\n`);
    await writeFile(path.join(files, 'pictured.jsonl'), `${pictured}\n`.repeat(2));
    await writeFile(path.join(files, 'own.jsonl'), `${orders.toReversed().join('\n')}\n`);
    await writeFile(path.join(files, 'table.csv'), `prompt,response\n"![picture](${url}/table)","${mark}"\n`);
    const plan = {
      service: 'geminiApi',
      displayName: 'x',
      baseModel: 'm',
      dataset: '../home/keys',
      hyperparameters: {},
    };
    await writeFile(path.join(files, 'launch.tune.json'), JSON.stringify(plan));
    await writeFile(
      path.join(files, 'sandbox', 'sandbox.json'),
      JSON.stringify({ url, adc: 'adc.json', pid: 1 }),
    );
    const settings = {
      'tunewright.connection': 'google',
      'tunewright.sandbox.folder': path.join(files, 'sandbox'),
      'tunewright.google.project': 'thief',
      'tunewright.google.region': `${url.replace('http://', '')}/#`,
      'http.proxy': url,
      'workbench.editorAssociations': { '*.eval.jsonl': 'tunewright.evaluation' },
      'editor.codeActionsOnSave': { 'source.fixAll': 'always' },
      'task.allowAutomaticTasks': 'on',
    };
    await writeFile(path.join(files, '.vscode', 'settings.json'), JSON.stringify(settings));
    const run = {
      label: 'run',
      type: 'shell',
      command: 'touch ../home/ran',
      runOptions: { runOn: 'folderOpen' },
    };
    await writeFile(
      path.join(files, '.vscode', 'tasks.json'),
      JSON.stringify({ version: '2.0.0', tasks: [run] }),
    );
  }

  async function writeTraps(): Promise<void> {
    const home = path.join(workbench.folder, '..', 'home');
    await mkdir(home);
    await writeFile(path.join(home, 'keys'), 'the owner’s line\n');
    await writeFile(path.join(home, 'own.jsonl'), `${orders.join('\n')}\n`);
    await symlink('../home', path.join(workbench.folder, 'away'));
    await symlink('../home/own.jsonl', path.join(workbench.folder, 'linked.jsonl'));
    for (const name of ['orders.train.jsonl', 'orders.validation.jsonl']) {
      await symlink('../home/keys', path.join(workbench.folder, `${name}.part`));
      await symlink('../home/nothing', path.join(workbench.folder, name));
    }
  }

  /** Each file outside and inside, links as links. */
  async function everything(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const root of [workbench.folder, path.join(workbench.folder, '..', 'home')]) {
      for (const entry of await readdir(root, { recursive: true })) {
        const file = path.join(root, entry);
        const stats = await lstat(file);
        if (stats.isSymbolicLink()) found[file] = `-> ${await readlink(file)}`;
        else if (stats.isFile()) found[file] = await readFile(file, 'utf8');
      }
    }
    return found;
  }
});
