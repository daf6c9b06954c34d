import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';
import { v1beta } from '@google-ai/generativelanguage';
import { v1, v1beta1 } from '@google-cloud/aiplatform';
import { OAuth2Client } from 'google-auth-library';
import type { TunedModel, TuningJob } from '../../src/tuning/contract/job';
import type { Launch, TuningService } from '../../src/tuning/contract/service';
import type { TuningSpec } from '../../src/tuning/contract/spec';
import { geminiApi } from '../../src/tuning/services/geminiApi/geminiApi';
import { vertexAi } from '../../src/tuning/services/vertexAi/vertexAi';
import { readDescriptors } from './googleDescriptors';
import { normal, type Rpc, readRequest, readRoutes, type WireRequest } from './googleRoutes';
import { Recorder, type Reply } from './recorder';

const table = 'docs/operations.md';
const parent = 'projects/p/locations/us-central1';
const signal = new AbortController().signal;

const prompt = {
  systemInstruction: 'Be brief.',
  turns: [{ role: 'user' as const, text: '3' }],
  parameters: { temperature: 0.5, topP: 0.9, topK: 40, maxOutputTokens: 9, stopSequences: ['.'], seed: 7 },
};

/** With everything that can be said and set. */
const fullPrompt = {
  ...prompt,
  turns: [
    {
      role: 'user' as const,
      text: 'What is it?',
      attachments: [
        { kind: 'data' as const, mimeType: 'image/png', base64: 'AAAA' },
        { kind: 'file' as const, mimeType: 'image/png', uri: 'gs://b/a.png' },
      ],
    },
    { role: 'model' as const, text: 'A dot.' },
    { role: 'user' as const, text: 'Sure?' },
  ],
  parameters: {
    ...prompt.parameters,
    responseMimeType: 'application/json',
    responseJsonSchema: { type: 'object', properties: { answer: { type: 'string' } } },
    thinkingBudget: 0,
    safety: { HARM_CATEGORY_HARASSMENT: 'BLOCK_ONLY_HIGH', HARM_CATEGORY_HATE_SPEECH: 'OFF' },
  },
};

/** Operations that recorded-exchanges.md has real traffic of; recordedExchanges.test.ts replays it. */
const recorded: Readonly<Record<string, string>> = {
  'gemini launch': 'create',
  'gemini list jobs': 'list',
  'gemini get a job': 'get',
  'vertex launch': 'create',
  'vertex list jobs': 'list',
  'vertex get a job': 'get',
  'vertex cancel': 'cancel',
};

interface Operation {
  readonly name: string;
  run(): Promise<unknown>;
}

