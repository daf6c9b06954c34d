import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sandboxAt } from '../../src/tuning/google/sandboxAt';
import { SandboxProcess } from '../../src/workbench/connection/sandboxProcess';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

/** Somebody who listens where a sandbox was, and says of itself what a sandbox says. */
describe('a stranger at the address of a sandbox', function () {
  this.timeout(60_000);
  let sandbox: RunningSandbox;
  let folder = '';
  let stranger: Server;
  let url = '';
  let adc = '';
  let heard: string[] = [];

  before(async () => {
    sandbox = await startSandbox();
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-stranger-'));
    stranger = createServer((request, response) => {
      heard.push(`${request.method} ${request.url?.split('?')[0]} ${request.headers.authorization ?? ''}`);
      request.on('data', (data) => heard.push(String(data)));
      response.setHeader('server', 'tunewright-sandbox');
      response.end(JSON.stringify({ adc, proof: '0'.repeat(64), access_token: 'x', expires_in: 3600 }));
    });
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    // The files of a sandbox that has listened there and has died.
    adc = path.join(folder, 'adc.json');
    await writeFile(adc, (await readFile(sandbox.adc, 'utf8')).replaceAll(sandbox.url, url));
    await writeFile(path.join(folder, 'subject.txt'), 'secret');
    const file = JSON.parse(await readFile(adc, 'utf8'));
    file.credential_source.file = path.join(folder, 'subject.txt');
    await writeFile(adc, JSON.stringify(file));
    const { pid } = spawnSync(process.execPath, ['--version']); // of a process that has ended
    await writeFile(path.join(folder, 'sandbox.json'), JSON.stringify({ url, adc, pid }));
  });
  beforeEach(() => {
    heard = [];
  });
  after(async () => {
    stranger?.close();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is told from the sandbox, which proves that it knows its secret', async () => {
    assert.equal(await sandboxAt(sandbox.url), sandbox.adc);
    assert.equal(await sandboxAt(sandbox.url.replace('127.0.0.1', 'localhost')), sandbox.adc);
    assert.equal(await sandboxAt(url), undefined);
  });

  it('gets neither prompts nor credentials from the command line', async () => {
    const args = ['dist/cli.js', 'evaluate', 'test/fixtures/number_generator.jsonl', '--sandbox', url];
    const out = path.join(folder, 'out.eval.jsonl');
    const child = spawn(process.execPath, [...args, '--target', 'geminiApi:tunedModels/x', '--out', out], {
      env: { ...process.env, GOOGLE_APPLICATION_CREDENTIALS: sandbox.adc },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    const [status] = await once(child, 'close');
    assert.equal(status, 2);
    assert.match(said, /Can't find your sandbox at/);
    assert.deepEqual(new Set(heard), new Set(['GET /.well-known/tunewright-sandbox ']));
  });

  it('gets neither from the extension, which starts a sandbox of its own', async () => {
    const log = { info() {}, warn() {} } as unknown as ConstructorParameters<typeof SandboxProcess>[1];
    const process = new SandboxProcess(path.resolve('dist/sandbox.js'), log);
    try {
      const address = await process.address(folder);
      assert.notEqual(address.url, url);
      assert.equal(await sandboxAt(address.url), address.adc);
      assert.deepEqual(new Set(heard), new Set(['GET /.well-known/tunewright-sandbox ']));
    } finally {
      process.dispose();
    }
  });
});
