import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endChild } from '../../scripts/children.mjs';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

/** `tunewright tune`, `jobs`, `wait` and `cancel` against the sandbox: one bill for each `--yes`, whatever is lost. */
describe('tuning on the command line', function () {
  this.timeout(120_000);
  let sandbox: RunningSandbox;
  let folder = '';
  let records = '';

  before(async () => {
    sandbox = await startSandbox({ admin: true });
  });
  beforeEach(async () => {
    await sandbox.setFaults({});
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-tune-'));
    records = path.join(folder, '.tunewright', 'launches');
    await copyFile('test/fixtures/number_generator.jsonl', path.join(folder, 'numbers.jsonl'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(() => sandbox?.stop());

  const start = (...args: string[]) => {
    const child = spawn(
      process.execPath,
      [
        path.resolve('dist/cli.js'),
        ...args,
        ...(args.includes('--sandbox') ? [] : ['--sandbox', sandbox.url]),
      ],
      {
        cwd: folder,
        env: { ...process.env, HOME: folder, USERPROFILE: folder },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const said = { out: '', err: '' };
    child.stdout.on('data', (piece) => {
      said.out += piece;
    });
    child.stderr.on('data', (piece) => {
      said.err += piece;
    });
    const ended = once(child, 'close').then(([status]) => ({ status, ...said }));
    return { child, said, ended };
  };
  const run = (...args: string[]) => start(...args).ended;
  const plan = async (changes: object = {}) => {
    const spec = {
      service: 'geminiApi',
      baseModel: 'models/gemini-1.0-pro-001',
      displayName: `Numbers ${path.basename(folder)}`,
      dataset: 'numbers.jsonl',
      hyperparameters: { epochCount: 1, batchSize: 4 },
      ...changes,
    };
    await writeFile(path.join(folder, 'numbers.tune.json'), JSON.stringify(spec));
    return 'numbers.tune.json';
  };
  const creations = async () =>
    (await sandbox.calls()).filter(({ rpc }) => /Create(TunedModel|TuningJob)$/.test(rpc)).length;
  const runFiles = async () => (await readdir(folder)).filter((name) => name.endsWith('.run.json'));

  it('says all that a launch would be, sends nothing without --yes, and one request with it', async () => {
    const file = await plan();
    const checked = await run('tune', file);
    assert.equal(checked.status, 3, checked.err);
    for (const line of [/Project: sandbox/, /Base model: models\/gemini-1\.0-pro-001/, /Steps: \d+/, /--yes/])
      assert.match(checked.err, line);
    assert.match(checked.err, /Training file: numbers\.jsonl \(\d+ examples\)/);
    assert.equal(checked.out, '');
    assert.doesNotMatch(checked.err, /deprecated|does not validate/);
    assert.equal(await creations(), 0);

    const launched = await run('tune', file, '--yes', '--json');
    assert.equal(launched.status, 0, launched.err);
    const told = JSON.parse(launched.out);
    assert.equal(told.state, 'created');
    assert.match(told.job, /^geminiApi:tunedModels\//);
    assert.equal(await creations(), 1);
    const [name] = await runFiles();
    const written = JSON.parse(await readFile(path.join(folder, name ?? ''), 'utf8'));
    assert.deepEqual([written.launch, `geminiApi:${written.job}`], [told.launch, told.job]);

    const waited = await run('wait', told.job, '--interval', '0.2', '--json');
    assert.equal(waited.status, 0, waited.err);
    assert.equal(JSON.parse(waited.out).state, 'SUCCEEDED');
    const listed = JSON.parse((await run('jobs', '--service', 'geminiApi', '--json')).out);
    assert.equal(listed.jobs.find(({ job }: { job: string }) => job === told.job).state, 'SUCCEEDED');

    const model = told.job.replace('geminiApi:', '');
    const headers = { authorization: `Bearer ${await sandbox.token()}` };
    assert.ok((await fetch(`${sandbox.url}/v1beta/${model}`, { method: 'DELETE', headers })).ok);
    const deleted = await run('tune', file, '--yes', '--json');
    assert.deepEqual([deleted.status, JSON.parse(deleted.out).state], [3, 'deleted'], deleted.err);
    assert.equal(await creations(), 1, 'a job that was deleted was billed, and is not launched anew unasked');
    const again = await run('tune', file, '--yes', '--again', '--json');
    assert.equal(JSON.parse(again.out).state, 'created', again.err);
  });

  it('waits no longer than it is told, for a job that is there, and asks no more often', async () => {
    const slow = await startSandbox({ admin: true, pace: 600 });
    const wait = (job: string, ...args: string[]) => start('wait', job, ...args, '--sandbox', slow.url);
    try {
      await plan();
      const launched = await run('tune', 'numbers.tune.json', '--yes', '--json', '--sandbox', slow.url);
      const { job } = JSON.parse(launched.out);
      const rpc = 'GetTunedModel';
      const silent = { kind: 'slow', milliseconds: 60_000 };
      await slow.setFaults({ rules: [{ rpc, nth: [2, 3, 4], fault: silent }] });
      const late = await wait(job, '--timeout', '0.05', '--interval', '0.1').ended;
      assert.equal(late.status, 3, late.err);
      assert.match(late.err, /No response within [1-3] seconds?\./);

      await slow.setFaults({});
      const patient = wait(job, '--interval', '9999999');
      while (!patient.said.err.includes('RUNNING')) await once(patient.child.stderr, 'data');
      await wait(job, '--timeout', '0.02').ended; // time in which the other one could have asked again
      assert.equal((await slow.calls()).filter((call) => call.rpc.endsWith(rpc)).length, 2);
      patient.child.kill('SIGINT');
      assert.equal((await patient.ended).status, 130);

      const left = wait(job, '--interval', '0.1', '--timeout', '1');
      while (!left.said.err.includes('RUNNING')) await once(left.child.stderr, 'data');
      const headers = { authorization: `Bearer ${await slow.token()}` };
      const address = `${slow.url}/v1beta/${job.replace('geminiApi:', '')}`;
      assert.ok((await fetch(address, { method: 'DELETE', headers })).ok);
      const gone = await left.ended;
      assert.equal(gone.status, 2, gone.err);
      assert.doesNotMatch(gone.err, /Trying again/);
      for (const name of ['tunedModels/../models/x', 'tunedModels/x?alt=media', 'tunedModels/x#'])
        assert.match((await run('cancel', `geminiApi:${name}`, '--yes')).err, /^Invalid job/);
    } finally {
      await slow.stop();
    }
  });

  it('finds the job of a launch whose answer was lost, and launches no second one', async () => {
    await plan();
    const file = 'my numbers.tune.json';
    await rename(path.join(folder, 'numbers.tune.json'), path.join(folder, file));
    const lost = { rpc: 'CreateTunedModel', fault: { kind: 'cutAfter' } };
    const hidden = { rpc: 'ListTunedModels', fault: { kind: 'error', error: 'INTERNAL' } };
    const hiddenToo = { rpc: 'GetTunedModel', fault: { kind: 'error', error: 'INTERNAL' } };
    await sandbox.setFaults({ rules: [lost, hidden, hiddenToo] });
    const { child, said, ended } = start('tune', file, '--yes', '--region', 'us-central1');
    while (!said.err.includes('Looking for the job')) await once(child.stderr, 'data');
    child.kill('SIGINT'); // the pipeline has no more time
    const unclear = await ended;
    await endChild(child);
    assert.equal(unclear.status, 4, unclear.err);
    assert.match(unclear.err, /It might exist\. To look for it, run the same command again/);
    const where = `--region us-central1 --sandbox ${sandbox.url}`;
    assert.ok(unclear.err.includes(`tunewright jobs --service geminiApi ${where}. `), unclear.err);
    assert.ok(
      unclear.err.includes(`tunewright tune 'my numbers.tune.json' --yes --again ${where}`),
      unclear.err,
    );
    const [stillOpen = ''] = await runFiles();
    assert.equal(JSON.parse(await readFile(path.join(folder, stillOpen), 'utf8')).job, null);
    assert.equal(await creations(), 1);

    const still = await run('tune', file, '--yes', '--json');
    assert.equal(still.status, 4, still.err);
    assert.equal(JSON.parse(still.out).state, 'unclear');
    assert.equal(await creations(), 1, 'nothing is sent while a job may exist');

    await sandbox.setFaults({});
    const found = await run('tune', file, '--yes', '--json');
    assert.equal(found.status, 0, found.err);
    const { state, job } = JSON.parse(found.out);
    assert.equal(state, 'found');
    assert.equal(await creations(), 0);
    const written = await readFile(path.join(folder, stillOpen), 'utf8');
    assert.equal(`geminiApi:${JSON.parse(written).job}`, job, 'the file of the run tells of it by now');
    const { out } = await run('jobs', '--service', 'geminiApi', '--json');
    const same = JSON.parse(out).jobs.filter(({ displayName }: { displayName: string }) =>
      displayName.endsWith(path.basename(folder)),
    );
    assert.deepEqual(
      same.map((one: { job: string }) => one.job),
      [job],
    );
  });

  it('sends one request of two that are started at once, and none when the job is there', async () => {
    const file = await plan();
    const both = await Promise.all([
      run('tune', file, '--yes', '--json'),
      run('tune', file, '--yes', '--json'),
    ]);
    assert.equal(await creations(), 1, both.map(({ err }) => err).join());
    const jobs = both.flatMap(({ out }) => (out === '' ? [] : JSON.parse(out).job));
    const blocked = both.find(({ status }) => status === 2);
    if (blocked)
      assert.match(blocked.err, /Process \d+ on .* has been launching this plan.* Its lock is .*\.lock/);
    else assert.equal(jobs[0], jobs[1]);
    await rename(path.join(folder, 'numbers.jsonl'), path.join(folder, 'moved.jsonl'));
    const later = await run('tune', await plan({ dataset: 'moved.jsonl' }), '--yes', '--json');
    assert.deepEqual([later.status, JSON.parse(later.out).job], [0, jobs[0]], later.err);
    assert.match(later.err + later.out, /--yes --again/);
    assert.equal(await creations(), 1);
    const again = await run('tune', 'numbers.tune.json', '--yes', '--again', '--json');
    assert.equal(JSON.parse(again.out).state, 'created', again.err);
    assert.equal(await creations(), 2);
  });

  it('stops at a launch record that a later version wrote', async () => {
    const file = await plan();
    assert.equal((await run('tune', file, '--yes')).status, 0);
    const [name = ''] = (await readdir(records)).filter((one) => one.endsWith('.launch.json'));
    const record = path.join(records, name);
    await writeFile(record, JSON.stringify({ ...JSON.parse(await readFile(record, 'utf8')), version: 2 }));
    const stopped = await run('tune', file, '--yes', '--again');
    assert.equal(stopped.status, 2, stopped.err);
    assert.ok(stopped.err.includes(`Can't read the launch record ${record}`), stopped.err);
    assert.equal(await creations(), 1);
  });

  it('launches in another sandbox what one has launched, and finds it there when that was restarted', async () => {
    const first = sandbox;
    const file = await plan();
    const stateIn = async (place: RunningSandbox) => {
      sandbox = place;
      const { out, err } = await run('tune', file, '--yes', '--json').finally(() => {
        sandbox = first;
      });
      return JSON.parse(out || `{"state": ${JSON.stringify(err)}}`).state;
    };
    assert.equal(await stateIn(first), 'created');
    const other = await startSandbox();
    try {
      assert.equal(await stateIn(other), 'created');
      await other.kill();
      const restarted = await startSandbox({ dataDir: other.dataDir });
      assert.equal(await stateIn(restarted).finally(() => restarted.stop()), 'found');
      assert.equal(await stateIn(first), 'found');
    } finally {
      await other.stop();
    }
  });

  it('refuses what is known to fail before anything is sent or kept', async () => {
    const refused = async (changes: object, message: RegExp) => {
      const { status, err } = await run('tune', await plan(changes), '--yes');
      assert.equal(status, 2, err);
      assert.match(err, message);
    };
    await refused({ hyperparameters: { epochCount: 0 } }, /epochCount/);
    await refused({ service: 'nobody' }, /service/);
    const unnamed = await run('tune', 'numbers.jsonl');
    assert.match(unnamed.err, /numbers\.jsonl isn't a plan\. The name of a plan ends with \.tune\.json\./);
    await refused({ dataset: 'absent.jsonl' }, /Can't read .*absent\.jsonl/);
    await writeFile(
      path.join(folder, 'broken.jsonl'),
      '{"text_input": "a", "output": "b"}\n{"text_input": "c"}\n',
    );
    await refused({ dataset: 'broken.jsonl' }, /Line 2 of broken\.jsonl has an error/);
    const turns = [
      { role: 'user', parts: [{ text: 'a' }] },
      { role: 'model', parts: [{ text: 'b' }] },
    ];
    await writeFile(path.join(folder, 'vertex.jsonl'), `${JSON.stringify({ contents: turns })}\n`);
    await refused({ dataset: 'vertex.jsonl' }, /needs Gemini API .*convert the file first/);
    assert.equal(await creations(), 0);
    await assert.rejects(readdir(records), { code: 'ENOENT' });
  });

  it('tells a rejection of the service, and that there is no job', async () => {
    await sandbox.setFaults({
      rules: [{ rpc: 'CreateTunedModel', fault: { kind: 'error', error: 'INVALID_ARGUMENT' } }],
    });
    const { status, err } = await run('tune', await plan(), '--yes');
    assert.equal(status, 1, err);
    assert.match(err, /No job was created/);
  });
});

describe('a job that is running, on the command line', function () {
  this.timeout(60_000);
  it('is waited for as long as one likes, and canceled with --yes only', async () => {
    const sandbox = await startSandbox({ admin: true, pace: 20 });
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-tune-'));
    try {
      const run = async (...args: string[]) => {
        const child = spawn(
          process.execPath,
          [path.resolve('dist/cli.js'), ...args, '--sandbox', sandbox.url],
          {
            cwd: folder,
            env: { ...process.env, HOME: folder, USERPROFILE: folder },
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        );
        let out = '';
        child.stdout.on('data', (piece) => {
          out += piece;
        });
        child.stderr.resume();
        const [status] = await once(child, 'close');
        return { status, out };
      };
      const file = 'vertex_contents_smartphone_support.jsonl';
      await copyFile(`test/fixtures/${file}`, path.join(folder, file));
      const plan = {
        service: 'vertexAi',
        baseModel: 'gemini-2.5-flash',
        displayName: 'Phones',
        dataset: file,
        bucket: 'tunewright-plans',
        hyperparameters: {},
      };
      await writeFile(path.join(folder, 'phones.tune.json'), JSON.stringify(plan));
      const token = await sandbox.token();
      await fetch(`${sandbox.url}/storage/v1/b?project=sandbox`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'tunewright-plans', location: 'us-central1' }),
      });
      const { job } = JSON.parse((await run('tune', 'phones.tune.json', '--yes', '--json')).out);
      assert.match(job, /^vertexAi:projects\/.*\/tuningJobs\//);
      assert.equal((await run('wait', job, '--timeout', '0.01', '--interval', '0.1')).status, 3);
      const cancellations = async () =>
        (await sandbox.calls()).filter(({ rpc }) => rpc.endsWith('CancelTuningJob')).length;
      assert.equal((await run('cancel', job)).status, 3);
      assert.equal(await cancellations(), 0);
      // What the service has done counts, not whether its response arrived.
      const internal = { kind: 'error', error: 'INTERNAL' };
      await sandbox.setFaults({ rules: [{ rpc: 'CancelTuningJob', fault: internal }] });
      assert.equal((await run('cancel', job, '--yes')).status, 2);
      await sandbox.setFaults({
        rules: [
          { rpc: 'CancelTuningJob', fault: { kind: 'cutAfter' } },
          { rpc: 'GetTuningJob', nth: [3, 4, 5, 6, 7, 8], fault: internal },
        ],
      });
      const canceled = await run('cancel', job, '--yes', '--json');
      assert.equal(canceled.status, 0);
      assert.equal(`${JSON.parse(canceled.out).job}`, job);
      assert.equal(await cancellations(), 1);
      assert.equal((await run('wait', job, '--interval', '0.2')).status, 1, 'canceled is no success');
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
