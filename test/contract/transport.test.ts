import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Connection } from '../../src/tuning/contract/connection';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { GoogleApiError } from '../../src/tuning/google/errors/googleApiError';
import { requestJson } from '../../src/tuning/google/rest';
import { cloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { lazyBundle } from '../bundles';
import { type GoogleOnLoopback, startGoogleOnLoopback } from '../e2e/googleOnLoopback';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const ours = new RegExp(`^tunewright/${version.replaceAll('.', '\\.')}( |$)`);
const never = new AbortController().signal;

/** What every request of ours has in common, as the server sees it. */
describe('requests as Google sees them', () => {
  let sandbox: RunningSandbox;
  let inFront: Server;
  let connection: Connection;
  const seen: { method: string; path: string; bytes: number; userAgent: string }[] = [];
  /** The sandbox does what is asked, and its answer is lost. */
  let loseAnswerTo: string | undefined;

  before(async () => {
    sandbox = await startSandbox();
    inFront = createServer(async (incoming, outgoing) => {
      const body = await buffer(incoming);
      const { method = '', url = '' } = incoming;
      const { host: _, ...headers } = incoming.headers;
      seen.push({ method, path: url, bytes: body.length, userAgent: headers['user-agent'] ?? '' });
      const onward = request(sandbox.url + url, { method, headers });
      onward.end(body);
      const [answer] = (await once(onward, 'response')) as [IncomingMessage];
      if (method !== loseAnswerTo) {
        const location = answer.headers.location?.replace(sandbox.url, address());
        outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...(location && { location }) });
        answer.pipe(outgoing);
        return;
      }
      loseAnswerTo = undefined;
      answer.resume();
      outgoing.writeHead(503, { 'content-type': 'application/json' }).end('{"error": {"code": 503}}');
    });
    inFront.listen(0, '127.0.0.1');
    await once(inFront, 'listening');
    const authClient = await credentialsFromFile(sandbox.adc);
    connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: address,
    };
    await cloudStorage(async () => connection).createBucket('transport', never);
  });
  beforeEach(() => seen.splice(0));
  after(async () => {
    inFront?.closeAllConnections();
    inFront?.close();
    await sandbox?.stop();
  });
  const address = () => `http://127.0.0.1:${(inFront.address() as AddressInfo).port}`;

  it('uploads go in pieces of 8 MiB, as Cloud Storage advises', async () => {
    const storage = cloudStorage(async () => connection);
    const bytes = Buffer.alloc(17 << 20, 'a line of a training file\n');
    await storage.upload({ bucket: 'transport', name: 'large.jsonl', bytes, onProgress() {} }, never);
    const pieces = seen.filter(({ method }) => method === 'PUT').map((one) => one.bytes);
    assert.deepEqual(pieces, [8 << 20, 8 << 20, 1 << 20]);
  });

  it('name this extension to the sandbox as to Google, each piece of an upload too', async () => {
    const storage = cloudStorage(async () => connection);
    const bytes = Buffer.alloc(9 << 20, 'a line of a training file\n');
    const uri = await storage.upload(
      { bucket: 'transport', name: 'named.jsonl', bytes, onProgress() {} },
      never,
    );
    for await (const _ of storage.lines(uri, never));
    const url = `${address()}/v1beta1/projects/sandbox/locations/us-central1/tuningJobs`;
    await requestJson(connection, { method: 'GET', url, signal: never });
    const methods = new Set(seen.map(({ method }) => method));
    assert.deepEqual(methods, new Set(['GET', 'POST', 'PUT']));
    for (const { method, path, userAgent } of seen)
      assert.match(userAgent, ours, `${method} ${path}: ${userAgent}`);
  });

  it('a deletion whose answer is lost is sent again, and has been done', async () => {
    const storage = cloudStorage(async () => connection);
    const bytes = Buffer.from('x\n');
    await storage.upload({ bucket: 'transport', name: 'gone.jsonl', bytes, onProgress() {} }, never);
    const url = `${address()}/storage/v1/b/transport/o/gone.jsonl`;
    loseAnswerTo = 'DELETE';
    assert.deepEqual(await requestJson(connection, { method: 'DELETE', url, signal: never }), {});
    assert.equal(seen.filter(({ method }) => method === 'DELETE').length, 2);
    await assert.rejects(
      requestJson(connection, { method: 'DELETE', url, signal: never }),
      (error) => error instanceof GoogleApiError && error.google.code === 404,
      'of a first deletion, what is not there is news',
    );
  });
});

