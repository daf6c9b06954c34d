import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

describe("the sandbox's folder", function () {
  this.timeout(120_000);
  let dataDir: string;
  let sandbox: RunningSandbox | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tunewright-folder-'));
  });
  afterEach(async () => {
    await sandbox?.stop();
    sandbox = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });

  const send = async (method: string, address: string, body?: object) => {
    assert.ok(sandbox);
    const headers = { authorization: `Bearer ${await sandbox.token()}`, 'content-type': 'application/json' };
    const reply = await fetch(new URL(address, sandbox.url), {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    assert.equal(reply.status, 200, await reply.clone().text());
    return reply.json();
  };

  const stateFiles = async () =>
    (await readdir(dataDir, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.(json|txt)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name));

  it('starts with any of its files cut or foreign, names it, keeps it, and serves the rest', async () => {
    sandbox = await startSandbox({ dataDir });
    await send('POST', '/storage/v1/b?project=p', { name: 'damaged', location: 'us-central1' });
    const examples = [{ textInput: 'a', output: 'b' }];
    await send('POST', '/v1beta/tunedModels', {
      displayName: 'x',
      baseModel: 'models/gemini-1.5-flash-001-tuning',
      tuningTask: { trainingData: { examples: { examples } } },
    });
    await sandbox.kill();
    const damages: readonly ((text: string) => string)[] = [
      (text) => text.slice(0, text.length / 2),
      () => '',
      () => '{"id": "x"}',
      () => '[]',
      () => 'null',
      () => 'not ours',
    ];
    const files = (await stateFiles()).filter((file) => !/adc\.json$|training/.test(file));
    assert.ok(files.length > 6, files.join());
    for (const [at, damage] of damages.entries()) {
      const there = files.filter((file) => existsSync(file));
      for (const file of there) await writeFile(file, damage(await readFile(file, 'utf8')));
      sandbox = await startSandbox({ dataDir });
      for (const file of there) {
        assert.ok(sandbox.errors().includes(`${file} is damaged`), `${at}: ${file}\n${sandbox.errors()}`);
        const kept = (await readdir(path.dirname(file))).filter((name) =>
          name.startsWith(`${path.basename(file)}.`),
        );
        assert.ok(
          kept.some((name) => name.endsWith('.unusable')),
          kept.join(),
        );
      }
      await send('GET', '/storage/v1/b?project=p');
      await send('GET', '/v1beta/tunedModels');
      await send('POST', '/storage/v1/b?project=p', { name: `whole-${at}`, location: 'us-central1' });
      await sandbox.kill();
    }
    const folders = ['storage/buckets/x.json', 'subject.txt'].map((name) => path.join(dataDir, name));
    for (const file of folders) {
      await rm(file, { force: true });
      await mkdir(file);
    }
    await writeFile(path.join(dataDir, 'sandbox.lock'), '');
    const old = new Date(Date.now() - 180_000);
    await utimes(path.join(dataDir, 'sandbox.lock'), old, old);
    sandbox = await startSandbox({ dataDir });
    for (const file of folders) assert.ok(sandbox.errors().includes(`${file} is damaged`), sandbox.errors());
  });

  it('belongs to one sandbox, however many are started at once; the others say so', async () => {
    for (let round = 0; round < 3; round++) {
      const children = Array.from({ length: 5 }, () =>
        spawn(process.execPath, ['dist/sandbox.js', '--port', '0', '--data', dataDir], {
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      );
      const ends = await Promise.all(
        children.map(
          (child) =>
            new Promise<'runs' | string>((resolve) => {
              let said = '';
              child.stderr.on('data', (data: Buffer) => {
                said += data;
              });
              child.stdout.once('data', () => resolve('runs'));
              child.once('exit', () => resolve(said));
            }),
        ),
      );
      assert.equal(ends.filter((end) => end === 'runs').length, 1, ends.join('\n'));
      for (const end of ends) if (end !== 'runs') assert.match(end, /A sandbox is already running in/);
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(
        children.map(
          (child) => child.exitCode ?? child.signalCode ?? new Promise((r) => child.once('exit', r)),
        ),
      );
    }
  });
});
