import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { agentTools } from '../../src/agents/tools/index';

/** The command line as npm installs it for somebody: built, packed, and installed without the network. */
describe('the npm package', function () {
  this.timeout(120_000);
  let folder = '';
  let command = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-npm-'));
    await mkdir(path.join(folder, 'packed'));
    run(process.execPath, 'scripts/packageNpm.mjs');
    run('npm', 'pack', './dist/npm', '--silent', '--pack-destination', path.join(folder, 'packed'));
    const [packed = ''] = await readdir(path.join(folder, 'packed'));
    run('npm', 'install', '--offline', '--silent', '--prefix', folder, path.join(folder, 'packed', packed));
    command = path.join(folder, 'node_modules', '.bin', 'tunewright');
    await copyFile('test/fixtures/number_generator.jsonl', path.join(folder, 'numbers.jsonl'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function run(program: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  it('checks a dataset, and counts its tokens by the vocabulary that it brings', () => {
    assert.match(run(command, 'check', path.join(folder, 'numbers.jsonl')), /15 examples: 0 errors/);
    const counted = run(command, 'stats', path.join(folder, 'numbers.jsonl'), '--exact', '--json');
    assert.match(counted, /"exact":\s*true/);
  });

  it('serves the same tools to agents', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({ command, args: ['mcp', '--root', folder], stderr: 'ignore' }),
    );
    try {
      const { tools } = await client.listTools();
      assert.deepEqual(
        tools.map(({ name }) => name),
        agentTools.map(({ name }) => name),
      );
    } finally {
      await client.close();
    }
  });
});
