import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve('dist/cli.js');
const keys = 'the owner’s line\n';
const names = ['orders.train.jsonl', 'orders.validation.jsonl'];
const lines = Array.from({ length: 400 }, (_, i) =>
  JSON.stringify({ text_input: `question ${i} on thing ${i * 7919}`, output: `answer ${i * 31}` }),
);

describe('tunewright split in somebody else’s repository', function () {
  this.timeout(60_000);
  let home: string;
  let data: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(path.join(tmpdir(), 'tunewright-trap-')));
    data = path.join(home, 'repository', 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(path.join(home, 'keys'), keys);
    writeFileSync(path.join(data, 'orders.jsonl'), `${lines.join('\n')}\n`);
  });
  afterEach(() => {
    assert.equal(readFileSync(path.join(home, 'keys'), 'utf8'), keys, 'what lies outside is as it was');
    assert.deepEqual(readdirSync(home).sort(), ['keys', 'repository']);
    rmSync(home, { recursive: true });
  });

  const args = (more: readonly string[]) => [
    cli,
    'split',
    'data/orders.jsonl',
    '--no-near-duplicates',
    ...more,
  ];
  const split = (...more: string[]) =>
    spawnSync(process.execPath, args(more), { cwd: path.join(home, 'repository'), encoding: 'utf8' });
  const parts = () => names.map((name) => readFileSync(path.join(data, name), 'utf8').trimEnd().split('\n'));

  for (const [name, target, force] of [
    ['orders.train.jsonl', '../../keys', '--force'],
    ['orders.validation.jsonl', '../../nothing', '--force'],
    ['orders.train.jsonl', '../../nothing'],
  ] as const) {
    it(`follows no link from ${name} to ${target} ${force ?? ''}`, () => {
      symlinkSync(target, path.join(data, name));
      const { status, stderr } = split(...(force ? [force] : []));
      assert.equal(status, 2);
      assert.match(stderr, /is a symbolic link/);
      assert.ok(lstatSync(path.join(data, name)).isSymbolicLink());
      assert.deepEqual(readdirSync(data).sort(), ['orders.jsonl', name].sort());
    });
  }

  it('follows no link that has the name of a draft', () => {
    const [first, second] = names.map((name) => path.join(data, `${name}.part`));
    symlinkSync('../../keys', first ?? '');
    symlinkSync('../../nothing', second ?? '');
    const { status, stderr } = split();
    assert.equal(status, 0, stderr);
    assert.deepEqual(parts().flat().sort(), [...lines].sort());
  });

  it('writes in no folder that a link leads out to', () => {
    rmSync(data, { recursive: true });
    const away = path.join(home, 'keys.d');
    mkdirSync(away);
    writeFileSync(path.join(away, 'orders.jsonl'), lines.join('\n'));
    symlinkSync(away, data);
    const { status, stderr } = split('--force');
    assert.equal(status, 2);
    assert.match(stderr, /leads outside/);
    assert.deepEqual(readdirSync(away), ['orders.jsonl']);
    rmSync(away, { recursive: true });
  });

  it('leaves a draft of the user’s own name alone', () => {
    const own = names.map((name) => path.join(data, `${name}.part`));
    for (const file of own) writeFileSync(file, 'mine');
    assert.equal(split().status, 0);
    for (const file of own) assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  for (const force of [[], ['--force']]) {
    it(`leaves one whole pair when several split one file at once ${force.join('')}`, async () => {
      const seeds = ['1', '2', '3', '4'];
      const runs = seeds.map((seed) => {
        const child = spawn(process.execPath, args([...force, '--seed', seed]), {
          cwd: path.join(home, 'repository'),
          stdio: 'ignore',
        });
        return new Promise<number | null>((resolve) => child.on('exit', resolve));
      });
      const codes = await Promise.all(runs);
      assert.ok(codes.includes(0));
      assert.deepEqual(readdirSync(data).sort(), ['orders.jsonl', ...names]);
      assert.deepEqual(parts().flat().sort(), [...lines].sort(), 'the two are of one split');
    });
  }
});
