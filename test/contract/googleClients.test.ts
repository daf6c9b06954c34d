import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GoogleGenAI } from '@google/genai';
import { v1beta } from '@google-ai/generativelanguage';
import { v1 } from '@google-cloud/aiplatform';
import { Storage } from '@google-cloud/storage';
import { GoogleGenAI as LegacyGenAI } from 'genai-legacy';
import { type AuthClient, GoogleAuth } from 'google-auth-library';
import { CLOUD_PLATFORM, type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const BASE_MODEL = 'models/gemini-1.0-pro-001';
const PARENT = 'projects/demo/locations/us-central1';
const TRAINING_FILE =
  'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl';

// Google's own clients, as published, with the sandbox's ADC file as it is.
describe("Google's clients", () => {
  let sandbox: RunningSandbox;
  let authClient: AuthClient;
  let examples: { textInput: string; output: string }[];
  let scratch: string;

  before(async () => {
    sandbox = await startSandbox({ pace: 1 });
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-clients-'));
    authClient = await new GoogleAuth({ keyFile: sandbox.adc, scopes: CLOUD_PLATFORM }).getClient();
    const lines = (await readFile(path.resolve('test/fixtures/number_generator.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    examples = lines.map((line) => {
      const { text_input: textInput, output } = JSON.parse(line) as { text_input: string; output: string };
      return { textInput, output };
    });
  });
  after(async () => {
    await sandbox?.stop();
    await rm(scratch, { recursive: true, force: true });
    assert.equal(sandbox?.errors(), '');
  });

  /** What generated REST clients need to speak plain HTTP to loopback. */
  const overRest = () => ({
    fallback: true,
    protocol: 'http',
    apiEndpoint: '127.0.0.1',
    port: Number(new URL(sandbox.url).port),
    // The generated clients are typed with a copy of the library of their own.
    authClient: authClient as never,
  });

  it('@google-ai/generativelanguage tunes, lists, prompts, updates and deletes', async () => {
    const models = new v1beta.ModelServiceClient(overRest());
    const [operation] = await models.createTunedModel({
      tunedModelId: 'number-generator-x',
      tunedModel: {
        displayName: 'number generator',
        baseModel: BASE_MODEL,
        tuningTask: {
          hyperparameters: { batchSize: 2, learningRate: 0.001, epochCount: 5 },
          trainingData: { examples: { examples } },
        },
      },
    });
    const [tuned, metadata] = await operation.promise();
    assert.equal((tuned as { name?: string }).name, 'tunedModels/number-generator-x');
    assert.equal((metadata as { completedPercent?: number }).completedPercent, 100);

    const name = 'tunedModels/number-generator-x';
    const [model] = await models.getTunedModel({ name });
    assert.equal(model.state, 'ACTIVE');
    const [listed] = await models.listTunedModels({ pageSize: 1 });
    assert.deepEqual(
      listed.map((item) => item.name),
      [name],
    );
    const [updated] = await models.updateTunedModel({
      tunedModel: { name, displayName: 'zz', description: 'not in the mask' },
      updateMask: { paths: ['display_name'] },
    });
    assert.deepEqual([updated.displayName, updated.description], ['zz', '']);
    const [base] = await models.listModels({});
    assert.ok(base.some((item) => item.supportedGenerationMethods?.includes('createTunedModel')));

    const generation = new v1beta.GenerativeServiceClient(overRest());
    const contents = [{ parts: [{ text: '3' }] }];
    const [answer] = await generation.generateContent({ model: name, contents });
    assert.equal(answer.candidates?.[0]?.content?.parts?.[0]?.text, '4');
    let streamed = '';
    for await (const chunk of generation.streamGenerateContent({ model: name, contents })) {
      streamed += (chunk as typeof answer).candidates?.[0]?.content?.parts?.[0]?.text ?? '';
    }
    assert.equal(streamed, '4');
    const [count] = await generation.countTokens({ model: BASE_MODEL, contents });
    assert.equal(count.totalTokens, 1);

    await models.deleteTunedModel({ name });
    await assert.rejects(models.getTunedModel({ name }), /does not exist/);
    await assert.rejects(
      models.createTunedModel({ tunedModel: { baseModel: BASE_MODEL } }),
      (error: Error) => {
        const { statusDetails } = error as Error & {
          statusDetails?: { fieldViolations?: { field: string }[] }[];
        };
        assert.equal(statusDetails?.[0]?.fieldViolations?.[0]?.field, 'tuned_model.tuning_task');
        return true;
      },
    );
    await Promise.all([models.close(), generation.close()]);
  });

  it('@google/genai 1.20 tunes in its Gemini mode', async () => {
    const ai = new LegacyGenAI({
      vertexai: false,
      googleAuthOptions: { keyFile: sandbox.adc, scopes: CLOUD_PLATFORM },
      httpOptions: { baseUrl: sandbox.url },
    });
    const job = await ai.tunings.tune({
      baseModel: BASE_MODEL,
      trainingDataset: { examples },
      config: { tunedModelDisplayName: 'by genai', epochCount: 5, batchSize: 4, learningRate: 0.001 },
    });
    const done = await waitFor(
      () => ai.tunings.get({ name: job.name ?? '' }),
      ({ state }) => state === 'JOB_STATE_SUCCEEDED',
    );
    const jobs: (string | undefined)[] = [];
    for await (const listed of await ai.tunings.list({ config: { pageSize: 1 } })) jobs.push(listed.name);
    assert.ok(jobs.includes(done.name));
    const { text } = await ai.models.generateContent({ model: done.tunedModel?.model ?? '', contents: '3' });
    assert.equal(text, '4');
  });

  it('@google-cloud/storage uploads, lists and downloads', async () => {
    const storage = new Storage({
      projectId: 'demo',
      apiEndpoint: sandbox.url,
      authClient: authClient as never,
      useAuthWithCustomEndpoint: true,
    });
    const token = await sandbox.token();
    // Resumable uploads to a custom endpoint go out without a credential (Google's client, all versions so far).
    storage.interceptors.push({
      request: (options) => {
        options.headers = { ...options.headers, Authorization: `Bearer ${token}` };
        return options as typeof options & { uri: string };
      },
    });
    const [bucket] = await storage.createBucket('tunewright-clients', { location: 'us-central1' });
    const big = path.join(scratch, 'big.jsonl');
    // Not a multiple of the chunk size, so that the last chunk is a short one.
    const content = Buffer.from(`{"n": "${'x'.repeat(89)}"}\n`.repeat(9000));
    await writeFile(big, content);
    await bucket.upload(big, { destination: 'd/s.jsonl', resumable: false, validation: 'crc32c' });
    const metadata = { metadata: { sha256: 'abc' }, contentType: 'application/jsonl' };
    const chunked = {
      resumable: true,
      chunkSize: 256 * 1024,
      preconditionOpts: { ifGenerationMatch: 0 },
      metadata,
    };
    const [file] = await bucket.upload(big, { destination: 'd/r.jsonl', ...chunked });
    assert.equal(file.metadata.metadata?.sha256, 'abc');
    await bucket.upload(big, { destination: 'd/one-shot.jsonl', resumable: true });
    await assert.rejects(bucket.upload(big, { destination: 'd/r.jsonl', ...chunked }), /pre-conditions/);

    const [files] = await bucket.getFiles({ prefix: 'd/' });
    assert.deepEqual(
      files.map(({ name }) => name),
      ['d/one-shot.jsonl', 'd/r.jsonl', 'd/s.jsonl'],
    );
    for (const { name } of files) {
      const [downloaded] = await bucket.file(name).download({ validation: 'crc32c' });
      assert.ok(downloaded.equals(content), name);
    }
    const [part] = await bucket.file('d/s.jsonl').download({ start: 0, end: 3 });
    assert.equal(part.toString(), '{"n"');
    const [, , page] = await bucket.getFiles({ prefix: '', delimiter: '/', autoPaginate: false });
    assert.deepEqual((page as { prefixes?: string[] }).prefixes, ['d/']);
    assert.deepEqual(
      (await storage.getBuckets())[0].map(({ name }) => name),
      ['tunewright-clients'],
    );
    await bucket.file('d/s.jsonl').delete();
    assert.deepEqual(await bucket.file('d/s.jsonl').exists(), [false]);
  });

  it('@google-cloud/aiplatform tunes, lists, prompts and cancels', async () => {
    const tuning = new v1.GenAiTuningServiceClient(overRest());
    const create = async (labels: Record<string, string>) => {
      const [job] = await tuning.createTuningJob({
        parent: PARENT,
        tuningJob: {
          baseModel: 'gemini-2.5-flash',
          tunedModelDisplayName: 'tm',
          labels,
          supervisedTuningSpec: {
            trainingDatasetUri: TRAINING_FILE,
            hyperParameters: { epochCount: 4, learningRateMultiplier: 1, adapterSize: 'ADAPTER_SIZE_FOUR' },
          },
        },
      });
      return job.name ?? '';
    };
    const name = await create({ team: 'a' });
    const other = await create({ team: 'b' });
    await tuning.cancelTuningJob({ name: other });
    const [done] = await waitFor(
      () => tuning.getTuningJob({ name }),
      ([job]) => job.state === 'JOB_STATE_SUCCEEDED',
    );
    const hyper = done.supervisedTuningSpec?.hyperParameters;
    assert.deepEqual([String(hyper?.epochCount), hyper?.adapterSize], ['4', 'ADAPTER_SIZE_FOUR']);
    assert.ok(Number(done.endTime?.seconds) > 0);
    const [cancelled] = await waitFor(
      () => tuning.getTuningJob({ name: other }),
      ([job]) => job.state === 'JOB_STATE_CANCELLED',
    );
    assert.equal(cancelled.tunedModel, null);
    const [all] = await tuning.listTuningJobs({ parent: PARENT, pageSize: 1 });
    assert.deepEqual(
      all.map((job) => job.name),
      [other, name],
    );
    const [filtered] = await tuning.listTuningJobs({ parent: PARENT, filter: 'labels.team=a' });
    assert.deepEqual(
      filtered.map((job) => job.name),
      [name],
    );

    const prediction = new v1.PredictionServiceClient(overRest());
    const contents = [{ role: 'user', parts: [{ text: 'Heavy rain in the north' }] }];
    const model = done.tunedModel?.endpoint ?? '';
    const [answer] = await prediction.generateContent({
      model,
      contents,
      generationConfig: { temperature: 0 },
    });
    assert.equal(answer.candidates?.[0]?.finishReason, 'STOP');
    await Promise.all([tuning.close(), prediction.close()]);
  });

  it('@google-cloud/aiplatform predicts in batches: creates, lists, gets, cancels and deletes', async () => {
    const jobs = new v1.JobServiceClient(overRest());
    const storage = new Storage({
      authClient: authClient as never,
      apiEndpoint: sandbox.url,
      projectId: 'demo',
      useAuthWithCustomEndpoint: true,
    });
    await storage.createBucket('batch-aiplatform', { location: 'us-central1' });
    const rows = ['1', '2', '3'].map((text) => ({
      request: { contents: [{ role: 'user', parts: [{ text }] }] },
    }));
    const input = storage.bucket('batch-aiplatform').file('in.jsonl');
    await input.save(rows.map((row) => JSON.stringify(row)).join('\n'), { resumable: false });
    const create = async (displayName: string) => {
      const [job] = await jobs.createBatchPredictionJob({
        parent: PARENT,
        batchPredictionJob: {
          displayName,
          model: 'publishers/google/models/gemini-2.5-flash',
          inputConfig: { instancesFormat: 'jsonl', gcsSource: { uris: ['gs://batch-aiplatform/in.jsonl'] } },
          outputConfig: {
            predictionsFormat: 'jsonl',
            gcsDestination: { outputUriPrefix: 'gs://batch-aiplatform/out/' },
          },
          labels: { team: displayName },
        },
      });
      return job.name ?? '';
    };
    const name = await create('a');
    const other = await create('b');
    await jobs.cancelBatchPredictionJob({ name: other });
    const [done] = await waitFor(
      () => jobs.getBatchPredictionJob({ name }),
      ([job]) => job.state === 'JOB_STATE_SUCCEEDED',
    );
    assert.equal(Number(done.completionStats?.successfulCount), 3);
    const folder = (done.outputInfo?.gcsOutputDirectory ?? '').replace('gs://batch-aiplatform/', '');
    assert.match(folder, /^out\/prediction-model-/);
    const [text] = await storage.bucket('batch-aiplatform').file(`${folder}/predictions.jsonl`).download();
    const lines = text
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ status, request }) => [status, request.contents[0].parts[0].text]).sort(), [
      ['', '1'],
      ['', '2'],
      ['', '3'],
    ]);
    await waitFor(
      () => jobs.getBatchPredictionJob({ name: other }),
      ([job]) => job.state === 'JOB_STATE_CANCELLED',
    );
    const [listed] = await jobs.listBatchPredictionJobs({ parent: PARENT, pageSize: 1 });
    assert.deepEqual(
      listed.map((job) => job.name),
      [other, name],
    );
    const [filtered] = await jobs.listBatchPredictionJobs({ parent: PARENT, filter: 'labels.team=a' });
    assert.deepEqual(
      filtered.map((job) => job.name),
      [name],
    );
    const [operation] = await jobs.deleteBatchPredictionJob({ name: other });
    await operation.promise();
    await assert.rejects(jobs.getBatchPredictionJob({ name: other }), /does not exist/);
    await jobs.close();
  });

  it('@google/genai predicts in batches in its Vertex mode', async () => {
    const ai = new GoogleGenAI({
      vertexai: true,
      project: 'demo',
      location: 'us-central1',
      googleAuthOptions: { keyFile: sandbox.adc, scopes: CLOUD_PLATFORM },
      httpOptions: { baseUrl: sandbox.url },
    });
    const storage = new Storage({
      authClient: authClient as never,
      apiEndpoint: sandbox.url,
      projectId: 'demo',
      useAuthWithCustomEndpoint: true,
    });
    await storage.createBucket('batch-genai', { location: 'us-central1' });
    const request = { contents: [{ role: 'user', parts: [{ text: '3' }] }] };
    await storage
      .bucket('batch-genai')
      .file('in.jsonl')
      .save(JSON.stringify({ request }), { resumable: false });
    const create = () =>
      ai.batches.create({
        model: 'gemini-2.5-flash',
        src: 'gs://batch-genai/in.jsonl',
        config: { displayName: 'g', dest: 'gs://batch-genai/out' },
      });
    const job = await create();
    const done = await waitFor(
      () => ai.batches.get({ name: job.name ?? '' }),
      ({ state }) => state === 'JOB_STATE_SUCCEEDED',
    );
    assert.equal(done.displayName, 'g');
    const names: (string | undefined)[] = [];
    for await (const one of await ai.batches.list({ config: { pageSize: 50 } })) names.push(one.name);
    assert.ok(names.includes(job.name));
    const other = await create();
    await ai.batches.cancel({ name: other.name ?? '' });
    await waitFor(
      () => ai.batches.get({ name: other.name ?? '' }),
      ({ state }) => state === 'JOB_STATE_CANCELLED',
    );
    await ai.batches.delete({ name: other.name ?? '' });
    await assert.rejects(ai.batches.get({ name: other.name ?? '' }), /does not exist/);
  });

  it('@google/genai tunes in its Vertex mode, from an uploaded file and on from that model', async () => {
    const token = await sandbox.token();
    const headers = { Authorization: `Bearer ${token}` };
    const lines = examples.map(({ textInput, output }) => ({
      contents: [
        { role: 'user', parts: [{ text: textInput }] },
        { role: 'model', parts: [{ text: output }] },
      ],
    }));
    await fetch(`${sandbox.url}/storage/v1/b?project=demo`, {
      method: 'POST',
      headers,
      body: '{"name":"genai-bucket"}',
    });
    const uploaded = await fetch(
      `${sandbox.url}/upload/storage/v1/b/genai-bucket/o?uploadType=media&name=n.jsonl`,
      {
        method: 'POST',
        headers,
        body: lines.map((line) => JSON.stringify(line)).join('\n'),
      },
    );
    assert.equal(uploaded.status, 200);

    const ai = new GoogleGenAI({
      vertexai: true,
      project: 'demo',
      location: 'us-central1',
      googleAuthOptions: { authClient: authClient as never },
      httpOptions: { baseUrl: sandbox.url },
    });
    const trainingDataset = { gcsUri: 'gs://genai-bucket/n.jsonl' };
    const job = await ai.tunings.tune({
      baseModel: 'gemini-2.5-flash',
      trainingDataset,
      config: {
        tunedModelDisplayName: 'tm',
        epochCount: 8,
        learningRateMultiplier: 1,
        adapterSize: 'ADAPTER_SIZE_ONE' as never,
      },
    });
    const isDone = ({ state = '' }: { state?: string }) =>
      state === 'JOB_STATE_SUCCEEDED' || state === 'JOB_STATE_FAILED';
    const done = await waitFor(() => ai.tunings.get({ name: job.name ?? '' }), isDone);
    assert.equal(done.state, 'JOB_STATE_SUCCEEDED', JSON.stringify(done));
    assert.equal(done.tunedModel?.checkpoints?.length, 8);

    const model = done.tunedModel?.endpoint ?? '';
    const config = { temperature: 0, seed: 1 };
    const answer = await ai.models.generateContent({ model, contents: '3', config });
    assert.equal(answer.text, '4');
    let streamed = '';
    for await (const chunk of await ai.models.generateContentStream({ model, contents: '3', config })) {
      streamed += chunk.text ?? '';
    }
    assert.equal(streamed, '4');
    const first = done.tunedModel?.checkpoints?.[0]?.endpoint ?? '';
    assert.equal(
      typeof (await ai.models.generateContent({ model: first, contents: '3', config })).text,
      'string',
    );
    const { totalTokens } = await ai.models.countTokens({ model: 'gemini-2.5-flash', contents: 'four' });
    assert.equal(totalTokens, 4);
    const tools = [{ functionDeclarations: [{ name: 'find' }] }];
    const counted = { systemInstruction: 'Be brief.', tools };
    const more = await ai.models.countTokens({
      model: 'gemini-2.5-flash',
      contents: 'four',
      config: counted,
    });
    assert.equal(more.totalTokens, 'Be brief.\nfour'.length + JSON.stringify(tools).length);

    const next = await ai.tunings.tune({
      baseModel: done.tunedModel?.model ?? '',
      trainingDataset,
      config: { tunedModelDisplayName: 'tm2', epochCount: 1, preTunedModelCheckpointId: '8' },
    });
    const nextDone = await waitFor(() => ai.tunings.get({ name: next.name ?? '' }), isDone);
    assert.equal(nextDone.state, 'JOB_STATE_SUCCEEDED', JSON.stringify(nextDone));
    const third = await ai.tunings.tune({ baseModel: 'gemini-2.5-flash', trainingDataset });
    await ai.tunings.cancel({ name: third.name ?? '' });
    await waitFor(
      () => ai.tunings.get({ name: third.name ?? '' }),
      ({ state = '' }) => state === 'JOB_STATE_CANCELLED',
    );
  });
});
