import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GoogleOnLoopback, startGoogleOnLoopback } from './googleOnLoopback';
import { openWorkbench, patience, type Workbench } from './workbench';

const clientId = 'mine.apps.googleusercontent.com';
const clientSecret = 'GOCSPX-this-is-the-client-secret';
const apiKey = `AIza${'k3y'.repeat(12)}`.slice(0, 39);

describe('signing in to Google on loopback', () => {
  let google: GoogleOnLoopback;
  let workbench: Workbench;
  let files: string;
  /** Everything that must be written nowhere. */
  const secrets = new Set([clientSecret, apiKey]);

  before(async () => {
    google = await startGoogleOnLoopback();
    google.answer = ({ authorization }, body) => {
      if (authorization) secrets.add(authorization.replace(/^Bearer /, ''));
      const refreshToken = new URLSearchParams(body).get('refresh_token');
      if (refreshToken) secrets.add(refreshToken);
      return undefined;
    };
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-files-'));
    await writeFile(path.join(files, 'train.jsonl'), '');
    const installed = {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: ['http://localhost'],
    };
    await writeFile(path.join(google.home, 'client_secret.json'), JSON.stringify({ installed }));
    workbench = await openWorkbench({ files, env: google.env });
    // VS Code's own server for browsers gives each the key that its secrets are kept under; the one from npm does not.
    const key = Buffer.alloc(32, 7);
    await workbench.page.context().route('**/mint-key', (route) => route.fulfill({ body: key }));
    // Google's sign-in page, at which the person says yes at once.
    await workbench.page.context().route('https://accounts.google.com/**', async (route) => {
      const form = new URLSearchParams([
        ...new URL(route.request().url()).searchParams,
        ['decision', 'allow'],
      ]);
      const url = `${google.sandbox.url}/o/oauth2/v2/auth`;
      const back = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
      const location = back.headers.get('location');
      assert.ok(location, await back.text());
      secrets.add(new URL(location).searchParams.get('code') ?? '');
      await route.fulfill({ status: 302, headers: { location } });
    });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await google?.stop();
    await rm(files, { recursive: true, force: true });
  });

  const listed = () => google.asked.filter(({ path: asked }) => /tuningJobs|tunedModels/.test(asked)).length;

  it('asks for the project when nothing names one, and takes none that cannot be', async () => {
    await google.loginWithGcloud();
    await workbench.runCommand('Tunewright: Sign In to Google…');
    await workbench.choose('Application Default Credentials');
    await workbench.quickInputTitled('Google Cloud Project');
    await workbench.answerRefused('My Project', /6 to 30 lowercase letters/);
    await workbench.answer('demo-project');
    await until(() => listed() >= 3); // jobs, one's own tuned models, those of others
    assert.ok(google.asked.some(({ path: asked }) => asked.includes('/projects/demo-project/')));
    for (const { path: asked, quotaProject } of google.asked) {
      if (asked.includes('tunedModels')) assert.equal(quotaProject, 'demo-project');
    }
    google.asked.length = 0;
  });

  it('with Application Default Credentials, which it finds and names', async () => {
    await google.loginWithGcloud({ quota_project_id: 'quota-project' });
    await workbench.runCommand('Tunewright: Sign In to Google…');
    await workbench.quickInputTitled('Sign In to Google');
    const item = workbench.quickPickItem('Application Default Credentials');
    await item.getByText('user account').waitFor();
    await item.getByText('quota project quota-project').waitFor();
    await workbench.screenshot('sign-in-ways');
    await workbench.choose('Application Default Credentials');
    await workbench.sideBar.getByText('Tuning').first().waitFor();
    await until(() => listed() >= 3);
    const { authorization, quotaProject } =
      google.asked.find(({ path: asked }) => asked.includes('tunedModels')) ?? {};
    assert.match(authorization ?? '', /^Bearer ya29\./);
    assert.equal(quotaProject, 'quota-project');
  });

  it('in the browser with an OAuth client file', async () => {
    const before = listed();
    await workbench.runCommand('Tunewright: Sign In to Google…');
    await workbench.choose('Browser with OAuth client file…');
    await until(async () => (await workbench.quickInput.inputValue()).startsWith('/')); // the file dialog is there
    const file = workbench.quickPickItem('client_secret.json');
    await until(async () => {
      await workbench.quickInput.fill(`${google.home}/`); // while the dialog opens it still writes a path of its own
      return file.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    });
    await workbench.choose('client_secret.json');
    const popup = workbench.page.context().waitForEvent('page');
    await workbench.dialog.getByRole('button', { name: 'Open', exact: true }).click();
    const page = await popup;
    await page.getByRole('heading', { name: 'Return to VS Code' }).waitFor();
    await page.screenshot({ path: path.resolve('test', 'artifacts', 'sign-in-closing-page.png') });
    await page.close();
    await until(() => listed() >= before + 2);
    await workbench.clickUntil(
      workbench.page.getByRole('button', { name: 'Accounts' }).first(),
      workbench.page.getByRole('menuitem', { name: /you@sandbox\.example/ }).first(),
    );
    await workbench.page.waitForTimeout(400); // the menu fades in
    await workbench.screenshot('sign-in-accounts-menu');
    await workbench.page.keyboard.press('Escape');
  });

  it('stays signed in over a reload, without asking', async () => {
    const before = listed();
    await workbench.reload();
    await workbench.showContainer('Tunewright');
    await until(() => listed() >= before + 2);
    await workbench.sideBar.getByText('No tuning jobs yet').waitFor();
  });

  it('with an API key: says what that cannot do', async () => {
    await workbench.runCommand('Tunewright: Sign In to Google…');
    assert.ok((await workbench.quickPickLabels()).includes('you@sandbox.example'));
    await workbench.choose('API key…');
    await workbench.quickInput.fill(apiKey);
    await workbench.quickInput.press('Enter');
    await workbench.showContainer('Tunewright');
    await workbench.sideBar
      .getByText(/API keys can only prompt/)
      .first()
      .waitFor();
    await workbench.screenshot('sign-in-api-key');
  });

  it('signs out: at Google too, and the account is gone', async () => {
    await workbench.runCommand('Tunewright: Sign Out of Google…');
    await workbench.choose('you@sandbox.example');
    await workbench.notification('Signed out of you@sandbox.example.').waitFor();
    const revoked = google.asked.find(({ path: asked }) => asked.startsWith('/revoke'));
    assert.equal(revoked?.host, 'oauth2.googleapis.com');
    await workbench.runCommand('Tunewright: Sign In to Google…');
    const labels = await workbench.quickPickLabels();
    assert.ok(!labels.includes('you@sandbox.example'), labels.join());
    await workbench.page.keyboard.press('Escape');
  });

  it('has written no secret to any log, setting or file of VS Code', async () => {
    const scratch = path.dirname(workbench.folder);
    const names = await readdir(scratch, { recursive: true, withFileTypes: true });
    const read = names.filter((one) => one.isFile() && !one.parentPath.includes(`${path.sep}extensions`));
    assert.ok(read.some(({ name }) => name.endsWith('.log')));
    assert.ok(secrets.size >= 7, `only ${secrets.size} secrets were seen`);
    for (const { parentPath, name } of read) {
      const text = await readFile(path.join(parentPath, name), 'utf8');
      for (const secret of secrets) assert.ok(!text.includes(secret), `${name} holds a secret`);
    }
  });
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('It did not come in 20 s.');
}
