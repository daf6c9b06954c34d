import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatasetDocument } from '../../src/dataset/document/datasetDocument';
import { failureOf } from '../../src/tuning/google/errors/jobFailure';
import { type Checker, readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const HERE = 'projects/p/locations/us-central1';
const PUBLIC_FILE = 'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl';

/** In the form of gemini-1.0: `messages`. */
const FILE_OF_2024 = 'gs://cloud-samples-data/ai-platform/generative_ai/sft_train_data.jsonl';

interface Job {
  name: string;
  state: string;
  error?: { message: string };
  tunedModel?: {
    model: string;
    endpoint: string;
    checkpoints?: { checkpointId: string; epoch: string; step: string; endpoint: string }[];
  };
  tuningDataStats?: { supervisedTuningDataStats: Record<string, unknown> };
  supervisedTuningSpec: { hyperParameters: Record<string, unknown> };
}

describe("the sandbox's tuning jobs", () => {
  let sandbox: RunningSandbox;
  let Authorization: string;
  let check: Checker;

  before(async () => {
    check = readDescriptors('@google-cloud/aiplatform');
    sandbox = await startSandbox({ pace: 0.3 });
    Authorization = `Bearer ${await sandbox.token()}`;
    await send('POST', '/storage/v1/b?project=p', { name: 'bucket' });
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  async function send<T>(method: string, address: string, body?: string | object) {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { Authorization, 'content-type': 'application/json' },
      ...(text === undefined ? {} : { body: text }),
    });
    const json = (await reply.json()) as T & { error?: { message: string; status: string } };
    return {
      status: reply.status,
      json,
      problem: reply.ok ? '' : `${json.error?.status}: ${json.error?.message}`,
    };
  }

  const upload = (name: string, text: string) =>
    send('POST', `/upload/storage/v1/b/bucket/o?uploadType=media&name=${name}`, text);

  const job = (spec: object = {}, rest: object = {}) => ({
    baseModel: 'gemini-2.5-flash',
    supervisedTuningSpec: { trainingDatasetUri: PUBLIC_FILE, ...spec },
    ...rest,
  });

  async function run(body: object, version = 'v1'): Promise<Job> {
    const created = await send<Job>('POST', `/${version}/${HERE}/tuningJobs`, body);
    assert.equal(created.problem, '');
    return waitFor(
      async () => {
        const { json } = await send<Job>('GET', `/${version}/${created.json.name}`);
        assert.deepEqual(check(`google.cloud.aiplatform.${version}.TuningJob`, json), []);
        return json;
      },
      ({ state }) => state === 'JOB_STATE_SUCCEEDED' || state === 'JOB_STATE_FAILED',
    );
  }

  for (const [what, body, problem, version = 'v1'] of [
    ['no base model', { ...job(), baseModel: undefined }, /tuning_job.base_model; Message: Required/],
    ['an unknown base model', job({}, { baseModel: 'gemini-9' }), /Base model gemini-9 is not supported/],
    [
      'a retired base model',
      job({}, { baseModel: 'gemini-2.0-flash-001' }),
      /Base model gemini-2.0-flash-001 is not supported/,
    ],
    ['no tuning spec', { baseModel: 'gemini-2.5-flash' }, /supervised_tuning_spec; Message: Required/],
    [
      'no file',
      { baseModel: 'gemini-2.5-flash', supervisedTuningSpec: {} },
      /training_dataset_uri; Message: Required/,
    ],
    [
      'a file that is no gs:// URI',
      job({ trainingDatasetUri: '/home/a.jsonl' }),
      /must be a JSONL file in Cloud Storage/,
    ],
    [
      'a dataset that does not exist',
      job({ trainingDatasetUri: `${HERE}/datasets/5` }),
      /NOT_FOUND: The Dataset projects\/p\/locations\/us-central1\/datasets\/5 does not exist/,
    ],
    [
      'too many epochs',
      job({ hyperParameters: { epochCount: 101 } }),
      /epoch_count; Message: must be in the range/,
    ],
    ...(
      [
        [
          'a batch size',
          { hyperParameters: { batchSize: 8 } },
          {},
          /batch_size; Message: is supported for open/,
        ],
        [
          'a learning rate',
          { hyperParameters: { learningRate: 0.1 } },
          {},
          /learning_rate; Message: is supp/,
        ],
        [
          'a tuning mode',
          { tuningMode: 'TUNING_MODE_FULL' },
          {},
          /tuning_mode; Message: is supported for open/,
        ],
        [
          'an output folder',
          {},
          { outputUri: 'gs://bucket/out' },
          /tuning_job\.output_uri; Message: is supp/,
        ],
      ] as const
    ).map(
      ([what, spec, rest, problem]) =>
        [`${what}, which open models only have`, job(spec, rest), problem, 'v1beta1'] as const,
    ),
    [
      'an adapter size of another model',
      job({ hyperParameters: { adapterSize: 'ADAPTER_SIZE_THIRTY_TWO' } }),
      /not supported for/,
    ],
    ['a bad label', job({}, { labels: { Team: 'a' } }), /Label "Team"/],
    ['a long name', job({}, { tunedModelDisplayName: 'x'.repeat(129) }), /at most 128 characters/],
    [
      "a field of v1beta1's",
      job({ tuningMode: 'TUNING_MODE_FULL' }),
      /Unknown name "tuningMode" at 'tuning_job.supervised_tuning_spec'/,
    ],
    [
      'a model that does not exist',
      { ...job(), baseModel: undefined, preTunedModel: { tunedModelName: `${HERE}/models/1@1` } },
      /NOT_FOUND/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const got = await send('POST', `/${version}/${HERE}/tuningJobs`, body);
      assert.ok(got.status === 400 || got.status === 404);
      assert.match(got.problem, problem);
    });
  }

  it('knows its regions, and those that only serve', async () => {
    const create = (location: string) =>
      send('POST', `/v1/projects/p/locations/${location}/tuningJobs`, job());
    assert.match((await create('mars-north1')).problem, /Unsupported region/);
    assert.match((await create('global')).problem, /Tuning is not supported in location global/);
    assert.equal((await send('GET', '/v1/projects/p/locations/global/tuningJobs')).status, 200);
  });

  it('reads rows of gemini-1.0 for no model of today, as Google says it', async () => {
    const failed = await run(job({ trainingDatasetUri: FILE_OF_2024 }));
    assert.equal(failed.state, 'JOB_STATE_FAILED');
    assert.match(failed.error?.message ?? '', /Row: 0\. Missing required `contents` field\./);
  });

  it('tunes Gemini 3 in two regions, keeps the model in the multi-region, and asks base models only there', async () => {
    const on = (location: string, baseModel: string, more: object = {}) =>
      send('POST', `/v1/projects/p/locations/${location}/tuningJobs`, { ...job(), baseModel, ...more });
    assert.match((await on('us-east1', 'gemini-3.5-flash')).problem, /not supported in location us-east1/);
    assert.match((await on('us-central1', 'gemini-3.8-flash')).problem, /gemini-3\.8-flash is not supported/);
    const key = { kmsKeyName: `${HERE}/keyRings/r/cryptoKeys/k` };
    const encrypted = await on('us-central1', 'gemini-3.5-flash', { encryptionSpec: key });
    assert.match(encrypted.problem, /CMEK is not supported for gemini-3\.5-flash/);

    const file = await readFile('test/fixtures/vertex_contents_smartphone_support.jsonl', 'utf8');
    await upload('gemini3.jsonl', file);
    const done = await run({
      ...job({ trainingDatasetUri: 'gs://bucket/gemini3.jsonl', hyperParameters: { epochCount: '1' } }),
      baseModel: 'gemini-3.5-flash',
    });
    const { endpoint = '', model = '' } = done.tunedModel ?? {};
    assert.match(model, /^projects\/\d+\/locations\/us\/models\/\d+@1$/);
    assert.match(endpoint, /^projects\/\d+\/locations\/us\/endpoints\/\d+$/);
    const ask = async (name: string) =>
      (
        await send('POST', `/v1/${name}:generateContent`, {
          contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
        })
      ).status;
    assert.equal(await ask(endpoint), 200);
    assert.equal(await ask(endpoint.replace('/us/', '/us-central1/')), 404);
    const base = (location: string, id: string) =>
      ask(`projects/p/locations/${location}/publishers/google/models/${id}`);
    for (const location of ['us', 'eu', 'global'])
      assert.equal(await base(location, 'gemini-3.5-flash'), 200);
    assert.equal(await base('us-central1', 'gemini-3.5-flash'), 404);
    for (const retired of ['gemini-1.5-flash-002', 'gemini-2.0-flash-001'])
      assert.equal(await base('us-central1', retired), 404, retired);
    assert.equal(await base('us-central1', 'gemini-2.5-flash'), 200);
  });

  it('trains on a chat file and tells what was in it', async () => {
    const file = await readFile(
      path.resolve('test/fixtures/vertex_contents_smartphone_support.jsonl'),
      'utf8',
    );
    await upload('phones.jsonl', file);
    const spec = {
      trainingDatasetUri: 'gs://bucket/phones.jsonl',
      hyperParameters: { epochCount: '3', learningRateMultiplier: 0.1 },
    };
    const done = await run(job(spec));
    assert.equal(done.state, 'JOB_STATE_SUCCEEDED', done.error?.message);
    const stats = done.tuningDataStats?.supervisedTuningDataStats ?? {};
    assert.deepEqual([stats.tuningDatasetExampleCount, stats.tuningStepCount], ['10', '8']);
    const { max, sum } = stats.userOutputTokenDistribution as { max: number; sum: string };
    const lengths = file
      .trim()
      .split('\n')
      .map(
        (line) =>
          [
            ...((JSON.parse(line) as { contents: { parts: { text: string }[] }[] }).contents[1]?.parts[0]
              ?.text ?? ''),
          ].length,
      );
    assert.deepEqual([max, sum], [Math.max(...lengths), String(lengths.reduce((a, b) => a + b, 0))]);

    const checkpoints = done.tunedModel?.checkpoints ?? [];
    assert.deepEqual(
      checkpoints.map(({ epoch, step }) => `${epoch}:${step}`),
      ['1:3', '2:5', '3:8'],
    );
    assert.match(done.tunedModel?.model ?? '', /^projects\/\d+\/locations\/us-central1\/models\/\d+@1$/);
    // At such a temperature what an epoch less has learned shows, also where both know the answer best.
    const answers = await Promise.all(
      [checkpoints[0]?.endpoint, done.tunedModel?.endpoint].map(async (endpoint) => {
        const question = 'How long does the warranty last on a new smartphone?';
        const contents = [{ role: 'user', parts: [{ text: question }] }];
        const body = { contents, generationConfig: { temperature: 2, seed: 1, maxOutputTokens: 60 } };
        const reply = await send<{ candidates: object[] }>('POST', `/v1/${endpoint}:generateContent`, body);
        return JSON.stringify(reply.json.candidates);
      }),
    );
    assert.notEqual(answers[0], answers[1], 'the first checkpoint answers as the last model does');
  });

  const [asked, answered] = [
    { role: 'user', parts: [{ text: 'Is there rye?' }] },
    { role: 'model', parts: [{ text: 'Yes.' }] },
  ];
  const result = { parts: [{ functionResponse: { name: 'count', response: { output: 2 } } }] };
  const call = { role: 'model', parts: [{ functionCall: { name: 'count', args: {} } }] };
  const declared = (type: string) => ({
    tools: [{ functionDeclarations: [{ name: 'count', parameters: { type, properties: {} } }] }],
  });
  const chat = (turn: object, type = 'OBJECT') => ({
    contents: [asked, call, turn, answered],
    ...declared(type),
  });
  const pair = (score: number, worse: string) => ({
    contents: [asked],
    completions: [
      { score: 1, completion: answered },
      { score, completion: { role: 'model', parts: [{ text: worse }] } },
    ],
  });
  const agreed: readonly [name: string, rows: readonly object[]][] = [
    ['results of functions without a role', [chat(result)]],
    ['results of functions of the role function', [chat({ ...result, role: 'function' })]],
    ['results of functions of the role tool', [chat({ ...result, role: 'tool' })]],
    ['schema types in small letters', [chat(result, 'object')]],
    ['two turns of the user in a row', [{ contents: [asked, asked, answered] }]],
    ['an answer beside the turns', [{ contents: [asked], completion: answered }]],
    ['several pairs for one prompt', [pair(0, 'No.'), pair(0, 'Maybe.')]],
    ['equal scores', [pair(1, 'No.')]],
    ['equal answers', [pair(0, 'Yes.')]],
  ];
  for (const [name, rows] of agreed) {
    it(`agrees with the checker on ${name}`, async () => {
      const text = rows.map((row) => JSON.stringify(row)).join('\n');
      const isPreference = 'completions' in (rows[0] ?? {});
      const baseModel = isPreference ? 'gemini-2.5-flash' : 'gemini-3.5-flash';
      const errors = DatasetDocument.read(text, { target: baseModel })
        .problems()
        .filter(({ severity }) => severity === 'error');
      const file = `${name.replaceAll(' ', '-')}.jsonl`;
      assert.equal((await upload(file, text)).problem, '');
      const spec = { trainingDatasetUri: `gs://bucket/${file}` };
      const { state, error } = await run(
        isPreference ? { baseModel, preferenceOptimizationSpec: spec } : { ...job(spec), baseModel },
        isPreference ? 'v1beta1' : 'v1',
      );
      assert.equal(state === 'JOB_STATE_FAILED', errors.length > 0, error?.message ?? errors[0]?.message);
    });
  }

  it('takes 1,000 examples for validation, more only up to 30% of those for training, and never over 5,000', async () => {
    const rows = (count: number, text: string) =>
      Array.from({ length: count }, () =>
        JSON.stringify({ contents: [asked, { role: 'model', parts: [{ text }] }] }),
      );
    await upload('small.jsonl', rows(4, 'y').join('\n'));
    const endOf = async (count: number) => {
      await upload('held.jsonl', rows(count, 'n').join('\n'));
      const [trainingDatasetUri, validationDatasetUri] = [
        'gs://bucket/small.jsonl',
        'gs://bucket/held.jsonl',
      ];
      const hyperParameters = { epochCount: 1 };
      const { state, error } = await run(job({ trainingDatasetUri, validationDatasetUri, hyperParameters }));
      return error?.message ?? state;
    };
    assert.equal(await endOf(1000), 'JOB_STATE_SUCCEEDED');
    assert.match(
      await endOf(1001),
      /more than 1000 examples, which is more than 30% of the training dataset/,
    );
    assert.match(await endOf(5001), /more than 5000 examples/);
  });

  it('exports only the last checkpoint when asked', async () => {
    const done = await run(job({ exportLastCheckpointOnly: true, hyperParameters: { epochCount: 2 } }));
    assert.equal(done.tunedModel?.checkpoints, undefined);
  });

  it('fails jobs on calls of functions for Gemini 2.5, in Google’s words, and not for Gemini 3', async () => {
    const rows = [{ contents: [asked, answered] }, chat(result)];
    await upload('calls.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const spec = { trainingDatasetUri: 'gs://bucket/calls.jsonl', hyperParameters: { epochCount: 1 } };
    const { state, error } = await run(job(spec));
    assert.equal(state, 'JOB_STATE_FAILED');
    assert.match(
      error?.message ?? '',
      /^Dataset example 2 of 2 contains an unsupported modality \[function call\]/,
    );
    const { message, rows: named = [] } = failureOf({ state: 'FAILED', error: error?.message }) ?? {};
    assert.match(message ?? '', /^Google doesn't tune this model on examples with function calls/);
    assert.deepEqual(
      named.map((row) => row.kind === 'example' && row.index),
      [2],
    );
    assert.equal((await run({ ...job(spec), baseModel: 'gemini-3.5-flash' })).state, 'JOB_STATE_SUCCEEDED');
  });

  it('keeps projects and locations apart, by number and by id alike', async () => {
    const { name } = await run(job({ hyperParameters: { epochCount: 1 } }));
    const id = name.split('/').at(-1);
    assert.equal((await send('GET', `/v1/${HERE}/tuningJobs/${id}`)).status, 200);
    assert.equal(
      (await send('GET', `/v1/projects/other/locations/us-central1/tuningJobs/${id}`)).status,
      404,
    );
    assert.equal((await send('GET', `/v1/projects/p/locations/us-west1/tuningJobs/${id}`)).status, 404);
    const other = await send<object>('GET', '/v1/projects/other/locations/us-central1/tuningJobs');
    assert.deepEqual(other.json, {});
  });

  it('streams as events or as one array', async () => {
    const address = `/v1/${HERE}/publishers/google/models/gemini-2.5-flash:streamGenerateContent`;
    const body = JSON.stringify({
      contents: { parts: { text: 'The morning was cold.' } },
      generationConfig: { seed: 5, maxOutputTokens: 120 },
    });
    const read = async (query: string) => {
      const reply = await fetch(sandbox.url + address + query, {
        method: 'POST',
        headers: { Authorization },
        body,
      });
      return { type: reply.headers.get('content-type'), text: await reply.text() };
    };
    const events = await read('?alt=sse');
    assert.equal(events.type, 'text/event-stream');
    assert.match(events.text, /^data: \{.*\}\r\n\r\n/);
    const fromEvents = events.text
      .split('\r\n\r\n')
      .filter((event) => event !== '')
      .map(
        (event) =>
          JSON.parse(event.slice('data: '.length)) as {
            candidates: { content: { parts: { text: string }[] } }[];
          },
      );
    const array = JSON.parse((await read('')).text) as typeof fromEvents;
    const textOf = (chunks: typeof fromEvents) =>
      chunks.map((chunk) => chunk.candidates[0]?.content.parts[0]?.text).join('');
    assert.ok(fromEvents.length > 1, 'it came in one piece');
    assert.equal(textOf(fromEvents), textOf(array));
    for (const chunk of fromEvents)
      assert.deepEqual(check('google.cloud.aiplatform.v1.GenerateContentResponse', chunk), []);
  });

  it('refuses prompts that Vertex AI refuses', async () => {
    const ask = (model: string, body: object) => send('POST', `/v1/${HERE}/${model}:generateContent`, body);
    const flash = 'publishers/google/models/gemini-2.5-flash';
    const contents = [{ role: 'user', parts: [{ text: 'a' }] }];
    assert.match((await ask(flash, {})).problem, /contents; Message: Required/);
    assert.match(
      (await ask(flash, { contents: [{ role: 'bot', parts: [{ text: 'a' }] }] })).problem,
      /valid role/,
    );
    assert.match(
      (await ask(flash, { contents: [{ role: 'model', parts: [{ text: 'a' }] }] })).problem,
      /end with a user role/,
    );
    assert.match(
      (await ask('publishers/google/models/gemini-9', { contents })).problem,
      /NOT_FOUND: Publisher Model/,
    );
    assert.match((await ask('endpoints/12', { contents })).problem, /NOT_FOUND: Endpoint/);
  });

  it('thinks as much as a model can: by levels or a budget, never both, and not off where it cannot be', async () => {
    const ask = async (location: string, id: string, thinkingConfig: object) => {
      const address = `/v1/projects/p/locations/${location}/publishers/google/models/${id}:generateContent`;
      const contents = [{ role: 'user', parts: [{ text: 'a' }] }];
      const generationConfig = { maxOutputTokens: 1, thinkingConfig };
      return (await send('POST', address, { contents, generationConfig })).problem;
    };
    const both = { thinkingLevel: 'LOW', thinkingBudget: 100 };
    assert.match(await ask('us', 'gemini-3.5-flash', both), /Only one of thinking_budget and thinking_level/);
    assert.equal(await ask('us', 'gemini-3.5-flash', { thinkingLevel: 'MINIMAL' }), '');
    assert.match(
      await ask('us', 'gemini-2.5-flash', { thinkingLevel: 'LOW' }),
      /not supported for this model/,
    );
    assert.equal(await ask('us', 'gemini-2.5-flash', { thinkingBudget: 0 }), '');
    assert.match(await ask('us', 'gemini-2.5-pro', { thinkingBudget: 0 }), /only works in thinking mode/);
    assert.match(await ask('us', 'gemini-2.5-pro', { thinkingBudget: 127 }), /budget \(127\) is invalid/);
  });

  it('draws as 3.5 Flash-Lite does, which ignores how, and takes no penalties', async () => {
    const ask = (id: string, generationConfig: object) =>
      send<{ candidates: { content: { parts: { text: string }[] } }[] }>(
        'POST',
        `/v1/projects/p/locations/us/publishers/google/models/${id}:generateContent`,
        {
          contents: [{ role: 'user', parts: [{ text: 'the' }] }],
          generationConfig: { seed: 7, ...generationConfig },
        },
      );
    const textOf = async (id: string, config: object) =>
      (await ask(id, { maxOutputTokens: 60, ...config })).json.candidates[0]?.content.parts[0]?.text;
    for (const config of [{ temperature: 0 }, { topK: 1 }, { topP: 0 }]) {
      assert.equal(await textOf('gemini-3.5-flash-lite', config), await textOf('gemini-3.5-flash-lite', {}));
      assert.notEqual(await textOf('gemini-3.5-flash', config), await textOf('gemini-3.5-flash', {}));
    }
    for (const penalty of [{ frequencyPenalty: 0.5 }, { presencePenalty: -0.5 }]) {
      assert.match(
        (await ask('gemini-3.5-flash-lite', penalty)).problem,
        /^INVALID_ARGUMENT: Penalty is not enabled/,
      );
      assert.equal((await ask('gemini-3.5-flash', penalty)).problem, '');
    }
  });
});
