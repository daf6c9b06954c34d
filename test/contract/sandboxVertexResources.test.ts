import assert from 'node:assert/strict';
import { v1 } from '@google-cloud/aiplatform';
import { type AuthClient, GoogleAuth } from 'google-auth-library';
import { type Checker, readDescriptors } from './googleDescriptors';
import { CLOUD_PLATFORM, type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const HERE = 'projects/p/locations/us-central1';
const ANSWER = 'one by one they came over the old hill';
const STATES = [
  'WAITING_FOR_QUOTA',
  'PROCESSING_DATASET',
  'WAITING_FOR_CAPACITY',
  'TUNING',
  'POST_PROCESSING',
];

interface Job {
  name: string;
  state: string;
  error?: { message: string };
  labels?: Record<string, string>;
  serviceAccount?: string;
  encryptionSpec?: object;
  tuningJobState?: string;
  tuningJobMetadata?: { completedEpochCount?: string };
  preferenceOptimizationSpec?: object;
  tunedModel: { model: string; endpoint: string; checkpoints?: { checkpointId: string; endpoint: string }[] };
  tuningDataStats?: Record<string, Record<string, unknown>>;
}

describe("what tuning jobs make, and Vertex AI's newer fields", () => {
  let sandbox: RunningSandbox;
  let Authorization: string;
  let authClient: AuthClient;
  let check: Checker;

  before(async () => {
    check = readDescriptors('@google-cloud/aiplatform');
    sandbox = await startSandbox({ pace: 1 });
    authClient = await new GoogleAuth({ keyFile: sandbox.adc, scopes: CLOUD_PLATFORM }).getClient();
    Authorization = `Bearer ${await sandbox.token()}`;
    await send('POST', '/storage/v1/b?project=p', { name: 'bucket' });
    const lines = [
      ['q', ANSWER],
      ['r', 'two by two they left the sunny town'],
    ].map(([prompt, answer]) => ({ contents: [turn('user', prompt), turn('model', answer)] }));
    await upload('usual.jsonl', lines);
    const tooLong = { contents: [turn('user', 'x'.repeat(131_072)), turn('model', 'y')] };
    const picture = {
      role: 'user',
      parts: [{ fileData: { mimeType: 'image/png', fileUri: 'gs://bucket/none.png' } }],
    };
    const lost = { contents: [picture, turn('model', 'y')] };
    await upload('flawed.jsonl', [lines[0], tooLong, lost, lines[1]]);
    const answer = (score: number, text: string) => ({ score, completion: turn('model', text) });
    await upload('preference.jsonl', [
      { contents: [turn('user', 'greet')], completions: [answer(0, 'go away'), answer(1, 'hello dear')] },
      { contents: [turn('user', 'part')], completions: [answer(1, 'see you soon'), answer(0, 'so what')] },
    ]);
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const turn = (role: string, text: string | undefined) => ({ role, parts: [{ text }] });
  const upload = (name: string, rows: unknown[]) =>
    send(
      'POST',
      `/upload/storage/v1/b/bucket/o?uploadType=media&name=${name}`,
      rows.map((row) => JSON.stringify(row)).join('\n'),
    );

  async function send<T>(method: string, address: string, body?: string | object) {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { Authorization, 'content-type': 'application/json' },
      ...(text === undefined ? {} : { body: text }),
    });
    const json = (await reply.json()) as T & { error?: { message: string; status: string } };
    return { json, problem: reply.ok ? '' : `${json.error?.status}: ${json.error?.message}` };
  }

  const job = (file = 'usual', rest: object = {}, spec: object = {}) => ({
    baseModel: 'gemini-2.5-flash',
    supervisedTuningSpec: {
      trainingDatasetUri: `gs://bucket/${file}.jsonl`,
      hyperParameters: { epochCount: 3 },
      ...spec,
    },
    ...rest,
  });

  /** Reads a new job until it ends; `watch` sees each state on the way. */
  async function run(body: object, watch: (job: Job) => void = () => {}): Promise<Job> {
    const created = await send<Job>('POST', `/v1beta1/${HERE}/tuningJobs`, body);
    assert.equal(created.problem, '');
    const ended = await waitFor(
      async () => {
        const { json } = await send<Job>('GET', `/v1beta1/${created.json.name}`);
        assert.deepEqual(check('google.cloud.aiplatform.v1beta1.TuningJob', json), []);
        watch(json);
        return json;
      },
      ({ state }) => /SUCCEEDED|FAILED|CANCELLED/.test(state),
    );
    assert.equal(ended.state, 'JOB_STATE_SUCCEEDED', ended.error?.message);
    return ended;
  }

  async function answer(endpoint: string, prompt: string): Promise<string | undefined> {
    const body = { contents: [turn('user', prompt)], generationConfig: { temperature: 0 } };
    const { json } = await send<{ candidates: { content: { parts: { text: string }[] } }[] }>(
      'POST',
      `/v1/${endpoint}:generateContent`,
      body,
    );
    return json.candidates[0]?.content.parts[0]?.text;
  }

  it('walks through the detailed states, in v1beta1 only, and counts epochs', async () => {
    const states: string[] = [];
    const epochs: number[] = [];
    let inV1: Promise<{ json: Job }> | undefined;
    await run(job(), (now) => {
      if (now.tuningJobState && states.at(-1) !== now.tuningJobState) states.push(now.tuningJobState);
      epochs.push(Number(now.tuningJobMetadata?.completedEpochCount ?? 0));
      inV1 ??= now.tuningJobState ? send<Job>('GET', `/v1/${now.name}`) : undefined;
    });
    // Some states are short; none may come out of order.
    const known = STATES.map((state) => `TUNING_JOB_STATE_${state}`);
    assert.deepEqual(
      states,
      known.filter((state) => states.includes(state)),
    );
    assert.ok(states.includes('TUNING_JOB_STATE_TUNING'));
    assert.deepEqual([...epochs].sort(), epochs);
    assert.equal(epochs.at(-1), 3);
    const old = (await inV1)?.json ?? assert.fail();
    assert.deepEqual([old.tuningJobState, old.tuningJobMetadata], [undefined, undefined]);
    assert.deepEqual(check('google.cloud.aiplatform.v1.TuningJob', old), []);
  });

  it('drops what it cannot train on, and says which and why', async () => {
    const { tuningDataStats } = await run(job('flawed'));
    const stats = tuningDataStats?.supervisedTuningDataStats ?? assert.fail();
    assert.equal(stats.tuningDatasetExampleCount, '2');
    assert.equal(stats.totalTruncatedExampleCount, '2');
    assert.deepEqual(stats.truncatedExampleIndices, ['2', '3']);
    assert.match(String(stats.droppedExampleReasons), /131073 tokens.*,The file gs:\/\/bucket\/none\.png/);
  });

  it('answers differently at each checkpoint, and goes on from a chosen one', async () => {
    const rate = { hyperParameters: { epochCount: 6, learningRateMultiplier: 0.3 } };
    const first = await run(job('usual', { tunedModelDisplayName: 'chain' }, rate));
    const { checkpoints = [], endpoint, model } = first.tunedModel;
    assert.equal(checkpoints.length, 6);
    assert.equal(await answer(endpoint, 'q'), ANSWER);
    const answers = await Promise.all(checkpoints.map((checkpoint) => answer(checkpoint.endpoint, 'q')));
    assert.notEqual(answers[0], answers[5]);
    assert.equal(answers[5], ANSWER);
    const from = (checkpointId: string, rest = {}) =>
      job(
        'usual',
        {
          baseModel: undefined,
          preTunedModel: { tunedModelName: model, checkpointId },
          ...rest,
        },
        {
          exportLastCheckpointOnly: true,
          hyperParameters: { epochCount: 1, learningRateMultiplier: 0.0001 },
        },
      );
    const named = (tunedModelDisplayName: string) => run(from('6', { tunedModelDisplayName }));
    const [early, late] = [await run(from('1')), await named('other')];
    assert.equal(await answer(early.tunedModel.endpoint, 'q'), answers[0]);
    assert.equal(await answer(late.tunedModel.endpoint, 'q'), ANSWER);
    assert.equal(late.tunedModel.checkpoints, undefined);
    // Without a new name it is a new version of the same model.
    assert.equal(early.tunedModel.model, model.replace('@1', '@2'));
    assert.notEqual(late.tunedModel.model.replace(/@.*/, ''), model.replace(/@.*/, ''));
    const name = model.replace(/@.*/, '');
    const versions = await send<{ models: { versionId: string }[] }>('GET', `/v1/${name}:listVersions`);
    assert.deepEqual(
      versions.json.models.map(({ versionId }) => versionId),
      ['2', '1'],
    );
    const remove = (what: string) => send('DELETE', `/v1/${what}:deleteVersion`);
    assert.match((await remove(early.tunedModel.model)).problem, /deployed or being deployed/);
    const { endpoint: served } = early.tunedModel;
    const { json } = await send<{ deployedModels: { id: string }[] }>('GET', `/v1/${served}`);
    await send('POST', `/v1/${served}:undeployModel`, { deployedModelId: json.deployedModels[0]?.id });
    assert.equal((await remove(early.tunedModel.model)).problem, '');
    assert.match((await send('GET', `/v1/${early.tunedModel.model}`)).problem, /NOT_FOUND/);
    assert.equal((await send('GET', `/v1/${model}`)).problem, '');
    assert.match((await remove(model)).problem, /only one/);
    const again = await named('chain');
    assert.equal(again.tunedModel.model.replace(/@.*/, ''), name, 'its own name is none that is new');
  });

  it('prefers what preference tuning prefers', async () => {
    const spec = {
      trainingDatasetUri: 'gs://bucket/preference.jsonl',
      hyperParameters: { epochCount: 20, beta: 0.2 },
    };
    const tuned = await run({ baseModel: 'gemini-2.5-flash', preferenceOptimizationSpec: spec });
    assert.equal(await answer(tuned.tunedModel.endpoint, 'greet'), 'hello dear');
    assert.equal(await answer(tuned.tunedModel.endpoint, 'part'), 'see you soon');
    const stats = tuned.tuningDataStats?.preferenceOptimizationDataStats ?? assert.fail();
    assert.equal(stats.tuningDatasetExampleCount, '2');
    const [prompts, answers] = ['greetpart', 'go awayhello dearsee you soonso what'].map(
      ({ length }) => length,
    );
    assert.equal(
      stats.totalBillableTokenCount,
      String(2 * Number(prompts) + Number(answers)),
      'prompts twice',
    );
  });

  it('echoes account, key and labels, and filters by what Google documents', async () => {
    const kmsKeyName = `${HERE}/keyRings/r/cryptoKeys/k`;
    const marked = await send<Job>('POST', `/v1/${HERE}/tuningJobs`, {
      ...job('usual', { tunedModelDisplayName: 'with key' }),
      labels: { team: 'a' },
      serviceAccount: 'me@p.iam.gserviceaccount.com',
      encryptionSpec: { kmsKeyName },
    });
    assert.deepEqual(
      [marked.json.labels, marked.json.serviceAccount, marked.json.encryptionSpec],
      [{ team: 'a' }, 'me@p.iam.gserviceaccount.com', { kmsKeyName }],
    );
    for (const [filter, found] of [
      ['labels.team="a"', 1],
      ['labels:team', 1],
      ['labels.team="b"', 0],
      ['tuned_model_display_name="with key" AND labels.team:*', 1],
    ] as const) {
      const query = `filter=${encodeURIComponent(filter)}`;
      const { json } = await send<{ tuningJobs?: Job[] }>('GET', `/v1/${HERE}/tuningJobs?${query}`);
      assert.equal(json.tuningJobs?.length ?? 0, found, filter);
    }
    for (const [rest, problem] of [
      [{ serviceAccount: 'me' }, /service_account.*not the email/],
      [{ encryptionSpec: { kmsKeyName: 'k' } }, /kms_key_name.*not the name of a key/],
      [{ encryptionSpec: { kmsKeyName: kmsKeyName.replace('us-', 'eu-') } }, /The key is in eu-central1/],
    ] as const) {
      assert.match((await send('POST', `/v1/${HERE}/tuningJobs`, job('usual', rest))).problem, problem);
    }
  });

  it("deletes a model with Google's client, in Google's order", async () => {
    const { tunedModel } = await run(
      job('usual', { tunedModelDisplayName: 'short-lived' }, { exportLastCheckpointOnly: true }),
    );
    const name = tunedModel.model.replace(/@.*/, '');
    const options = {
      fallback: true,
      protocol: 'http',
      apiEndpoint: '127.0.0.1',
      port: Number(new URL(sandbox.url).port),
      authClient: authClient as never,
    };
    const models = new v1.ModelServiceClient(options);
    const endpoints = new v1.EndpointServiceClient(options);
    const filter = 'display_name="short-lived"';
    const [listed] = await models.listModels({ parent: HERE, filter });
    assert.deepEqual(
      listed.map((model) => [model.name, model.versionId]),
      [[name, '1']],
    );
    const [[endpoint]] = await endpoints.listEndpoints({ parent: HERE, filter });
    assert.equal(endpoint?.name, tunedModel.endpoint);
    const [deployed] = endpoint.deployedModels ?? [];
    assert.equal(deployed?.model, name);

    await assert.rejects(models.deleteModel({ name }), /is deployed or being deployed/);
    await assert.rejects(endpoints.deleteEndpoint({ name: endpoint.name ?? '' }), /Undeploy them first/);
    const undeploy = { endpoint: endpoint.name ?? '', deployedModelId: deployed.id ?? '' };
    await (await endpoints.undeployModel(undeploy))[0].promise();
    const prompt = { contents: [turn('user', 'q')] };
    assert.match(
      (await send('POST', `/v1/${endpoint.name}:generateContent`, prompt)).problem,
      /FAILED_PRECONDITION.*no model deployed/,
    );
    await (await endpoints.deleteEndpoint({ name: endpoint.name ?? '' }))[0].promise();
    await assert.rejects(endpoints.getEndpoint({ name: endpoint.name ?? '' }), /not found/);
    const [deletion] = await models.deleteModel({ name });
    await deletion.promise();
    await assert.rejects(models.getModel({ name }), /does not exist/);
    assert.deepEqual((await models.listModels({ parent: HERE, filter }))[0], []);
    await Promise.all([models.close(), endpoints.close()]);
  });
});