describe('every operation of ours', () => {
  const recorder = new Recorder();
  let url: string;
  let gemini: TuningService;
  let vertex: TuningService;
  const rpcs = {
    gemini: readRoutes('@google-ai/generativelanguage'),
    vertex: readRoutes('@google-cloud/aiplatform'),
  };
  const check = {
    gemini: readDescriptors('@google-ai/generativelanguage'),
    vertex: readDescriptors('@google-cloud/aiplatform'),
  };
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'secret', expiry_date: Date.now() + 3_600_000 });
  authClient.quotaProjectId = 'quota';
  const rows: string[] = [];

  before(async () => {
    url = await recorder.listen();
    recorder.answer = answer;
    const connect = async () => ({
      client: authClient,
      authClient,
      project: 'p',
      region: 'us-central1',
      origin: () => url,
    });
    const unused = () => assert.fail('no upload here');
    gemini = geminiApi(connect);
    vertex = vertexAi(connect, {
      buckets: async () => [],
      createBucket: unused,
      browse: unused,
      uploads: unused,
      remove: unused,
      read: unused,
      stat: unused,
      pages: unused,
      object: unused,
      content: unused,
      replace: unused,
      agentAccess: unused,
      upload: async ({ bucket, name }) => `gs://${bucket}/${name}`,
      async *lines() {},
    });
  });
  after(() => recorder.close());

  for (const service of ['gemini', 'vertex'] as const) {
    it(`${service}: each request is as Google's descriptors and Google's own client have it`, async () => {
      for (const { name, run } of service === 'gemini' ? geminiOperations() : vertexOperations()) {
        recorder.take();
        await run();
        const requests = recorder.take();
        assert.ok(requests.length > 0, `${name} asks nothing`);
        const seen = new Set<string>();
        for (const request of requests) {
          assert.equal(request.headers.authorization, 'Bearer secret', name);
          assert.equal(request.headers['x-goog-user-project'], 'quota', name);
          const read = readRequest(rpcs[service], request);
          assert.ok(read, `${name}: no method of Google's has ${request.method} ${request.path}`);
          const { rpc, message } = read;
          assert.deepEqual(
            check[service](rpc.request.fullName.slice(1), message),
            [],
            `${name}: ${rpc.name}`,
          );
          assert.equal(request.query.get('alt'), rpc.isStream ? 'sse' : null, name);
          if (seen.has(rpc.route)) continue;
          seen.add(rpc.route);
          const client = await googleClient(service, rpc, message, request);
          const exchange = recorded[`${service} ${name}`] ?? '';
          rows.push(
            `| ${service === 'gemini' ? 'Gemini API' : 'Vertex AI'} | ${name} | \`${rpc.name}\` | ${client} | ${exchange} |`,
          );
        }
      }
    });
  }

  it('sends preference launches as @google/genai does', async () => {
    const launch = vertexLaunch({
      method: 'preference',
      hyperparameters: {
        epochCount: 3,
        beta: 0.1,
        learningRateMultiplier: 2,
        adapterSize: 'ADAPTER_SIZE_FOUR',
      },
      validation: 'gs://b/eval.jsonl',
      options: { exportLastCheckpointOnly: true, description: 'd' },
    });
    recorder.take();
    await vertex.create(await vertex.prepare(launch, signal), signal);
    const [ours] = recorder.take();
    const ai = new GoogleGenAI({
      vertexai: true,
      project: 'p',
      location: 'us-central1',
      googleAuthOptions: { authClient: authClient as never },
      httpOptions: { baseUrl: url, apiVersion: 'v1' },
    });
    await ai.tunings.tune({
      baseModel: 'gemini-2.5-flash',
      trainingDataset: { gcsUri: 'gs://b/train.jsonl' },
      config: {
        method: 'PREFERENCE_TUNING' as never,
        tunedModelDisplayName: 'Name',
        description: 'd',
        validationDataset: { gcsUri: 'gs://b/eval.jsonl' },
        epochCount: 3,
        beta: 0.1,
        learningRateMultiplier: 2,
        adapterSize: 'ADAPTER_SIZE_FOUR' as never,
        exportLastCheckpointOnly: true,
        labels: { tunewright_launch: launch.id },
      },
    });
    const [theirs] = recorder.take();
    assert.ok(ours && theirs);
    assert.equal(`${ours.method} ${ours.path}`, `${theirs.method} ${theirs.path}`);
    assert.deepEqual(numbersAsText(ours.body), numbersAsText(theirs.body));
  });

  it('are all in the table of the docs, none without proof', () => {
    for (const row of rows) assert.match(row, /^(\| [^|]+ ){4}\|/, 'descriptor and client prove every row');
    const text = [
      '# Operations',
      '',
      'Every request that Tunewright sends to the two tuning services, and what proves it right. Generated by',
      'test/contract/operations.test.ts (`UPDATE_DOCS=1`), which sends each one to a recording server, reads it with',
      "Google's descriptors, and has Google's own client send the same message: method, path, query and body must agree.",
      'Cloud Storage is spoken to by `@google-cloud/storage` itself.',
      '',
      "| service | operation | Google's descriptor | Google's client, same request | recorded exchange |",
      '| --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
    if (process.env.UPDATE_DOCS) writeFileSync(table, text);
    assert.equal(readFileSync(table, 'utf8'), text);
  });

  /** Has Google's generated client send the message, and compares. */
  async function googleClient(
    service: 'gemini' | 'vertex',
    rpc: Rpc,
    message: Readonly<Record<string, unknown>>,
    ours: WireRequest,
  ): Promise<string> {
    // Its generated clients do not know preference tuning; the next test holds that to @google/genai's.
    const { tuningJob } = message;
    if (typeof tuningJob === 'object' && tuningJob && 'preferenceOptimizationSpec' in tuningJob)
      return '`@google/genai` tunings.tune';
    if (rpc.name === 'google.longrunning.Operations.GetOperation') {
      const source = require.resolve('@google-cloud/aiplatform/build/src/v1/endpoint_service_client.js');
      assert.ok(readFileSync(source, 'utf8').includes('endpoints/*/operations/*}'));
      return '`@google-cloud/aiplatform` EndpointServiceClient, its route of operations';
    }
    const [version = '', serviceName = '', methodName = ''] = rpc.name.split('.').slice(-3);
    const packages: Readonly<Record<string, object>> = service === 'gemini' ? { v1beta } : { v1, v1beta1 };
    const Client = (packages[version] as Record<string, unknown> | undefined)?.[`${serviceName}Client`];
    if (typeof Client !== 'function') return '';
    const client = Reflect.construct(Client, [
      { fallback: true, protocol: 'http', apiEndpoint: '127.0.0.1', port: recorder.port, authClient },
    ]) as Record<string, (request: unknown, options?: unknown) => unknown>;
    const name = `${methodName[0]?.toLowerCase()}${methodName.slice(1)}`;
    recorder.take();
    const request = asMessages(message);
    if (rpc.isStream) {
      const stream = client[name]?.(request) as NodeJS.ReadableStream;
      stream.on('error', () => {}); // it reads a JSON list, not events; only its request matters
      await until(() => recorder.requests.length > 0);
    } else {
      await Promise.resolve(client[name]?.(request, { autoPaginate: false, maxRetries: 0 })).catch(
        (error: unknown) => {
          if (recorder.requests.length === 0) throw error;
        },
      );
    }
    const theirs = recorder.take()[0];
    assert.ok(theirs, `${rpc.name}: the client sent nothing`);
    assert.equal(theirs.method, ours.method, rpc.name);
    assert.equal(decodeURIComponent(theirs.path), ours.path, rpc.name);
    const read = readRequest([rpc], theirs);
    assert.ok(read, rpc.name);
    assert.deepEqual(normal(rpc.request, read.message), normal(rpc.request, message), rpc.name);
    return `\`${service === 'gemini' ? '@google-ai/generativelanguage' : '@google-cloud/aiplatform'}\` ${serviceName}Client.${name}`;
  }

  function geminiOperations(): Operation[] {
    const model: TunedModel = {
      service: 'geminiApi',
      name: 'tunedModels/m',
      model: 'tunedModels/m',
      displayName: 'Name',
      baseModel: 'models/b',
      checkpoints: [],
    };
    const dataset = { kind: 'local' as const, name: 'x.jsonl', text: '{"text_input":"1","output":"2"}' };
    const launch = (more: Partial<TuningSpec>): Launch => ({
      id: 'launch0001',
      spec: {
        service: 'geminiApi',
        baseModel: 'models/b',
        displayName: 'Name',
        hyperparameters: { epochCount: 5, batchSize: 2, learningRate: 0.001 },
        ...more,
      },
      dataset,
      onProgress: () => {},
    });
    const create = async (one: Launch) => gemini.create(await gemini.prepare(one, signal), signal);
    const { sharing } = gemini;
    assert.ok(sharing);
    return [
      { name: 'list base models', run: () => gemini.baseModels(signal) },
      { name: 'launch', run: () => create(launch({})) },
      {
        name: 'launch with everything',
        run: () =>
          create(
            launch({
              hyperparameters: { epochCount: 5, batchSize: 2, learningRateMultiplier: 1.5 },
              options: {
                description: 'd',
                temperature: 0.5,
                topP: 0.9,
                topK: 40,
                readerProjectNumbers: ['123', '456'],
              },
            }),
          ),
      },
      {
        name: 'launch from a tuned model',
        run: () => create(launch({ startFrom: { model: 'tunedModels/m' } })),
      },
      {
        name: 'find a launch',
        run: async () => gemini.find(await gemini.prepare(launch({}), signal), signal),
      },
      { name: 'list jobs', run: () => all(gemini.list({ filter: 'owner:me' }, signal)) },
      { name: 'get a job', run: () => gemini.get({ name: 'tunedModels/m' }, signal) },
      { name: 'read metrics', run: () => gemini.metrics({ name: 'tunedModels/m' } as TuningJob, signal) },
      { name: 'rename', run: () => gemini.rename(model, { displayName: 'New', description: 'd' }, signal) },
      { name: 'delete a model', run: () => all(gemini.deleteModel(model, signal)) },
      { name: 'list leftovers', run: () => all(gemini.leftovers?.list(signal) ?? assert.fail()) },
      { name: 'prompt', run: () => all(gemini.generate('tunedModels/m', prompt, signal)) },
      {
        name: 'prompt with everything',
        run: () => all(gemini.generate('models/b', fullPrompt, signal)),
      },
      { name: 'list models to prompt', run: () => gemini.promptableModels(signal) },
      { name: 'count tokens', run: () => gemini.countTokens(model, prompt, signal) },
      { name: 'list permissions', run: () => sharing.list(model, signal) },
      {
        name: 'share',
        run: () => sharing.create(model, { grantee: 'USER', emailAddress: 'a@b.c', role: 'READER' }, signal),
      },
      {
        name: 'stop sharing',
        run: () =>
          sharing.delete({ name: 'tunedModels/m/permissions/1', grantee: 'USER', role: 'READER' }, signal),
      },
      { name: 'transfer ownership', run: () => sharing.transferOwnership(model, 'a@b.c', signal) },
    ];
  }

  function vertexLaunch(more: Partial<TuningSpec>): Launch {
    const { validation } = more;
    return {
      id: 'launch0001',
      spec: {
        service: 'vertexAi',
        baseModel: 'gemini-2.5-flash',
        displayName: 'Name',
        hyperparameters: { epochCount: 4, learningRateMultiplier: 1, adapterSize: 'ADAPTER_SIZE_FOUR' },
        ...more,
      },
      dataset: { kind: 'remote', uri: 'gs://b/train.jsonl' },
      ...(validation ? { validation: { kind: 'remote', uri: validation } } : {}),
      onProgress: () => {},
    };
  }

  function vertexOperations(): Operation[] {
    const endpoint = `${parent}/endpoints/1`;
    const job = {
      name: `${parent}/tuningJobs/1`,
      experiment: `${parent}/metadataStores/default/contexts/e`,
      spec: {},
    };
    const model: TunedModel = {
      service: 'vertexAi',
      name: endpoint,
      model: `${parent}/models/1@1`,
      displayName: 'Name',
      baseModel: 'gemini-2.5-flash',
      checkpoints: [],
    };
    const { batch } = vertex;
    assert.ok(batch);
    const batchJob = { name: `${parent}/batchPredictionJobs/1` };
    const batchLaunch = {
      id: 'batch00001',
      displayName: 'Name',
      model: `${parent}/models/1@1`,
      prompts: [prompt],
      bucket: 'b',
      onProgress: () => {},
    };
    const create = async (more: Partial<TuningSpec>) =>
      vertex.create(await vertex.prepare(vertexLaunch(more), signal), signal);
    return [
      { name: 'list models to prompt', run: () => vertex.promptableModels(signal) },
      { name: 'launch', run: () => create({}) },
      {
        name: 'launch with everything',
        run: () =>
          create({
            validation: 'gs://b/eval.jsonl',
            labels: { team: 'a' },
            options: {
              description: 'd',
              exportLastCheckpointOnly: true,
              serviceAccount: 'a@b.iam.gserviceaccount.com',
              kmsKeyName: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
            },
          }),
      },
      {
        name: 'launch of an open model',
        run: () =>
          create({
            hyperparameters: { epochCount: 4, learningRate: 0.001, batchSize: 8 },
            options: { tuningMode: 'TUNING_MODE_FULL', outputUri: 'gs://b/out' },
          }),
      },
      {
        name: 'launch by preference',
        run: () => create({ method: 'preference', hyperparameters: { beta: 0.1 } }),
      },
      {
        name: 'launch from a tuned model',
        run: () => create({ startFrom: { model: `${parent}/models/1@1`, checkpoint: '2' } }),
      },
      {
        name: 'find a launch',
        run: async () => vertex.find(await vertex.prepare(vertexLaunch({}), signal), signal),
      },
      { name: 'list jobs', run: () => all(vertex.list({ filter: 'state="JOB_STATE_RUNNING"' }, signal)) },
      { name: 'get a job', run: () => vertex.get(job, signal) },
      { name: 'read metrics', run: () => vertex.metrics(job as TuningJob, signal) },
      { name: 'cancel', run: () => vertex.cancel(job as TuningJob, signal) },
      { name: 'delete a model', run: () => all(vertex.deleteModel(model, signal)) },
      {
        name: 'delete a version of a model',
        run: () => all(vertex.deleteModel({ ...model, model: `${parent}/models/1@2` }, signal)),
      },
      { name: 'list leftovers', run: () => all(vertex.leftovers?.list(signal) ?? assert.fail()) },
      {
        name: 'delete a leftover',
        run: () => {
          const leftover = {
            kind: 'model',
            name: `${parent}/models/1`,
            displayName: 'Name',
            created: undefined,
            bytes: undefined,
            launchId: undefined,
            idle: false,
            links: [endpoint],
          } as const;
          return all(vertex.leftovers?.delete(leftover, signal) ?? assert.fail());
        },
      },
      { name: 'prompt', run: () => all(vertex.generate(endpoint, prompt, signal)) },
      {
        name: 'prompt with everything',
        run: () => all(vertex.generate('gemini-2.5-flash', fullPrompt, signal)),
      },
      {
        name: 'prompt with a thinking level',
        run: () =>
          all(vertex.generate(endpoint, { ...prompt, parameters: { thinkingLevel: 'LOW' } }, signal)),
      },
      { name: 'count tokens', run: () => vertex.countTokens(model, prompt, signal) },
      {
        name: 'batch: launch',
        run: async () => batch.create(await batch.prepare(batchLaunch, signal), signal),
      },
      {
        name: 'batch: find a launch',
        run: async () => batch.find(await batch.prepare(batchLaunch, signal), signal),
      },
      { name: 'batch: list', run: () => all(batch.list({ filter: 'state="JOB_STATE_RUNNING"' }, signal)) },
      { name: 'batch: get', run: () => batch.get(batchJob, signal) },
      { name: 'batch: cancel', run: () => batch.cancel(batchJob, signal) },
      { name: 'batch: delete', run: () => batch.delete(batchJob, signal) },
    ];
  }
});

