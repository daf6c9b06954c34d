// `evaluation_config` of a tuning job: the sandbox really evaluates the checkpoints on the validation file, reports it in
// the fields of Google's protos, and our reading of them shows figures that can be computed again from the rows.
import assert from 'node:assert/strict';
import { toJob, type WireTuningJob } from '../../src/tuning/services/vertexAi/mapping';
import { type Checker, readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const HERE = 'projects/p/locations/us-central1';
const row = (question: string, answer: string) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [{ text: question }] },
      { role: 'model', parts: [{ text: answer }] },
    ],
  });
const rows = Array.from({ length: 24 }, (_, i) => row(`Is ${i} even?`, i % 2 === 0 ? 'yes' : 'no'));

describe('evaluation of checkpoints in the sandbox', function () {
  this.timeout(60_000);
  let sandbox: RunningSandbox;
  let check: Checker;

  before(async () => {
    check = readDescriptors('@google-cloud/aiplatform');
    sandbox = await startSandbox({ pace: 0.3 });
    await send('POST', '/storage/v1/b?project=p', JSON.stringify({ name: 'rows' }));
    await upload('train.jsonl', rows.join('\n'));
    await upload('validation.jsonl', rows.slice(0, 8).join('\n'));
  });
  after(() => sandbox?.stop());

  async function send<T>(method: string, address: string, body?: string): Promise<T> {
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { Authorization: `Bearer ${await sandbox.token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    const text = await reply.text();
    return (reply.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as T;
  }

  const upload = (name: string, text: string) =>
    send('POST', `/upload/storage/v1/b/rows/o?uploadType=media&name=${name}`, text);

  const evaluation = (type: string, prefix = 'gs://rows/evaluations') => ({
    metrics: [
      {
        computationBasedMetricSpec: { type },
        aggregationMetrics: ['AVERAGE', 'MINIMUM', 'STANDARD_DEVIATION'],
      },
    ],
    outputConfig: { gcsDestination: { outputUriPrefix: prefix } },
  });

  async function tune(evaluationConfig: object, more: object = {}): Promise<WireTuningJob> {
    const created = await send<WireTuningJob & { error?: { message: string } }>(
      'POST',
      `/v1/${HERE}/tuningJobs`,
      JSON.stringify({
        baseModel: 'gemini-2.5-flash',
        supervisedTuningSpec: {
          trainingDatasetUri: 'gs://rows/train.jsonl',
          validationDatasetUri: 'gs://rows/validation.jsonl',
          hyperParameters: { epochCount: '2' },
          evaluationConfig,
          ...more,
        },
      }),
    );
    assert.equal(created.error?.message, undefined);
    const job = await waitFor(
      () => send<WireTuningJob>('GET', `/v1/${created.name}`),
      ({ state }) => state === 'JOB_STATE_SUCCEEDED' || state === 'JOB_STATE_FAILED',
    );
    assert.deepEqual(check('google.cloud.aiplatform.v1.TuningJob', job), []);
    return job;
  }

  it('is told for each checkpoint, with figures that its rows give', async () => {
    const job = await tune(evaluation('EXACT_MATCH'));
    const { evaluations = [] } = toJob(job);
    assert.deepEqual(
      evaluations.map(({ checkpoint, error }) => ({ checkpoint, error })),
      [
        { checkpoint: '1', error: undefined },
        { checkpoint: '2', error: undefined },
      ],
    );
    for (const { name, output = '', results } of evaluations) {
      assert.match(name, /^projects\/[^/]+\/locations\/us-central1\/evaluationRuns\/\d+$/);
      const file = `${output.replace('gs://rows/', '')}/evaluation_results.jsonl`;
      const text = await send<string>('GET', `/storage/v1/b/rows/o/${encodeURIComponent(file)}?alt=media`);
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { response: string; reference: string });
      assert.equal(lines.length, 8);
      const right = lines.filter(({ response, reference }) => response === reference).length;
      assert.deepEqual(
        results.map(({ metric }) => metric),
        ['Exact match, average', 'Exact match, minimum', 'Exact match, standard deviation'],
      );
      assert.equal(results[0]?.value, right / 8);
    }
  });

  for (const type of ['BLEU', 'ROUGE'])
    it(`scores by ${type} too, of the only model when checkpoints are not kept`, async () => {
      const { evaluations = [] } = toJob(await tune(evaluation(type), { exportLastCheckpointOnly: true }));
      assert.equal(evaluations.length, 1);
      assert.equal(evaluations[0]?.checkpoint, undefined);
      const value = evaluations[0]?.results[0]?.value ?? -1;
      assert.ok(value >= 0 && value <= 1, String(value));
    });

  it('fails beside a job that succeeds when its results cannot be written', async () => {
    const job = toJob(await tune(evaluation('EXACT_MATCH', 'gs://no-such-bucket/evaluations')));
    assert.equal(job.state, 'SUCCEEDED');
    assert.match(
      job.evaluations?.[0]?.error ?? '',
      /gs:\/\/no-such-bucket\/evaluations cannot be written to/,
    );
  });

  it('makes a job with files fail, in the words that Google was recorded with', async () => {
    const file = { fileData: { mimeType: 'image/png', fileUri: 'gs://rows/a.png' } };
    await upload('a.png', 'x');
    const turn = { role: 'user', parts: [{ text: 'What is it?' }, file] };
    const seen = JSON.stringify({ contents: [turn, { role: 'model', parts: [{ text: 'a cat' }] }] });
    await upload('pictures.jsonl', seen);
    const job = toJob(await tune(evaluation('BLEU'), { trainingDatasetUri: 'gs://rows/pictures.jsonl' }));
    assert.equal(job.state, 'FAILED');
    assert.match(
      job.error ?? '',
      /Failed to convert GeminiTuneExamples to Evaluation Examples. Multimodal is not supported/,
    );
  });
});
