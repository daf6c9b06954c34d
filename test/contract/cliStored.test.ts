import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => `{"text_input": "${at}", "output": "${at + 1}"}\n`).join('');

/** `tunewright check gs://…`: the same report as of a file, without a file. */
describe('tunewright check of files in Cloud Storage', () => {
  let sandbox: RunningSandbox;
  let folder = '';
  let headers: Record<string, string> = {};
  const bad = `${rows(60)}\n{"text_input": "x", "output": "y",}\n`;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-stored-'));
    sandbox = await startSandbox({ admin: true });
    headers = { Authorization: `Bearer ${await sandbox.token()}` };
    const bucket = { method: 'POST', headers, body: '{"name":"cli-bucket"}' };
    assert.ok((await fetch(`${sandbox.url}/storage/v1/b?project=sandbox`, bucket)).ok);
  });
  beforeEach(() => sandbox.setFaults({}));
  after(async () => {
    rmSync(folder, { recursive: true });
    await sandbox?.stop();
  });

  const put = async (name: string, body: string) => {
    const query = `uploadType=media&name=${encodeURIComponent(name)}`;
    const url = `${sandbox.url}/upload/storage/v1/b/cli-bucket/o?${query}`;
    assert.ok((await fetch(url, { method: 'POST', headers, body })).ok);
  };
  const check = async (args: readonly string[], onStart?: (kill: () => void) => void) => {
    const child = spawn(process.execPath, ['dist/cli.js', 'check', ...args, '--sandbox', sandbox.url], {
      env: { ...process.env, CI: '' },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece));
    child.stderr.on('data', (piece: Buffer) => (err += piece));
    onStart?.(() => child.kill('SIGINT'));
    const [status] = await once(child, 'close');
    return { status, out, err };
  };

  it('reports as of a file, and asks for it in one stream', async () => {
    const file = join(folder, 'bad.jsonl');
    writeFileSync(file, bad);
    await put('d/bad ü.jsonl', bad);
    await sandbox.setFaults({});
    const uri = 'gs://cli-bucket/d/bad ü.jsonl';
    const { status, out, err } = await check([uri, file]);
    assert.equal(err, '');
    assert.equal(status, 1);
    const lines = out.split('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith(uri)).map((line) => line.slice(uri.length)),
      lines.filter((line) => line.startsWith(file)).map((line) => line.slice(file.length)),
    );
    assert.match(out, /62:34: error: Unexpected comma/);
    const reads = (await sandbox.calls()).filter(({ path }) => path.includes('alt=media'));
    assert.equal(reads.length, 2, 'its start, to know its format, and the whole');
  });

  it('names what it cannot read, and checks the others', async () => {
    await put('good.jsonl', rows(60));
    const { status, out, err } = await check([
      'gs://cli-bucket/gone.jsonl',
      'gs://cli-bucket/good.jsonl',
      'gs://x',
    ]);
    assert.equal(status, 2);
    assert.match(out, /gs:\/\/cli-bucket\/good\.jsonl: gemini_api, 60 lines, 60 examples: 0 errors/);
    assert.match(err, /Can't read gs:\/\/cli-bucket\/gone\.jsonl: .*doesn't exist/);
    assert.match(err, /Can't read gs:\/\/x: /);
  });

  it('ends when it is interrupted', async () => {
    await put('slow.jsonl', rows(60));
    await sandbox.setFaults({
      rules: [{ rpc: 'storage', path: 'alt=media', fault: { kind: 'slow', milliseconds: 3_000 } }],
    });
    const asked = check(['gs://cli-bucket/slow.jsonl'], async (kill) => {
      while (!(await sandbox.calls()).some(({ path }) => path.includes('alt=media')))
        await new Promise((resolve) => setTimeout(resolve, 50));
      kill();
    });
    assert.equal((await asked).status, 130);
  });
});
