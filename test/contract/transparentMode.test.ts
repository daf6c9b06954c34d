import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { listJobs, type TuningService } from '../../src/tuning/contract/service';
import { authClientOf } from '../../src/tuning/google/auth/googleAuth';
import { readServiceAccountKey } from '../../src/tuning/google/auth/keyFile';
import { googleOrigin } from '../../src/tuning/google/googleHost';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

/** Everything that the client asked, by host. */
const HOSTS = [
  'aiplatform.us.rep.googleapis.com',
  'generativelanguage.googleapis.com',
  'oauth2.googleapis.com',
  'storage.googleapis.com',
  'us-central1-aiplatform.googleapis.com',
];
const signal = new AbortController().signal;

// This file is also the program that the suite starts, with a proxy in its environment: Node reads the certificates of
// NODE_EXTRA_CA_CERTS only when it starts.
if (process.argv[2] === 'as-client') {
  void useGoogle(process.argv[3] ?? '');
} else {
  describe("Google's own hosts through a proxy", () => {
    let folder: string;
    let sandbox: RunningSandbox;
    let proxy: Server;
    const tunnels: string[] = [];

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'tunewright-tls-'));
      const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
      assert.ok(key && cert);
      await promisify(execFile)('openssl', [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=googleapis.com'],
        ...[
          '-addext',
          'subjectAltName=DNS:*.googleapis.com,DNS:*.us.rep.googleapis.com,DNS:*.eu.rep.googleapis.com',
          '-keyout',
          key,
          '-out',
          cert,
        ],
      ]);
      sandbox = await startSandbox({ admin: true, args: ['--tls-cert', cert, '--tls-key', key] });
      proxy = connectProxy(sandbox.tlsPort ?? 0, tunnels);
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      await sandbox.setFaults({});
    });
    after(async () => {
      proxy?.close();
      proxy?.closeAllConnections();
      await sandbox?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('serves the whole workflow of both services to the extension as it is', async () => {
      const { port } = proxy.address() as AddressInfo;
      const keyFile = path.join(sandbox.dataDir, 'service-account.json');
      const child = spawn(process.execPath, [__filename, 'as-client', keyFile], {
        env: {
          ...process.env,
          HTTPS_PROXY: `http://127.0.0.1:${port}`,
          NODE_EXTRA_CA_CERTS: path.join(folder, 'cert.pem'),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 0, output);
      assert.match(output, /geminiApi: answered\nvertexAi: answered\n/);
      assert.deepEqual([...new Set(tunnels)].sort(), HOSTS);
      assert.equal(sandbox.errors(), '');
    });

    it("answers for Google's hosts over TLS only", async () => {
      const get = async (host: string) => {
        const address = { host: '127.0.0.1', port: sandbox.tlsPort, path: '/v1beta/models' };
        const request = https.get({ ...address, headers: { host }, rejectUnauthorized: false });
        const [reply] = (await once(request, 'response')) as [IncomingMessage];
        return text(reply);
      };
      assert.match(await get('evil.example'), /doesn't serve the host/);
      assert.match(await get('127.0.0.1'), /doesn't serve the host/);
      assert.match(await get('generativelanguage.googleapis.com'), /unregistered callers/);
    });
  });
}

/** Joins every tunnel to one of Google's hosts to the sandbox. */
function connectProxy(tlsPort: number, tunnels: string[]): Server {
  return createServer((_, response) => response.writeHead(502).end()).on(
    'connect',
    (request, client, head) => {
      const [, host] = /^((?:[a-z0-9-]+\.)+googleapis\.com):443$/.exec(request.url ?? '') ?? [];
      if (host === undefined) {
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      tunnels.push(host);
      const onward = connect(tlsPort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.write(head);
        onward.pipe(client);
        client.pipe(onward);
      });
      onward.on('error', () => client.destroy());
      client.on('error', () => onward.destroy());
    },
  );
}

/** The extension's services, as they are: nothing here knows of a sandbox. */
async function useGoogle(keyFile: string): Promise<void> {
  const key = readServiceAccountKey(await readFile(keyFile, 'utf8'));
  const authClient = authClientOf({ kind: 'serviceAccount', key });
  const services = tuningServices(() =>
    Promise.resolve({
      client: authClient,
      authClient,
      project: 'transparent',
      region: 'us-central1',
      origin: googleOrigin,
    }),
  );
  for (const service of services) {
    await launchAndPrompt(service);
    console.log(`${service.id}: answered`);
  }
}

async function launchAndPrompt(service: TuningService): Promise<void> {
  const bucket = 'through-a-proxy';
  await service.storage?.createBucket(bucket, signal);
  const [baseModel] = await service.baseModels(signal);
  const lines = service.storage
    ? '{"contents":[{"role":"user","parts":[{"text":"3"}]},{"role":"model","parts":[{"text":"4"}]}]}\n'
    : '{"text_input": "3", "output": "4"}\n';
  const prepared = await service.prepare(
    {
      spec: {
        service: service.id,
        baseModel: baseModel?.name ?? '',
        displayName: 'Through a proxy',
        hyperparameters: { epochCount: 8 },
        bucket,
      },
      id: 'transparent1',
      dataset: { kind: 'local', name: 'three.jsonl', text: lines },
      onProgress: () => {},
    },
    signal,
  );
  const created = await service.create(prepared, signal);
  const job = await waitFor(
    () => service.get(created, signal),
    ({ state }) => state !== 'PENDING' && state !== 'RUNNING',
  );
  assert.ok(job.tunedModel, job.error);
  assert.ok((await listJobs(service, {}, signal)).some(({ name }) => name === job.name));
  const prompt = {
    systemInstruction: undefined,
    turns: [{ role: 'user' as const, text: '3' }],
    parameters: { temperature: 0 },
  };
  let answer = '';
  for await (const chunk of service.generate(job.tunedModel.name, prompt, signal))
    if (chunk.kind === 'text') answer += chunk.text;
  assert.equal(answer, '4');
}
