import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode-host/browser.mjs';
import { installPackaged } from '../vscode-host/packaged.mjs';
import { startWebServer, type WebServer } from '../vscode-host/webServer.mjs';
import { patience, steady, Workbench } from './workbench';

describe('in a browser without a computer behind it, as on github.dev', () => {
  let scratch: string;
  let server: WebServer;
  let browser: Browser;
  let workbench: Workbench;
  /** What was asked of anybody else than the server of static files. */
  const askedElsewhere: string[] = [];
  const said: string[] = [];

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-web-'));
    server = await startWebServer({
      extension: await installPackaged(scratch),
      files: { 'mistakes.jsonl': await readFile('media/sample/mistakes.jsonl', 'utf8') },
      settings: {
        ...steady,
        'telemetry.telemetryLevel': 'off',
        'workbench.startupEditor': 'none',
        'workbench.colorTheme': 'Light Modern',
      },
    });
    const launched = await launchBrowser();
    browser = launched.browser;
    launched.page.on('console', (message) => said.push(message.text()));
    launched.page.context().on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(server.address))
        askedElsewhere.push(request.url());
    });
    await launched.page.goto(server.address, { timeout: patience });
    workbench = new Workbench(launched.page, '/tests/data');
  });
  afterEach(async function () {
    await workbench.captureFailure(this.currentTest);
    if (this.currentTest?.state === 'failed') console.error(said.slice(-20).join('\n'));
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  /** Nobody searches for files in this folder. */
  const open = async (name: string) => {
    await workbench.page.getByRole('treeitem', { name }).dblclick();
    await workbench.page.locator('.tab.active').filter({ hasText: name }).waitFor();
    await workbench.editor.locator('.view-line').first().waitFor();
  };

  it('shows what is wrong in a training file, and mends it', async () => {
    await open('mistakes.jsonl');
    await workbench.squiggles().first().waitFor();
    assert.match(await workbench.hover(workbench.squiggles().first(), /text_inputs/), /text_inputs/);
    await workbench.screenshot('web-light');
    await workbench.goTo(3, 5);
    await workbench.page.keyboard.press('Control+.');
    await workbench.page
      .getByRole('option', { name: /text_input/ })
      .first()
      .click();
    await workbench.waitForLines(['{"text_input": "7", "output": "8"}'], 3, 3);
  });

  it('says why tuning needs a computer', async () => {
    await workbench.page.getByRole('button', { name: 'Tune Model…' }).first().click();
    await workbench.page
      .locator('.notification-toast')
      .getByText("can't sign in to Google in a browser")
      .waitFor();
  });

  it('converts into a document that is not saved yet', async () => {
    await workbench.runCommand('Tunewright: Convert Dataset…');
    await workbench.choose('OpenAI chat (messages)');
    await workbench.page.locator('.tab').filter({ hasText: 'Untitled-1' }).waitFor();
    await workbench.waitForLines(
      ['{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"}]}'],
      1,
      1,
    );
  });

  it('splits into documents that are not saved yet', async () => {
    await open('mistakes.jsonl');
    await workbench.runCommand('Tunewright: Split Dataset…');
    await workbench.choose('20%');
    await workbench.quickInputTitled('Split Dataset');
    await workbench.choose('Create mistakes.train.jsonl and mistakes.validation.jsonl');
    for (const name of ['mistakes.train.jsonl', 'mistakes.validation.jsonl'])
      await workbench.page.getByRole('tab', { name }).first().waitFor();
  });

  it('looks as VS Code does, in the dark, too', async () => {
    await workbench.runCommand('Preferences: Color Theme');
    await workbench.choose('Dark Modern');
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
    await workbench.screenshot('web-dark');
  });

  it('asks nobody for anything but the files of the page', () => {
    assert.deepEqual(askedElsewhere, []);
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith('GET ')),
      [],
    );
  });
});
