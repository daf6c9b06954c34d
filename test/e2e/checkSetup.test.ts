import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GoogleOnLoopback, startGoogleOnLoopback } from './googleOnLoopback';
import { openWorkbench, patience, type Workbench } from './workbench';

const disabled = {
  status: 403,
  body: {
    error: {
      code: 403,
      message:
        'Vertex AI API has not been used in project demo-project before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=demo-project then retry.',
      status: 'PERMISSION_DENIED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'SERVICE_DISABLED',
          domain: 'googleapis.com',
          metadata: { service: 'aiplatform.googleapis.com', consumer: 'projects/demo-project' },
        },
        {
          '@type': 'type.googleapis.com/google.rpc.Help',
          links: [
            {
              description: 'Google developers console API activation',
              url: 'https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=demo-project',
            },
          ],
        },
      ],
    },
  },
};

describe('Check Setup, against Google on loopback', () => {
  let google: GoogleOnLoopback;
  let workbench: Workbench;
  let files: string;
  before(async () => {
    google = await startGoogleOnLoopback();
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-files-'));
    await writeFile(path.join(files, 'train.jsonl'), '');
    workbench = await openWorkbench({ files, env: google.env });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  beforeEach(() => {
    google.answer = (asked, body) => permissions(asked.path, body, () => true);
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await google?.stop();
    await rm(files, { recursive: true, force: true });
  });

  /** What Cloud Resource Manager answers to testIamPermissions. */
  function permissions(asked: string, body: string, has: (permission: string) => boolean) {
    if (!asked.endsWith(':testIamPermissions')) return undefined;
    const { permissions: wanted } = JSON.parse(body) as { permissions: string[] };
    return { status: 200, body: { permissions: wanted.filter(has) } };
  }

  async function check(summary: string): Promise<void> {
    await workbench.runCommand('Tunewright: Check Setup');
    await workbench.webview.getByRole('status').getByText(summary).waitFor();
  }

  async function asked(part: string): Promise<void> {
    for (const deadline = Date.now() + patience; !google.asked.some((one) => one.path.includes(part)); ) {
      assert.ok(Date.now() < deadline, `${part} was not asked for`);
      await workbench.page.waitForTimeout(50);
    }
  }

  async function texts(): Promise<string[]> {
    const items = await workbench.webview.getByRole('listitem').all();
    return Promise.all(
      items.map(async (item) => ((await item.innerText()) ?? '').replaceAll(/\s+/g, ' ').trim()),
    );
  }

  async function screenshots(name: string): Promise<void> {
    for (const [theme, suffix] of [
      ['Dark Modern', 'dark'],
      ['Light Modern', 'light'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.page.waitForTimeout(300); // the page takes over the colours
      await workbench.screenshot(`check-setup-${name}-${suffix}`);
    }
  }

  it('with nothing set up: says how to sign in, and the line can be copied', async () => {
    await check('Not ready to tune: Credentials.');
    const [credentials = '', project = ''] = await texts();
    assert.match(credentials, /^Credentials Action needed No Google credentials found/);
    assert.match(project, /^Project and billing Not checked$/);
    await workbench.webview.getByRole('button', { name: /^Copy: gcloud auth/ }).click();
    await workbench.webview.getByRole('button', { name: /^Copied: gcloud auth/ }).waitFor();
    const copied = await workbench.page.evaluate('navigator.clipboard.readText()');
    assert.equal(copied, 'gcloud auth application-default login');
    await screenshots('nothing');
    assert.deepEqual(google.asked, []);
  });

  it('without a quota project: says how to set it', async () => {
    await google.loginWithGcloud();
    await check('Not ready to tune: Project and billing.');
    const [credentials = '', project = ''] = await texts();
    assert.match(credentials, /^Credentials Recommended .* access granted\./);
    assert.match(project, /gcloud auth application-default set-quota-project PROJECT/);
    await screenshots('no-quota-project');
  });

  it('with the API off: says how to turn it on in this project', async () => {
    await google.loginWithGcloud({ quota_project_id: 'demo-project' });
    google.answer = ({ host }) => (host.startsWith('us-central1-aiplatform') ? disabled : undefined);
    await check('Not ready to tune: Vertex AI API.');
    assert.match(
      (await texts())[2] ?? '',
      /gcloud services enable aiplatform\.googleapis\.com --project=demo-project/,
    );
    await screenshots('api-disabled');
  });

  it('without permission: names what is missing and the role that has it', async () => {
    await google.loginWithGcloud({ quota_project_id: 'demo-project' });
    google.answer = ({ path: asked }, body) =>
      permissions(asked, body, (permission) => !permission.startsWith('aiplatform.tuningJobs.c'));
    await check('Not ready to tune: Permissions.');
    const [, , , permission = ''] = await texts();
    assert.match(
      permission,
      /Missing permissions: aiplatform\.tuningJobs\.create, aiplatform\.tuningJobs\.cancel\./,
    );
    assert.match(permission, /--role=roles\/aiplatform\.user/);
    await screenshots('no-permission');
  });

  it('with all well: says so, and asks Google in the name and at the cost of the right project', async () => {
    await google.loginWithGcloud({ quota_project_id: 'demo-project' });
    const token = await google.sandbox.token();
    const made = await fetch(`${google.sandbox.url}/storage/v1/b?project=demo-project`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'demo-training', location: 'US-CENTRAL1' }),
    });
    assert.equal(made.status, 200, await made.text());
    await check('Ready to tune, with recommendations.');
    assert.match((await texts())[0] ?? '', /^Credentials Recommended .* Sign In to Google$/);
    await workbench.changeSettings({ 'tunewright.connection': 'google' });
    google.asked.length = 0;
    await check('Ready to tune.');
    const all = await texts();
    assert.equal(all.length, 6);
    for (const text of all) assert.match(text, / OK /);
    const hosts = [...new Set(google.asked.map(({ host }) => host))].sort();
    assert.deepEqual(hosts, [
      'cloudresourcemanager.googleapis.com',
      'generativelanguage.googleapis.com',
      'oauth2.googleapis.com',
      'storage.googleapis.com',
      'us-central1-aiplatform.googleapis.com',
    ]);
    for (const { host, quotaProject } of google.asked) {
      if (host !== 'oauth2.googleapis.com') assert.equal(quotaProject, 'demo-project', host);
    }
    await screenshots('all-well');
  });

  it('takes every type of credentials that Google writes to that file', async () => {
    const project = { quota_project_id: 'demo-project' };
    const user = await google.userCredentials();
    const impersonatedToken = await google.sandbox.token();
    const key = JSON.parse(await readFile(path.join(google.sandbox.dataDir, 'service-account.json'), 'utf8'));
    const workload = JSON.parse(await readFile(google.sandbox.adc, 'utf8'));
    const impersonated = 'a@demo-project.iam.gserviceaccount.com';
    google.answer = (asked, body) =>
      asked.host === 'iamcredentials.googleapis.com'
        ? { status: 200, body: { accessToken: impersonatedToken, expireTime: '2100-01-01T00:00:00Z' } }
        : permissions(asked.path, body, () => true);
    const types: Record<string, object> = {
      authorized_user: { ...user, ...project },
      service_account: key,
      external_account: workload,
      external_account_authorized_user: {
        ...user,
        ...project,
        type: 'external_account_authorized_user',
        audience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
        token_url: 'https://sts.googleapis.com/token',
      },
      impersonated_service_account: {
        ...project,
        type: 'impersonated_service_account',
        service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${impersonated}:generateAccessToken`,
        source_credentials: user,
      },
    };
    for (const [type, content] of Object.entries(types)) {
      await google.writeCredentials(content);
      google.asked.length = 0;
      await workbench.runCommand('Tunewright: Check Setup');
      await asked('/v1beta/tunedModels'); // the last request of a check; until then the page may show the one before
      await workbench.webview.getByRole('status').getByText('Ready to tune').waitFor();
      const jobs = google.asked.find(({ path: asked }) => asked.includes('/tuningJobs'));
      assert.match(jobs?.authorization ?? '', /^Bearer ./, type);
      // A key stands for its own project: another one would need a permission more.
      assert.equal(
        jobs?.quotaProject,
        type === 'service_account' ? undefined : content['quota_project_id' as never],
        type,
      );
    }
    assert.ok(google.asked.some(({ host }) => host === 'iamcredentials.googleapis.com'));
  });

  it('walks the same chain in the sandbox', async () => {
    await workbench.changeSettings({ 'tunewright.connection': 'sandbox' });
    await workbench.showContainer('Tunewright');
    await workbench.sideBar.getByText('No tuning jobs yet').waitFor();
    google.asked.length = 0;
    await workbench.runCommand('Tunewright: Check Setup');
    await workbench.webview.getByText('Local sandbox: access granted.').waitFor();
    await workbench.webview.getByText('You have permission to tune, monitor, and prompt models').waitFor();
    await workbench.webview.getByRole('status').getByText('Ready to tune').waitFor();
    await workbench.screenshot('check-setup-sandbox');
    assert.deepEqual(google.asked, []);
  });
});