/** What the extension does with credentials of this machine. */
const program = () => `
(async () => {
  const { applicationDefaultCredentials } = await import('./${lazyBundle('googleAuth')}');
  const { GoogleCloudStorage } = await import('./${lazyBundle('googleCloudStorage')}');
  const authClient = await applicationDefaultCredentials();
  const origin = (host) => 'https://' + host;
  const storage = new GoogleCloudStorage({ client: authClient, authClient, project: 'sandbox', region: 'us-central1', origin });
  await authClient.request({ url: origin('us-central1-aiplatform.googleapis.com') + '/v1/projects/sandbox/locations/us-central1/tuningJobs' });
  await storage.createBucket('names-us');
  await storage.buckets();
  const bytes = Buffer.alloc(1 << 20);
  const uri = await storage.upload({ bucket: 'names-us', name: 'a.jsonl', bytes, onProgress() {} }, AbortSignal.timeout(60_000));
  for await (const _ of storage.lines(uri, AbortSignal.timeout(60_000)));
  await storage.remove(uri);
  console.log('done');
})().catch((error) => { console.error(error.message); process.exitCode = 1; });
`;

describe('requests to the real hosts as Google sees them', () => {
  let google: GoogleOnLoopback;
  before(async () => {
    google = await startGoogleOnLoopback();
  });
  after(() => google?.stop());
  const run = (args: readonly string[]) =>
    new Promise<{ out: string; err: string }>((resolve) => {
      const env = { ...process.env, ...google.env };
      execFile(process.execPath, args, { env }, (_, out, err) => resolve({ out, err }));
    });

  it('a region that Google does not have is refused before anything is sent', async () => {
    await google.loginWithGcloud();
    google.asked.splice(0);
    const args = [
      'evaluate',
      'test/fixtures/data/palm_gemini_faq.jsonl',
      '--target',
      'vertexAi:gemini-3.5-flash',
    ];
    const { err } = await run([
      'dist/cli.js',
      ...args,
      '--yes',
      '--project',
      'p',
      '--region',
      'us-centrall1',
    ]);
    assert.match(err, /Region "us-centrall1" not found\. Did you mean us-central1\?/);
    assert.deepEqual(google.asked, []);
  });

  it('name this extension, uploads and those for tokens too', async () => {
    await google.loginWithGcloud();
    google.asked.splice(0);
    const { out, err } = await run(['-e', program()]);
    assert.equal(out.trim(), 'done', err);
    assert.ok(google.asked.some(({ path }) => path.startsWith('/upload/')));
    assert.ok(google.asked.some(({ path }) => path === '/token'));
    for (const { host, path, userAgent } of google.asked)
      assert.match(userAgent, ours, `${host}${path}: ${userAgent}`);
  });

  it('name this extension, and count for the project that was named, of the command line too', async () => {
    await google.loginWithGcloud();
    const dataset = path.join(google.home, 'two.jsonl');
    const turn = (role: string, text: string) => ({ role, parts: [{ text }] });
    const example = { contents: [turn('user', 'What is a rye loaf?'), turn('model', 'Bread.')] };
    await writeFile(dataset, `${JSON.stringify(example)}\n`);
    const target = 'vertexAi:gemini-3.5-flash';
    const args = ['evaluate', dataset, '--target', target, '--metric', 'exact-match', '--yes'];
    google.asked.splice(0);
    const { err } = await run(['dist/cli.js', ...args, '--project', 'sandbox']);
    const prompts = google.asked.filter(({ host }) => host.includes('aiplatform'));
    assert.deepEqual([...new Set(prompts.map(({ quotaProject }) => quotaProject))], ['sandbox'], err);
    for (const { host, userAgent } of google.asked) assert.match(userAgent, ours, host);
  });
});
