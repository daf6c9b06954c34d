import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BatchJob, BatchPrediction } from '../../src/tuning/contract/batch';
import type { Connection } from '../../src/tuning/contract/connection';
import { hasEnded } from '../../src/tuning/contract/job';
import type { Prompt, TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { GoogleApiError } from '../../src/tuning/google/errors/googleApiError';
import { tuningServices } from '../../src/tuning/services/index';
import { type Checker, readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const BUCKET = 'tunewright-batch';
const PARENT = 'projects/sandbox/locations/us-central1';
const signal = new AbortController().signal;
const prompt = (text: string, parameters: Prompt['parameters'] = { temperature: 0 }): Prompt => ({
  systemInstruction: undefined,
  turns: [{ role: 'user', text }],
  parameters,
});

describe('batch predictions against the sandbox', () => {
  let dataDir: string;
  let sandbox: RunningSandbox;
  let vertex: TuningService;
  let batch: BatchPrediction;
  let check: Checker;

  const connect = async () => {
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection: Connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    const services = tuningServices(() => Promise.resolve(connection));
    vertex = services.find(({ id }) => id === 'vertexAi') ?? assert.fail();
    batch = vertex.batch ?? assert.fail('no batches');
  };
  before(async () => {
    check = readDescriptors('@google-cloud/aiplatform');
    dataDir = await mkdtemp(path.join(tmpdir(), 'tunewright-batch-'));
    sandbox = await startSandbox({ dataDir, pace: 0.3 });
    await connect();
    await vertex.storage?.createBucket(BUCKET, signal);
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const launch = async (prompts: readonly Prompt[], id = 'batch00001', model = 'gemini-2.5-flash') => {
    const launched = { id, displayName: 'Batch', model, prompts, bucket: BUCKET, onProgress: () => {} };
    const prepared = await batch.prepare(launched, signal);
    return { prepared, job: await batch.create(prepared, signal) };
  };
  const ended = (job: BatchJob) =>
    waitFor(
      () => batch.get(job, signal),
      ({ state }) => hasEnded(state),
    );
  async function send(method: string, address: string, body?: object) {
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { Authorization: `Bearer ${await sandbox.token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
  }

  it('answers every prompt as the model answers it alone, whatever order Google keeps', async () => {
    const texts = Array.from({ length: 25 }, (_, i) => `question ${i}`);
    const prompts = [...texts, 'question 3', 'question 3'].map((text) => prompt(text));
    const { prepared, job } = await launch(prompts);
    assert.equal(job.state, 'QUEUED');
    assert.deepEqual(
      (await batch.find(prepared, signal)).map(({ name }) => name),
      [job.name],
    );
    const states = new Set<string>();
    const done = await waitFor(
      async () => {
        const now = await batch.get(job, signal);
        states.add(now.state);
        return now;
      },
      ({ state }) => hasEnded(state),
    );
    assert.deepEqual([done.state, done.counts], ['SUCCEEDED', { answered: 27, failed: 0, open: 0 }]);
    assert.ok(states.has('RUNNING'), [...states].join());
    const answers = await batch.answers(done, prompts, signal);
    assert.equal(answers.length, 27);
    const alone = await Promise.all(prompts.map((each) => ask(vertex, 'gemini-2.5-flash', each)));
    assert.deepEqual(
      answers.map((answer) => (answer.kind === 'answer' ? answer.text : answer.kind)),
      alone,
    );
    const [first] = answers;
    assert.ok(first?.kind === 'answer' && first.finishReason !== '' && (first.usage?.promptTokens ?? 0) > 0);
    const { json } = await send('GET', `/v1/${job.name}`);
    assert.deepEqual(check('google.cloud.aiplatform.v1.BatchPredictionJob', json), []);
    assert.match(
      String((json.outputInfo as { gcsOutputDirectory: string }).gcsOutputDirectory),
      /\/prediction-model-\d{4}-/,
    );
  });

  it('tells of each prompt that the service refuses why, and answers the others', async () => {
    const prompts = [prompt('fine'), prompt('too hot', { temperature: 9 }), prompt('also fine')];
    const done = await ended((await launch(prompts, 'batch00002')).job);
    assert.deepEqual([done.state, done.counts], ['SUCCEEDED', { answered: 2, failed: 1, open: 0 }]);
    const [first, second, third] = await batch.answers(done, prompts, signal);
    assert.deepEqual([first?.kind, second?.kind, third?.kind], ['answer', 'failure', 'answer']);
    assert.match(second?.kind === 'failure' ? second.message : '', /temperature must be in the range/);
  });

  it('asks a tuned model by its own name', async () => {
    const text = Array.from({ length: 20 }, (_, i) =>
      JSON.stringify({
        contents: [
          { role: 'user', parts: [{ text: `Is ${i} a number?` }] },
          { role: 'model', parts: [{ text: 'certainly' }] },
        ],
      }),
    ).join('\n');
    const spec = {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      displayName: 'certain',
      hyperparameters: { epochCount: 20, learningRateMultiplier: 5 },
      bucket: BUCKET,
    };
    const dataset = { kind: 'local', name: 'certain.jsonl', text } as const;
    const prepared = await vertex.prepare({ spec, id: 'tuned00001', dataset, onProgress: () => {} }, signal);
    const job = await vertex.create(prepared, signal);
    const tuned = await waitFor(
      () => vertex.get(job, signal),
      ({ state }) => hasEnded(state),
    );
    const prompts = [prompt('Is 7 a number?')];
    const done = await ended((await launch(prompts, 'batch00003', tuned.tunedModel?.model)).job);
    const [answer] = await batch.answers(done, prompts, signal);
    assert.equal(answer?.kind === 'answer' && answer.text, 'certainly');
  });

  it('cancels, keeps what was answered until then, and deletes only what has ended', async () => {
    const prompts = Array.from({ length: 400 }, (_, i) => prompt(`many ${i}`));
    const { job } = await launch(prompts, 'batch00004');
    await assert.rejects(batch.delete(job, signal), /Only finished jobs/);
    await waitFor(
      () => batch.get(job, signal),
      ({ counts }) => (counts?.answered ?? 0) > 0,
    );
    await batch.cancel(job, signal);
    const done = await ended(job);
    assert.equal(done.state, 'CANCELLED');
    const answers = await batch.answers(done, prompts, signal);
    const kinds = new Set(answers.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ['answer', 'missing']);
    await assert.rejects(batch.cancel(job, signal), GoogleApiError);
    await batch.delete(job, signal);
    await assert.rejects(batch.get(job, signal), /does not exist/);
  });

  it('goes on after the sandbox was killed', async () => {
    const prompts = Array.from({ length: 200 }, (_, i) => prompt(`killed ${i}`));
    const { job } = await launch(prompts, 'batch00005');
    await waitFor(
      () => batch.get(job, signal),
      ({ state }) => state === 'RUNNING',
    );
    await sandbox.kill();
    sandbox = await startSandbox({ dataDir, pace: 0.3 });
    await connect();
    const done = await ended(job);
    assert.deepEqual([done.state, done.counts?.answered], ['SUCCEEDED', 200]);
  });

  it('lists jobs, newest first', async () => {
    const jobs: BatchJob[] = [];
    for await (const page of batch.list({}, signal)) jobs.push(...page);
    assert.deepEqual(
      jobs.map(({ launchId }) => launchId),
      ['batch00005', 'batch00003', 'batch00002', 'batch00001'],
    );
  });

  for (const [what, change, problem] of [
    ['no display name', { displayName: undefined }, /batch_prediction_job.display_name/],
    ['an unknown model', { model: 'publishers/google/models/gemini-9' }, /gemini-9/],
    [
      'another format',
      { inputConfig: { instancesFormat: 'csv', gcsSource: { uris: ['gs://b/x'] } } },
      /instances_format/,
    ],
    ['no input', { inputConfig: { instancesFormat: 'jsonl' } }, /gcs_source.uris/],
    ['a label of capitals', { labels: { A: 'b' } }, /batch_prediction_job.labels/],
    ['a key field', { instanceConfig: { keyField: 'key' } }, /instance_config|instanceConfig/],
  ] as const) {
    it(`refuses a job with ${what}`, async () => {
      const { status, json } = await send('POST', `/v1/${PARENT}/batchPredictionJobs`, {
        ...body(),
        ...change,
      });
      assert.ok(status === 400 || status === 404, String(status));
      assert.match(JSON.stringify(json), problem);
    });
  }

  it('fails a job whose results cannot be written, for want of their bucket', async () => {
    const name = 'row.jsonl';
    const row = { request: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] } };
    await send('POST', `/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=${name}`, row);
    const { json } = await send('POST', `/v1/${PARENT}/batchPredictionJobs`, {
      displayName: 'nowhere',
      model: 'publishers/google/models/gemini-2.5-flash',
      inputConfig: { instancesFormat: 'jsonl', gcsSource: { uris: [`gs://${BUCKET}/${name}`] } },
      outputConfig: {
        predictionsFormat: 'jsonl',
        gcsDestination: { outputUriPrefix: 'gs://no-such-bucket/results' },
      },
    });
    const failed = await waitFor(
      () => send('GET', `/v1/${String(json.name)}`),
      (reply) => hasEnded(String(reply.json.state).replace('JOB_STATE_', '') as BatchJob['state']),
    );
    assert.match(JSON.stringify(failed.json.error), /no-such-bucket\/results cannot be written to/);
  });

  it('fails a job whose file is no list of requests', async () => {
    const { json } = await send('POST', `/v1/${PARENT}/batchPredictionJobs`, body('gs://nowhere/x.jsonl'));
    const done = await ended({ name: String(json.name) } as BatchJob);
    assert.equal(done.state, 'FAILED');
    assert.match(done.error ?? '', /gs:\/\/nowhere\/x\.jsonl was not found/);
    await assert.rejects(batch.answers(done, [], signal), /produced no responses/);
  });
});

const body = (uri = `gs://${BUCKET}/x.jsonl`) => ({
  displayName: 'b',
  model: 'publishers/google/models/gemini-2.5-flash',
  inputConfig: { instancesFormat: 'jsonl', gcsSource: { uris: [uri] } },
  outputConfig: { predictionsFormat: 'jsonl', gcsDestination: { outputUriPrefix: `gs://${BUCKET}/out` } },
});

async function ask(service: TuningService, model: string, asked: Prompt): Promise<string> {
  let text = '';
  for await (const chunk of service.generate(model, asked, signal))
    if (chunk.kind === 'text') text += chunk.text;
  return text;
}
