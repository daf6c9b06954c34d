import assert from 'node:assert/strict';
import services from '../../src/sandbox/google/services.json';
import { readDescriptors, readErrorDescriptors } from './googleDescriptors';
import { type Rpc, readRequest, readRoutes } from './googleRoutes';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

/** Read without knowing it: a member that is not there is undefined, and compared as such. */
type Json = { readonly [key: string]: Json } & { readonly [index: number]: Json } & string;

const HERE = 'projects/p/locations/us-central1';
const prompt = { contents: [{ role: 'user', parts: [{ text: '3' }] }] };
const example = { contents: [...prompt.contents, { role: 'model', parts: [{ text: '4' }] }] };

/**
 * Calls every method that the sandbox serves, and reads each reply with a reader of Google's descriptors that shares
 * nothing with the sandbox. A method that is added to services.json fails this suite until it is called here.
 */
describe('every reply of the sandbox', () => {
  let sandbox: RunningSandbox;
  let authorization: string;

  before(async () => {
    sandbox = await startSandbox();
    authorization = `Bearer ${await sandbox.token()}`;
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  it("of the Gemini API's methods is as Google's descriptors have it", async () => {
    const { call, called } = callsTo('geminiApi');
    const tunedModel = {
      displayName: 'm',
      baseModel: 'models/gemini-1.0-pro-001',
      temperature: 0.5,
      tuningTask: {
        hyperparameters: { epochCount: 2, batchSize: 1, learningRate: 0.001 },
        trainingData: { examples: { examples: [{ textInput: '3', output: '4' }] } },
      },
    };
    await call('POST', '/v1beta/tunedModels?tunedModelId=m', tunedModel);
    const model = '/v1beta/tunedModels/m';
    await waitFor(
      () => call('GET', model),
      (json) => json.state === 'ACTIVE',
    );
    const { operations } = await call('GET', `${model}/operations`);
    await call('GET', `/v1beta/${operations?.[0]?.name}`);
    await call('GET', '/v1beta/tunedModels');
    await call('PATCH', `${model}?updateMask=description`, { description: 'd' });
    const reader = { granteeType: 'USER', emailAddress: 'a@example.com', role: 'READER' };
    const { name: permission } = await call('POST', `${model}/permissions`, reader);
    await call('GET', `/v1beta/${permission}`);
    await call('GET', `${model}/permissions`);
    await call('PATCH', `/v1beta/${permission}?updateMask=role`, { role: 'WRITER' });
    await call('DELETE', `/v1beta/${permission}`);
    for (const version of ['v1', 'v1beta']) {
      const { models } = await call('GET', `/${version}/models`);
      const base = `/${version}/${models?.[0]?.name}`;
      await call('GET', base);
      await call('POST', `${base}:generateContent`, prompt);
      await call('POST', `${base}:streamGenerateContent?alt=sse`, prompt);
      await call('POST', `${base}:countTokens`, prompt);
    }
    await call('POST', `${model}:generateContent`, prompt);
    await call('POST', `${model}:streamGenerateContent?alt=sse`, prompt);
    await call('POST', '/v1beta/tunedModels?tunedModelId=given', tunedModel);
    await waitFor(
      () => call('GET', '/v1beta/tunedModels/given'),
      (json) => json.state === 'ACTIVE',
    );
    await call('POST', '/v1beta/tunedModels/given:transferOwnership', { emailAddress: 'b@example.com' });
    await call('DELETE', model);
    await refused('GET', model, 'NOT_FOUND');
    await refused('POST', '/v1beta/tunedModels', 'INVALID_ARGUMENT', {});
    assert.deepEqual([...called].sort(), served('geminiApi'));
  });

  it("of Vertex AI's methods is as Google's descriptors have it", async () => {
    const { call, called } = callsTo('vertexAi');
    await send('POST', '/storage/v1/b?project=p', { name: 'bucket' });
    const upload = '/upload/storage/v1/b/bucket/o?uploadType=media&name=a.jsonl';
    await send('POST', upload, `${JSON.stringify(example)}\n`);
    for (const version of ['v1', 'v1beta1']) {
      const at = (name: unknown) => `/${version}/${name}`;
      const jobs = at(`${HERE}/tuningJobs`);
      const launch = {
        baseModel: 'gemini-2.5-flash',
        tunedModelDisplayName: `model of ${version}`,
        supervisedTuningSpec: {
          trainingDatasetUri: 'gs://bucket/a.jsonl',
          validationDatasetUri: 'gs://bucket/a.jsonl',
          hyperParameters: { epochCount: 2, adapterSize: 'ADAPTER_SIZE_ONE' },
        },
      };
      const run = async (body: object) => {
        const { name } = await call('POST', jobs, body);
        return waitFor(
          () => call('GET', at(name)),
          (json) => /SUCCEEDED|FAILED/.test(json.state ?? ''),
        );
      };
      const job = await run(launch);
      assert.equal(job.state, 'JOB_STATE_SUCCEEDED');
      await call('GET', jobs);
      const { name: unwanted } = await call('POST', jobs, launch);
      await call('POST', `${at(unwanted)}:cancel`, {});

      const context = await call('GET', at(job.experiment));
      const tensorboard = context.metadata?.backing_tensorboard_resource;
      await call('GET', at(tensorboard));
      await call('GET', at(`${HERE}/tensorboards`));
      const { tensorboardExperiments } = await call('GET', `${at(tensorboard)}/experiments`);
      const ofJob = String(job.experiment).split('/').at(-1) ?? '';
      const experiment = (tensorboardExperiments as unknown as Json[]).find(({ name }) =>
        name?.endsWith(ofJob),
      )?.name;
      const { tensorboardRuns } = await call('GET', `${at(experiment)}/runs`);
      const { tensorboardTimeSeries } = await call('GET', `${at(tensorboardRuns?.[0]?.name)}/timeSeries`);
      const series = tensorboardTimeSeries?.[0]?.name;
      await call('GET', `${at(tensorboard)}:batchRead?timeSeries=${series}`);
      await call('GET', `${at(series)}:read`);

      const endpoint = job.tunedModel?.endpoint;
      await call('POST', `${at(endpoint)}:generateContent`, prompt);
      await call('POST', `${at(endpoint)}:streamGenerateContent?alt=sse`, prompt);
      await call('POST', `${at(endpoint)}:countTokens`, prompt);

      const model = String(job.tunedModel?.model).replace(/@.*/, '');
      await call('GET', at(model));
      await call('PATCH', `${at(model)}?updateMask=description`, { description: 'd' });
      await call('GET', at(`${HERE}/models`));
      if (version === 'v1beta1') await call('GET', at('publishers/google/models'));
      await call('GET', at(`${HERE}/endpoints`));
      await call('PATCH', `${at(endpoint)}?updateMask=displayName`, { displayName: 'd' });
      await run({
        ...launch,
        baseModel: undefined,
        tunedModelDisplayName: undefined,
        preTunedModel: { tunedModelName: `${model}@1` },
      });
      await call('GET', `${at(model)}:listVersions`);
      const { endpoints } = await call('GET', at(`${HERE}/endpoints`));
      const deployedHere = (endpoints as unknown as Json[]).filter((one) =>
        String(one.deployedModels?.[0]?.model).startsWith(model),
      );
      for (const { name } of deployedHere) {
        const { deployedModels } = await call('GET', at(name));
        for (const { id } of deployedModels as unknown as Json[]) {
          const operation = await call('POST', `${at(name)}:undeployModel`, { deployedModelId: id });
          await call('GET', at(operation.name));
        }
        await call('DELETE', at(name));
      }
      await send(
        'POST',
        upload.replace('a.jsonl', 'requests.jsonl'),
        `${JSON.stringify({ request: prompt })}\n`.repeat(50), // time enough to cancel one of them
      );
      const batches = at(`${HERE}/batchPredictionJobs`);
      const batch = {
        displayName: 'b',
        model: 'publishers/google/models/gemini-2.5-flash',
        inputConfig: { instancesFormat: 'jsonl', gcsSource: { uris: ['gs://bucket/requests.jsonl'] } },
        outputConfig: {
          predictionsFormat: 'jsonl',
          gcsDestination: { outputUriPrefix: 'gs://bucket/out' },
        },
      };
      const { name: answered } = await call('POST', batches, batch);
      await waitFor(
        () => call('GET', at(answered)),
        ({ state }) => state === 'JOB_STATE_SUCCEEDED',
      );
      await call('GET', batches);
      await call('DELETE', at(answered));
      const { name: unanswered } = await call('POST', batches, batch);
      await call('POST', `${at(unanswered)}:cancel`, {});

      await call('DELETE', `${at(`${model}@2`)}:deleteVersion`);
      await call('DELETE', at(model));
      await refused('GET', at(model), 'NOT_FOUND');
      await refused('POST', jobs, 'INVALID_ARGUMENT', {});
    }
    assert.deepEqual([...called].sort(), served('vertexAi'));
  });

  it('of the Resource Manager is too', async () => {
    const { call, called } = callsTo('resourceManager');
    const permissions = ['aiplatform.tuningJobs.create', 'storage.buckets.list'];
    const reply = await call('POST', '/v3/projects/p:testIamPermissions', { permissions });
    assert.deepEqual(reply, { permissions });
    await refused('POST', '/v3/projects/p:testIamPermissions', 'INVALID_ARGUMENT', {
      permissions: ['all.*'],
    });
    const project = (await call('GET', '/v3/projects/my-project')) as unknown as Record<
      'name' | 'projectId',
      string
    >;
    assert.match(project.name, /^projects\/\d{12}$/);
    assert.equal(project.projectId, 'my-project');
    assert.deepEqual([...called].sort(), served('resourceManager'));
  });

  /** Sends calls to a service and holds each reply to the message that its route returns. */
  function callsTo(service: keyof typeof services) {
    const packageName = services[service].package as Parameters<typeof readRoutes>[0];
    const rpcs = readRoutes(packageName);
    const check = readDescriptors(packageName);
    const called = new Set<string>();
    const call = async (method: string, address: string, body?: object): Promise<Json> => {
      const rpc = rpcOf(rpcs, method, address, body);
      const { status, messages } = await send(method, address, body);
      assert.equal(status, 200, `${method} ${address}: ${JSON.stringify(messages)}`);
      assert.ok(messages.length > 0, address);
      for (const message of messages) assert.deepEqual(check(rpc.response, message), [], rpc.name);
      called.add(rpc.name);
      return messages[0] ?? assert.fail();
    };
    return { call, called };
  }

  /** An error must be a `google.rpc.Status` in Google's envelope. */
  async function refused(method: string, address: string, status: string, body?: object) {
    const { messages } = await send(method, address, body);
    const [reply] = messages;
    assert.ok(reply);
    assert.deepEqual(Object.keys(reply), ['error']);
    const { error } = reply;
    assert.equal(error?.status, status);
    const { status: _, ...proto } = error as Readonly<Record<string, unknown>>;
    assert.deepEqual(readErrorDescriptors()('google.rpc.Status', proto), []);
  }

  async function send(method: string, address: string, body?: object | string) {
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream');
    const parts = isStream ? text.match(/^data: .*$/gm)?.map((line) => line.slice(6)) : [text];
    return { status: reply.status, messages: (parts ?? []).map((part) => JSON.parse(part) as Json) };
  }
});

function rpcOf(rpcs: readonly Rpc[], method: string, address: string, body: object | undefined): Rpc {
  const { pathname: path, searchParams: query } = new URL(address, 'http://x');
  const read = readRequest(rpcs, { method, path, query, headers: {}, body });
  return read?.rpc ?? assert.fail(`Google has no ${method} ${path}`);
}

/** Full names of what services.json says is served. */
function served(service: keyof typeof services): string[] {
  return Object.entries(services[service].methods)
    .flatMap(([name, methods]) => (methods as readonly string[]).map((method) => `${name}.${method}`))
    .sort();
}
