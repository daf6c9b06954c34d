import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchEnd, BatchEvaluations, type BatchPart } from '../../src/evaluation/batch/batchEvaluations';
import { planEvaluation } from '../../src/evaluation/plan';
import { readResults } from '../../src/evaluation/results/readResults';
import { ResultsFile } from '../../src/evaluation/results/resultsFile';
import type { BatchJob } from '../../src/tuning/contract/batch';
import type { Connection } from '../../src/tuning/contract/connection';
import type { TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { type BatchRecord, batchFiles } from '../../src/tuning/launch/batches';
import { tuningServices } from '../../src/tuning/services/index';
import { BatchWatch } from '../../src/tuning/watch/batchWatch';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const BUCKET = 'tunewright-batch-evaluation';
const MODEL = 'gemini-2.5-flash';
const signal = new AbortController().signal;

describe('an evaluation by batches against the sandbox', () => {
  let sandbox: RunningSandbox;
  let services: readonly TuningService[];
  let vertex: TuningService;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-batch-evaluation-'));
    sandbox = await startSandbox({ pace: 0.3, admin: true });
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection: Connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    services = tuningServices(() => Promise.resolve(connection));
    vertex = services.find(({ id }) => id === 'vertexAi') ?? assert.fail();
    await vertex.storage?.createBucket(BUCKET, signal);
  });
  after(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Who is signed in. */
  let account = 'ann';

  /** One window of VS Code: what it knows is on disk. */
  function openWindow(name: string, patience = 1) {
    const watch = new BatchWatch({
      services,
      clock: {
        now: Date.now,
        random: () => 0,
        setTimeout(callback, milliseconds) {
          const timer = setTimeout(callback, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      pace: () => 50,
    });
    const errors: unknown[] = [];
    const tells: BatchRecord[] = [];
    const evaluations = new BatchEvaluations({
      services,
      storage: batchFiles(path.join(folder, name)),
      watcher: { trackBatch: (job) => watch.track(job), onDidChangeBatch: watch.onDidChange },
      clock: {
        now: Date.now,
        monotonic: () => performance.now(),
        sleep: (milliseconds, stop) =>
          sleep(milliseconds < 60_000 ? milliseconds * patience : milliseconds, undefined, { signal: stop }),
      },
      place: async () => 'sandbox',
      account: async () => account,
      tell: (record) => tells.push(record),
      onError: (error) => errors.push(error),
    });
    const filled = new Promise<BatchEnd>((resolve) => {
      evaluations.onDidChange(({ end }) => end && resolve(end));
    });
    return {
      evaluations,
      filled,
      errors,
      tells,
      close: () => {
        watch.dispose();
        evaluations.dispose();
      },
    };
  }

  async function newFile(name: string, rows: number): Promise<string> {
    const text = Array.from({ length: rows }, (_, i) =>
      JSON.stringify({
        contents: [
          { role: 'user', parts: [{ text: `question ${i} of ${name}` }] },
          { role: 'model', parts: [{ text: 'yes' }] },
        ],
      }),
    ).join('\n');
    const target = (label: string) => ({ service: 'vertexAi', model: MODEL, label });
    const plan = planEvaluation({
      dataset: { path: 'data.jsonl', text },
      targets: [target('one'), target('other')],
      singlePrompts: false,
      parameters: { temperature: 0 },
      startedAt: new Date(),
    });
    const file = path.join(folder, `${name}.eval.jsonl`);
    await (await ResultsFile.create(file, plan.header, plan.rows)).close();
    return file;
  }

  const parts = (first: string) => [
    { id: `${first}1`, target: 0, model: MODEL },
    { id: `${first}2`, target: 1, model: MODEL },
  ];
  const order = (wanted: readonly BatchPart[]) => ({
    parts: wanted,
    bucket: BUCKET,
    place: 'sandbox',
    account: 'ann',
  });
  const read = async (file: string) => readResults(await readFile(file, 'utf8'), file).results;
  const jobs = async (): Promise<BatchJob[]> => {
    const all: BatchJob[] = [];
    for await (const page of vertex.batch?.list({}, signal) ?? []) all.push(...page);
    return all;
  };

  /** What the batch of a launch has written, once it has: as text, and how to put something else in its place. */
  async function predictions(launch: string | undefined) {
    const ended = async () => (await jobs()).find((job) => job.launchId === launch && job.output);
    const { output = '' } = (await waitFor(ended, (job) => job?.state === 'SUCCEEDED')) ?? assert.fail();
    const storage = vertex.storage ?? assert.fail();
    const { files } = await storage.browse(BUCKET, `${output.replace(`gs://${BUCKET}/`, '')}/`, signal);
    const written = files.find(({ name }) => name.includes('/predictions')) ?? assert.fail();
    const name = encodeURIComponent(written.name);
    const object = new URL(`/storage/v1/b/${BUCKET}/o/${name}`, sandbox.url);
    const upload = new URL(`/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=${name}`, sandbox.url);
    const headers = { authorization: `Bearer ${await sandbox.token()}` };
    const text = await (await fetch(`${object}?alt=media`, { headers })).text();
    return {
      body: text,
      /** @param body undefined: it is deleted */
      async write(body: string | undefined) {
        const { status } = await (body === undefined
          ? fetch(object, { method: 'DELETE', headers })
          : fetch(upload, { method: 'POST', headers, body }));
        assert.ok(status < 300, `${status}`);
      },
    };
  }

  it('fills the results file with the answers that the model gives one by one', async () => {
    const file = await newFile('plain', 30);
    const window = openWindow('plain');
    await window.evaluations.begin(file, order(parts('plain0000')), () => {}, signal);
    assert.equal(window.evaluations.progress(file)?.asked, 60);
    assert.equal(await window.filled, 'complete');
    assert.deepEqual(window.errors, []);
    assert.equal(window.evaluations.progress(file), undefined);
    const results = await read(file);
    assert.deepEqual([results.answered, results.failed, results.wanted], [60, 0, 60]);
    const row = results.rows[7] ?? assert.fail();
    let alone = '';
    for await (const chunk of vertex.generate(
      MODEL,
      { ...row.prompt, parameters: { temperature: 0 } },
      signal,
    ))
      if (chunk.kind === 'text') alone += chunk.text;
    const answer = results.answer(row.line, 1);
    assert.equal(answer?.text, alone);
    assert.equal(answer?.milliseconds, undefined);
    window.close();
  });

  it('is gone on with by the next window, with one job for each target', async () => {
    const file = await newFile('closed', 200);
    const first = openWindow('closed');
    await first.evaluations.begin(file, order(parts('closed000')), () => {}, signal);
    first.close(); // while both run
    const second = openWindow('closed');
    const third = openWindow('closed');
    await Promise.all([second.evaluations.resume(signal), third.evaluations.resume(signal)]);
    await Promise.all([second.filled, third.filled]);
    const results = await read(file);
    assert.deepEqual([results.answered, results.failed], [400, 0]);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').length;
    assert.equal(lines, 1 + 200 + 400 + 4, 'two windows have written the answers once');
    assert.equal((await jobs()).filter(({ launchId }) => launchId?.startsWith('closed')).length, 2);
    for (const window of [second, third]) window.close();
  });

  it('makes one job also when the answer to its launch is lost', async () => {
    const file = await newFile('lost', 5);
    await sandbox.setFaults({
      rules: [
        { rpc: 'CreateBatchPredictionJob', nth: [1], fault: { kind: 'cutAfter' } },
        // By then the first batch is over, but not the evaluation.
        { rpc: 'CreateBatchPredictionJob', nth: [2], fault: { kind: 'slow', milliseconds: 8_000 } },
      ],
    });
    const window = openWindow('lost');
    await window.evaluations.begin(file, order(parts('lost00000')), () => {}, signal);
    await window.filled;
    assert.ok((await sandbox.calls()).some(({ faults }) => faults.includes('cutAfter')));
    await sandbox.setFaults({});
    assert.equal((await read(file)).answered, 10);
    assert.equal((await jobs()).filter(({ launchId }) => launchId?.startsWith('lost')).length, 2);
    window.close();
  });

  it('is not asked for in another way while nobody knows whether it was sent', async () => {
    const file = await newFile('unclear', 5);
    const denied = { kind: 'error', error: 'PERMISSION_DENIED' };
    await sandbox.setFaults({
      rules: [
        { rpc: 'CreateBatchPredictionJob', nth: [1], fault: { kind: 'cutAfter' } },
        { rpc: 'ListBatchPredictionJobs', fault: denied },
      ],
    });
    const first = openWindow('unclear', 0);
    const [part] = parts('unclear00');
    await first.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    const [told] = await waitFor(
      () => first.tells,
      (tells) => tells.length > 0,
    );
    assert.equal(told?.stage.kind, 'sent');
    assert.equal(first.evaluations.progress(file)?.isUnclear, true);
    first.close();
    const second = openWindow('unclear', 0);
    await second.evaluations.resume(signal);
    assert.equal(second.evaluations.progress(file)?.isUnclear, true);
    await sandbox.setFaults({});
    await second.evaluations.resume(signal);
    assert.equal(await second.filled, 'complete');
    assert.equal((await read(file)).answered, 5);
    assert.equal((await jobs()).filter(({ launchId }) => launchId?.startsWith('unclear')).length, 1);
    second.close();
  });

  it('is not sent any more when its rows were answered meanwhile', async () => {
    const file = await newFile('answered', 1);
    const id = 'answered01';
    await batchFiles(path.join(folder, 'answered')).put({
      ...{
        id,
        place: 'sandbox',
        account: 'ann',
        confirmedAt: 0,
        isOver: false,
        stage: { kind: 'confirmed' },
      },
      spec: { service: 'vertexAi', displayName: 'late', model: MODEL, bucket: BUCKET },
      destination: { file, startedAt: (await read(file)).header.startedAt, target: 0, lines: [1] },
    });
    const opened = await ResultsFile.open(file);
    await opened.append({ kind: 'answer', line: 1, target: 0, text: 'yes', finishReason: 'STOP' });
    await opened.close();
    const window = openWindow('answered');
    await window.evaluations.resume(signal);
    assert.equal((await jobs()).filter(({ launchId }) => launchId === id).length, 0);
    window.close();
  });

  it('is not sent in the name of another account than the one that was confirmed', async () => {
    const file = await newFile('account', 5);
    const window = openWindow('account');
    const [part] = parts('account00');
    account = 'bob';
    const begun = window.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    await assert.rejects(begun, /confirmed it for another account/).finally(() => {
      account = 'ann';
    });
    assert.deepEqual(
      (await jobs()).filter(({ launchId }) => launchId?.startsWith('account')),
      [],
    );
    assert.equal((await read(file)).missing, 10, 'its rows can be asked again');
    window.close();
  });

  it('is over when the service knows it no more, and its rows can be asked again', async () => {
    const file = await newFile('gone', 5);
    const first = openWindow('gone');
    const [part] = parts('gone00000');
    await first.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    first.close();
    const isIts = ({ launchId }: BatchJob) => launchId?.startsWith('gone') ?? false;
    const [job] = await waitFor(
      async () => (await jobs()).filter(isIts),
      (all) => all.every(({ state }) => state === 'SUCCEEDED'),
    );
    assert.equal((await read(file)).missing, 5, 'those of the other target');
    await vertex.batch?.delete(job ?? assert.fail(), signal);
    const second = openWindow('gone');
    await second.evaluations.resume(signal);
    assert.equal(await second.filled, 'incomplete');
    assert.match(String(second.errors), /Batch "Evaluation of .*" failed/);
    assert.equal((await read(file)).missing, 10);
    second.close();
  });

  it('keeps its answers at the service until the results file is back, whatever lies in its place', async () => {
    const file = await newFile('away', 5);
    const first = openWindow('away');
    const [part] = parts('away00000');
    await first.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    await rename(file, `${file}.branch`); // as a checkout does it
    await waitFor(
      () => first.errors,
      (errors) => errors.length > 0,
    );
    assert.match(String(first.errors), /results file .*away\.eval\.jsonl doesn't exist/);
    first.close();
    await sleep(5);
    await rename(await newFile('another', 7), file); // another evaluation under the same name
    const second = openWindow('away');
    await second.evaluations.resume(signal);
    await waitFor(
      () => second.evaluations.progress(file)?.isUnread,
      (isUnread) => isUnread === true,
    );
    assert.deepEqual(second.errors, [], 'of that it was told before');
    assert.equal((await read(file)).answered, 0);
    await rename(`${file}.branch`, file);
    await second.evaluations.resume(signal);
    assert.equal(await second.filled, 'complete');
    assert.equal((await read(file)).answered, 5);
    second.close();
  });

  it('stays to be collected while what it has answered is not all to be found', async () => {
    const file = await newFile('lacking', 4);
    const first = openWindow('lacking');
    const [part] = parts('lacking00');
    await first.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    first.close();
    const { body, write } = await predictions(part?.id);
    await write(undefined);
    const second = openWindow('lacking');
    await second.evaluations.resume(signal);
    await waitFor(
      () => second.errors,
      (errors) => errors.length > 0,
    );
    assert.match(String(second.errors), /has 4 responses, but only 0 were found in gs:/);
    assert.equal((await read(file)).batches.length, 1, 'nobody asks, and pays for, its rows again');
    second.close();
    await write(body);
    const third = openWindow('lacking');
    await third.evaluations.resume(signal);
    assert.equal(await third.filled, 'complete');
    assert.equal((await read(file)).answered, 4);
    third.close();
  });

  it('is over when each row is told of, also where the service counts one without a response as answered', async () => {
    const file = await newFile('empty', 4);
    const first = openWindow('empty');
    const [part] = parts('empty0000');
    await first.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    first.close();
    const { body, write } = await predictions(part?.id);
    const [line = '', ...lines] = body.trimEnd().split('\n');
    await write([JSON.stringify({ ...JSON.parse(line), response: {} }), ...lines].join('\n'));
    const second = openWindow('empty');
    await second.evaluations.resume(signal);
    assert.equal(await second.filled, 'complete');
    assert.deepEqual(second.errors, []);
    const { answered, failed, batches } = await read(file);
    assert.deepEqual([answered, failed, batches], [3, 1, []]);
    second.close();
  });

  it('is seen in the results file by whoever reads it: its rows are asked in no other way', async () => {
    const file = await newFile('marked', 6);
    const window = openWindow('marked');
    const [part] = parts('marked000');
    await window.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    window.close();
    const command = spawnSync(
      process.execPath,
      ['dist/cli.js', 'evaluate', '--resume', file, '--sandbox', sandbox.url],
      { encoding: 'utf8', env: { ...process.env, GOOGLE_APPLICATION_CREDENTIALS: sandbox.adc } },
    );
    assert.match(command.stderr, /"Evaluation of one", sent .*, covers 6 rows/);
    assert.equal(command.status, 2, 'it is not whole');
    const results = await read(file);
    assert.ok(results.rows.every(({ line }) => !results.answer(line, 0) && results.answer(line, 1)));
  });

  it('keeps what was answered until it was cancelled; the rest can be asked again', async () => {
    const file = await newFile('cancelled', 600);
    const window = openWindow('cancelled');
    const [part] = parts('cancel000');
    await window.evaluations.begin(file, order(part ? [part] : []), () => {}, signal);
    await new Promise<void>((resolve) => {
      window.evaluations.onDidChange(
        () => (window.evaluations.progress(file)?.answered ?? 0) > 0 && resolve(),
      );
    });
    await sandbox.setFaults({ rules: [{ rpc: 'CancelBatchPredictionJob', fault: { kind: 'cutAfter' } }] });
    await window.evaluations.cancel(file, signal); // only the response is lost
    await sandbox.setFaults({});
    assert.equal(await window.filled, 'incomplete');
    const results = await read(file);
    assert.ok(results.answered > 0 && results.answered < 600, `${results.answered} answered`);
    assert.deepEqual(window.errors, []);
    window.close();
  });

  it('is cancelled also when the cancellation of another one fails, which is told', async () => {
    const file = await newFile('several', 600);
    const window = openWindow('several');
    await window.evaluations.begin(file, order(parts('several00')), () => {}, signal);
    const error = { kind: 'error', error: 'INTERNAL' };
    await sandbox.setFaults({ rules: [{ rpc: 'CancelBatchPredictionJob', nth: [1], fault: error }] });
    await assert.rejects(window.evaluations.cancel(file, signal));
    const asked = (await sandbox.calls()).filter(({ rpc }) => rpc.endsWith('CancelBatchPredictionJob'));
    assert.equal(asked.length, 2);
    await sandbox.setFaults({});
    window.close();
  });
});
