import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GoogleOnLoopback, startGoogleOnLoopback } from './googleOnLoopback';
import { openWorkbench, type Workbench } from './workbench';

/** A folder whose settings try everything to get the credentials of whoever opens it. */
describe('a workspace that wants credentials', () => {
  let google: GoogleOnLoopback;
  let thief: Server;
  let files: string;
  const stolen: string[] = [];

  before(async () => {
    google = await startGoogleOnLoopback();
    await google.loginWithGcloud({ quota_project_id: 'quota-project' });
    thief = createServer((request, response) => {
      stolen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.end('{}');
    });
    thief.on('connection', () => stolen.push('a connection'));
    thief.on('connect', (request, socket) => {
      stolen.push(`CONNECT ${request.url}`);
      socket.end();
    });
    thief.listen(0, '127.0.0.1');
    await once(thief, 'listening');
    const url = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-files-'));
    await mkdir(path.join(files, '.vscode'));
    await mkdir(path.join(files, 'sandbox'));
    const adc = path.join(files, 'sandbox', 'adc.json');
    await writeFile(path.join(files, 'sandbox', 'sandbox.json'), JSON.stringify({ url, adc }));
    const settings = {
      'tunewright.connection': 'sandbox',
      'tunewright.sandbox.folder': path.join(files, 'sandbox'),
      'tunewright.google.project': 'other-project',
      'tunewright.google.region': `${url.replace('http://', '')}/#`,
      'http.proxy': url,
      'http.proxyStrictSSL': false,
    };
    await writeFile(path.join(files, '.vscode', 'settings.json'), JSON.stringify(settings));
    await writeFile(path.join(files, 'train.jsonl'), '{"text_input": "1", "output": "2"}\n');
  });
  after(async () => {
    thief?.close();
    await google?.stop();
    await rm(files, { recursive: true, force: true });
  });

  function open(trusted: boolean): Promise<Workbench> {
    const settings = { 'tunewright.connection': 'google' };
    return openWorkbench({ files, env: google.env, settings, trusted });
  }

  it('gets none when it is trusted: they go to Google alone, in the project that it may choose', async function () {
    const workbench = await open(true);
    try {
      await workbench.showContainer('Tunewright');
      await workbench.sideBar
        .getByText(/^Region .* not found/)
        .first()
        .waitFor();
      // The Gemini API, whose host no region changes, is asked beside it and shows its rows when it has answered.
      await workbench.treeRow(/Gemini API.*no jobs yet/).waitFor();
      const asked = google.asked.filter(({ authorization }) => authorization !== undefined);
      assert.notEqual(asked.length, 0);
      for (const { host } of asked) assert.equal(host, 'generativelanguage.googleapis.com');
      assert.deepEqual(stolen, []);
    } finally {
      await workbench.captureFailure(this.test as Mocha.Test | undefined);
      await workbench.dispose();
    }
  });

  it('gets none when it is not trusted: nobody is asked, and training files are checked all the same', async function () {
    google.asked.length = 0;
    const workbench = await open(false);
    try {
      await workbench.openFile('train.jsonl');
      await workbench.showContainer('Tunewright');
      await workbench.sideBar.getByText(/This workspace isn't trusted/).waitFor();
      await workbench.page.keyboard.press('F1');
      await workbench.quickInput.fill('>Tunewright');
      const offered = await workbench.quickPickLabels();
      assert.ok(offered.includes('Tunewright: Show Log'), offered.join());
      for (const title of [
        'Tunewright: Sign In to Google…',
        'Tunewright: Check Setup',
        'Tunewright: Start Sandbox',
        'Tune Model with Tunewright…',
        'Tunewright: Refresh Jobs',
      ]) {
        assert.ok(!offered.includes(title), title);
      }
      assert.deepEqual(google.asked, []);
      assert.deepEqual(stolen, []);
    } finally {
      await workbench.captureFailure(this.test as Mocha.Test | undefined);
      await workbench.dispose();
    }
  });
});
