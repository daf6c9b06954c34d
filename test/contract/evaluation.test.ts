import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scoresOf } from '../../src/evaluation/compare/scores';
import { summarise } from '../../src/evaluation/compare/summary';
import { planEvaluation } from '../../src/evaluation/plan';
import { lockOf } from '../../src/evaluation/results/lockResults';
import { readResults } from '../../src/evaluation/results/readResults';
import { ResultsFile } from '../../src/evaluation/results/resultsFile';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';
import { ticketLines, tuneTickets } from './ticketModel';

/** `tunewright evaluate` against the sandbox, whose base model knows nothing and whose tuned one has learned. */
describe('tunewright evaluate', function () {
  this.timeout(300_000);
  let sandbox: RunningSandbox;
  let folder = '';
  let base = '';
  let tuned = '';

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-evaluate-'));
    ({ base, tuned } = await tuneTickets(sandbox));
  });
  beforeEach(() => sandbox.setFaults({}));
  after(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const command = (...args: string[]) =>
    [process.execPath, ['dist/cli.js', 'evaluate', ...args, '--sandbox', sandbox.url]] as const;
  /** Of somebody without credentials of Google; those that the environment names must not be read. */
  const env = () => ({ ...process.env, GOOGLE_APPLICATION_CREDENTIALS: path.join(folder, 'none.json') });
  const run = async (...args: string[]) => {
    const child = spawn(...command(...args), { env: env(), stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece) => {
      out += piece;
    });
    child.stderr.on('data', (piece) => {
      err += piece;
    });
    const [status] = await once(child, 'close');
    return { status, out, err };
  };
  const write = async (name: string, rows: number, seed: number) => {
    const file = path.join(folder, name);
    await writeFile(file, ticketLines(rows, seed));
    return file;
  };
  const prompts = async () =>
    (await sandbox.calls()).filter(({ rpc }) => rpc.endsWith('StreamGenerateContent'));
  /** A results file that lacks one response. */
  const unanswered = async () => {
    const target = { service: 'geminiApi', model: base, label: 'base' };
    const file = path.join(folder, 'unanswered.eval.jsonl');
    const records = [
      { kind: 'evaluation', version: 1, startedAt: '2026-01-01T00:00:00Z', dataset: {}, targets: [target] },
      { kind: 'row', line: 1, prompt: { turns: [{ role: 'user', text: 'why?' }] }, expected: 'because' },
    ];
    const [head, ...rows] = records;
    const lines = [{ ...head, metrics: [], parameters: {}, rows: rows.length }, ...rows];
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };
  const resultsOf = async (file: string) =>
    readResults(await readFile(file, 'utf8'), path.basename(file)).results;

  it('shows that the tuned model is better on held-out rows, and no model better than itself', async () => {
    const dataset = await write('heldOut.jsonl', 120, 2);
    const file = path.join(folder, 'better.eval.jsonl');
    const targets = [base, tuned].flatMap((model) => ['--target', `geminiApi:${model}`]);
    const { status, out, err } = await run(dataset, ...targets, '--out', file, '--temperature', '0');
    assert.equal(status, 0, err);
    assert.match(err, /240 requests/);
    assert.match(
      out,
      /\| Accuracy \| \+\d\d\.\d points \| \[\+\d\d\.\d, \+\d\d\.\d points\] \|.*\| better \|/,
    );
    assert.match(out, /→ billing/);
    const results = await resultsOf(file);
    const [first, second] = await summarise(results, scoresOf(results));
    const accuracy = second?.metrics.find(({ metric }) => metric.id === 'accuracy');
    assert.ok((accuracy?.figure?.value ?? 0) > 0.6, `tuned: ${accuracy?.figure?.value}`);
    assert.ok((first?.metrics[0]?.figure?.value ?? 1) < 0.4, `base: ${first?.metrics[0]?.figure?.value}`);
    assert.ok((accuracy?.comparison?.interval?.low ?? 0) > 0);

    const itself = path.join(folder, 'itself.eval.jsonl');
    const same = [tuned, tuned].flatMap((model) => ['--target', `geminiApi:${model}`]);
    const again = await run(dataset, ...same, '--out', itself);
    assert.match(again.out, /\| Accuracy \|.*\| no significant difference \|/);
    const compared = await run('--compare', file, itself, '--format', 'csv');
    assert.equal(compared.status, 0, compared.err);
    assert.equal(compared.out.trim().split('\r\n').length, 121);
  });

  it('leaves out rows that the model was tuned on, or gives them figures of their own', async () => {
    const train = path.join(folder, 'train.jsonl');
    const dataset = path.join(folder, 'mixed.jsonl');
    await writeFile(train, ticketLines(300, 1));
    await writeFile(
      dataset,
      `${ticketLines(300, 1).split('\n').slice(0, 30).join('\n')}\n${ticketLines(20, 2)}`,
    );
    const file = (name: string) => path.join(folder, `${name}.eval.jsonl`);
    const target = ['--target', `geminiApi:${tuned}`];
    const left = await run(dataset, ...target, '--training', train, '--out', file('left'));
    assert.match(left.err, /30 of 50 rows are in the training data \(30 exact, 0 near\)\. They are skipped/);
    assert.equal((await resultsOf(file('left'))).rows.length, 20);
    const all = await run(dataset, ...target, '--training', train, '--with-seen', '--out', file('all'));
    assert.match(all.out, /\| Accuracy \| .* \| 20 \| 100\.0% \[.*\], 30 rows \|/);
    const unknown = await run(dataset, ...target, '--limit', '2', '--out', file('unknown'));
    assert.match(unknown.err, /Training data unknown for .*--training FILE/);
    assert.match(unknown.out, /Training data unknown for/);
  });

  it('resumes after kill -9 in the middle of 500 rows, and asks only what is missing', async () => {
    const dataset = await write('many.jsonl', 500, 3);
    const file = path.join(folder, 'many.eval.jsonl');
    const child = spawn(...command(dataset, '--target', `geminiApi:${tuned}`, '--out', file), { env: env() });
    await waitFor(
      () => (existsSync(file) ? readFileSync(file, 'utf8').split('"answer"').length : 0),
      (answers) => answers > 150,
    );
    assert.match((await run('--resume', file)).err, /already being written by process \d+/);
    child.kill('SIGKILL');
    await once(child, 'close');
    const { answered } = await resultsOf(file);
    assert.ok(answered > 100 && answered < 500, `${answered} answers before the kill`);
    await sandbox.setFaults({}); // forgets the calls
    const { status, err } = await run('--resume', file);
    assert.equal(status, 0, err);
    assert.equal((await prompts()).length, 500 - answered);
    assert.equal((await resultsOf(file)).answered, 500);
  });

  it('answers all rows through a storm of 429, 503 and cuts, none asked again after it answered', async () => {
    const dataset = await write('storm.jsonl', 40, 4);
    const file = path.join(folder, 'storm.eval.jsonl');
    const rpc = 'StreamGenerateContent';
    const quota = { kind: 'error', error: 'RATE_LIMIT_EXCEEDED' };
    await sandbox.setFaults({
      rules: [
        { rpc, nth: [3, 4, 11, 30], fault: quota },
        { rpc, nth: [20, 41], fault: { kind: 'error', error: 'UNAVAILABLE' } },
        { rpc, nth: [15, 25], fault: { kind: 'cutStream', after: 1 } },
        { rpc, nth: [35], fault: { kind: 'cutBefore' } },
      ],
    });
    const { status, err } = await run(dataset, '--target', `geminiApi:${tuned}`, '--out', file);
    assert.equal(status, 0, err);
    const calls = await prompts();
    const met = calls.filter(({ faults }) => faults.length > 0).length;
    assert.ok(met >= 8, `${met} faults were met`);
    assert.equal(calls.length - met, 40);
    assert.equal((await resultsOf(file)).answered, 40);
  });

  it('says what is wrong before it asks anything', async () => {
    const sync = (...args: string[]) => {
      const [node, all] = command(...args);
      const { status, stderr } = spawnSync(node, all, { encoding: 'utf8', env: env() });
      return { status, stderr };
    };
    const dataset = path.join(folder, 'number_generator.jsonl'); // a lock is made beside what is resumed
    await copyFile('test/fixtures/number_generator.jsonl', dataset);
    assert.match(sync(dataset).stderr, /--target/);
    assert.match(sync(dataset, '--target', 'nowhere:x').stderr, /Unknown service/);
    assert.match(sync(dataset, '--target', 'geminiApi:x', '--metric', 'magic').stderr, /Unknown metric/);
    assert.equal(sync('--resume', dataset).status, 2);
    const direct = (...args: string[]) =>
      spawnSync(process.execPath, ['dist/cli.js', 'evaluate', dataset, '--target', 'geminiApi:x', ...args], {
        encoding: 'utf8',
        env: env(),
      }).stderr;
    assert.match(direct(), /--yes/);
    assert.match(direct('--sandbox', 'http://example.com:80'), /must be a local URL/);
  });

  it('ends in time, with the other figures, whatever the schema of a results file', () => {
    const compare = (name: string) => {
      const file = `test/fixtures/evaluation/${name}.eval.jsonl`;
      const args = ['dist/cli.js', 'evaluate', '--compare', file, file];
      return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 10_000 });
    };
    const nested = compare('nested');
    assert.equal(nested.status, 0, nested.stderr);
    assert.match(nested.stderr, /Can't apply the JSON Schema: it took more than/);
    assert.match(nested.stdout, /\| Exact match \| 0\.0% \|/);
    const asynchronous = compare('async');
    assert.match(asynchronous.stderr, /^The JSON Schema can't be used: it is asynchronous .*\n$/);
    assert.match(asynchronous.stdout, /\| Exact match \| 0\.0% \|/);
  });

  it('leaves rows to their batch until somebody agreed to ask them despite it', async () => {
    const file = path.join(folder, 'batch.eval.jsonl');
    const target = { service: 'vertexAi', model: 'gemini-2.5-flash', label: 'one' };
    const plan = planEvaluation({
      dataset: { path: 'tickets.jsonl', text: ticketLines(5, 3) },
      targets: [target],
      singlePrompts: false,
      parameters: {},
      startedAt: new Date(),
    });
    const created = await ResultsFile.create(file, plan.header, plan.rows);
    const lines = plan.rows.map(({ line }) => line);
    const sentAt = new Date().toISOString();
    await created.append({ kind: 'batch', id: 'b1', name: 'Batch', sentAt, target: 0, lines });
    await created.close();
    const before = await readFile(file, 'utf8');
    const resume = ['dist/cli.js', 'evaluate', '--resume', file];
    const asked = (...args: string[]) =>
      spawnSync(process.execPath, [...resume, ...args], { encoding: 'utf8', env: env() });
    const refused = asked('--despite-batch');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /5 responses are missing.* 5 requests .*\n.*Add --yes/);
    assert.equal(await readFile(file, 'utf8'), before, 'nobody has said yes');
    const waiting = asked();
    assert.match(waiting.stderr, /covers 5 rows/);
    assert.doesNotMatch(waiting.stderr, /missing|--yes/, 'they are left to their batch');
  });

  it('ends as it has ended when its lock cannot be removed, and says so', async () => {
    const dataset = await write('unlocked.jsonl', 20, 5);
    for (const name of ['first', 'second']) {
      const file = path.join(folder, `${name}.eval.jsonl`);
      const work =
        name === 'first' ? [dataset, '--target', `geminiApi:${base}`, '--out', file] : ['--resume', file];
      if (name === 'second') await copyFile(await unanswered(), file);
      await sandbox.setFaults({
        rules: [{ rpc: 'StreamGenerateContent', nth: [1], fault: { kind: 'slow', milliseconds: 1000 } }],
      });
      const running = run(...work);
      await waitFor(() => existsSync(lockOf(file)), Boolean);
      await rm(lockOf(file));
      await mkdir(lockOf(file));
      const { status, out, err } = await running;
      assert.match(err, /^Can't remove the lock: /m);
      assert.equal(status, 0, err);
      assert.match(out, /^#/);
    }
  });

  it('compares with one model only where a pipeline stops at what is worse', async () => {
    const file = path.join(folder, 'several.eval.jsonl');
    const [head = '', row = ''] = (await readFile(await unanswered(), 'utf8')).split('\n');
    const header = JSON.parse(head);
    const targets = [...header.targets, ...header.targets];
    await writeFile(file, `${JSON.stringify({ ...header, targets })}\n${row}\n`);
    const compare = (...args: string[]) =>
      spawnSync(process.execPath, ['dist/cli.js', 'evaluate', '--compare', file, file, ...args], {
        encoding: 'utf8',
      });
    assert.equal(compare().status, 0);
    const { status, stderr } = compare('--require', 'exact-match=0');
    assert.equal(status, 2);
    assert.match(stderr, /several\.eval\.jsonl has several models/);
  });

  it('goes on with nothing that may cost money before somebody agreed', async () => {
    const file = await unanswered();
    const { stderr, status } = spawnSync(process.execPath, ['dist/cli.js', 'evaluate', '--resume', file], {
      encoding: 'utf8',
      env: env(),
    });
    assert.match(stderr, /^1 response is missing\. 1 request \(up to 21 with retries\)\.\n.*--yes/);
    assert.equal(status, 2);
    assert.equal(existsSync(lockOf(file)), false);
  });

  it('says who holds the lock of the results, and takes it away from a process elsewhere that is silent', async () => {
    const file = await unanswered();
    const holder = { host: 'elsewhere', pid: 7, token: 'theirs', since: '2026-11-28T10:00:00Z' };
    await mkdir(path.dirname(lockOf(file)), { recursive: true });
    await writeFile(lockOf(file), JSON.stringify(holder));
    const resume = (...args: string[]) =>
      spawnSync(process.execPath, ['dist/cli.js', 'evaluate', '--resume', file, ...args], {
        encoding: 'utf8',
        env: env(),
      }).stderr;
    assert.match(
      resume('--break-lock'),
      /process 7 on elsewhere.*\.lock\. Wait until it ends\..* 10 minutes after/,
    );
    const then = new Date(Date.now() - 3_600_000);
    await utimes(lockOf(file), then, then);
    assert.match(resume(), /process 7 on elsewhere.* no sign of life for 60 minutes.* add --break-lock/);
    assert.match(resume('--break-lock'), /^1 response is missing/);
  });
});