/** Answers that let each operation go on to its last request. */
function answer({ method, path, body }: WireRequest): Reply {
  const tensorboard = `${parent}/tensorboards/1`;
  const series = `${tensorboard}/experiments/e/runs/r/timeSeries/1`;
  const replies: readonly [RegExp, unknown][] = [
    [
      /streamGenerateContent$/,
      { candidates: [{ content: { parts: [{ text: '4' }] }, finishReason: 'STOP' }] },
    ],
    [
      /^POST .*\/v1beta\/tunedModels$/,
      {
        name: 'tunedModels/name-launch0001/operations/1',
        metadata: { tunedModel: 'tunedModels/name-launch0001' },
      },
    ],
    [/v1beta\/models$/, { models: [{ name: 'models/b', supportedGenerationMethods: ['createTunedModel'] }] }],
    [
      /^POST .*tuningJobs$/,
      { ...(body as object | undefined), name: `${parent}/tuningJobs/1`, state: 'JOB_STATE_PENDING' },
    ],
    [
      /^POST .*batchPredictionJobs$/,
      {
        ...(body as object | undefined),
        name: `${parent}/batchPredictionJobs/1`,
        state: 'JOB_STATE_PENDING',
      },
    ],
    [/contexts\/e$/, { metadata: { backing_tensorboard_resource: tensorboard } }],
    [/experiments$/, { tensorboardExperiments: [{ name: `${tensorboard}/experiments/e` }] }],
    [/runs$/, { tensorboardRuns: [{ name: `${tensorboard}/experiments/e/runs/r` }] }],
    [/timeSeries$/, { tensorboardTimeSeries: [{ name: series, displayName: '/train_total_loss' }] }],
    [/^GET .*endpoints\/1$/, { deployedModels: [{ id: '7' }] }],
    [/^DELETE .*:deleteVersion$/, { name: `${parent}/operations/4`, done: true, response: {} }],
    [/undeployModel$/, { name: `${parent}/endpoints/1/operations/2` }],
    [/^DELETE .*(endpoints|models)\/1$/, { name: `${parent}/operations/3`, done: true, response: {} }],
    [/operations\/2$/, { name: `${parent}/endpoints/1/operations/2`, done: true, response: {} }],
  ];
  const found = replies.find(([pattern]) => pattern.test(`${method} ${path}`));
  return { json: found?.[1] ?? {}, isStream: path.endsWith(':streamGenerateContent') };
}

/** Google's clients take a FieldMask and a Value as messages. */
function asMessages(message: Readonly<Record<string, unknown>>): unknown {
  const { updateMask, generationConfig } = message;
  const config = isRecord(generationConfig) ? generationConfig : {};
  return {
    ...message,
    ...(typeof updateMask === 'string' ? { updateMask: { paths: updateMask.split(',') } } : {}),
    ...('responseJsonSchema' in config
      ? { generationConfig: { ...config, responseJsonSchema: asValue(config.responseJsonSchema) } }
      : {}),
  };
}

/** `google.protobuf.Value` */
function asValue(json: unknown): object {
  if (!isRecord(json)) return { stringValue: String(json) };
  const fields = Object.entries(json).map(([name, value]) => [name, asValue(value)]);
  return { structValue: { fields: Object.fromEntries(fields) } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numbersAsText(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_, value: unknown) =>
    typeof value === 'number' ? String(value) : value,
  );
}

async function all(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
}
