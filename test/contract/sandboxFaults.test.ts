import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const JOBS = '/v1/projects/p/locations/us-central1/tuningJobs';
const MODELS = '/v1beta/tunedModels';

describe("the sandbox's faults", () => {
  let sandbox: RunningSandbox;
  let Authorization: string;

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    Authorization = `Bearer ${await sandbox.token()}`;
    for (let i = 0; i < 3; i++) await send('POST', `${MODELS}?tunedModelId=m-${i}`, model());
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const model = () => ({
    baseModel: 'models/gemini-1.0-pro-001',
    tuningTask: {
      hyperparameters: { epochCount: 1 },
      trainingData: { examples: { examples: [{ textInput: 'a', output: 'b' }] } },
    },
  });

  async function send(method: string, address: string, body?: object, token = Authorization) {
    const reply = await fetch(sandbox.url + address, {
      method,
      headers: { Authorization: token, 'x-goog-user-project': 'billed' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: reply.status, text: await reply.text() };
  }
  const json = async (...call: Parameters<typeof send>) => JSON.parse((await send(...call)).text) as never;
  const set = (fault: object, rest: object = {}) => sandbox.setFaults({ rules: [{ ...rest, fault }] });

  interface ErrorReply {
    error: {
      code: number;
      status: string;
      details: { '@type': string; reason?: string; metadata?: object; links?: { url: string }[] }[];
    };
  }

  for (const [error, code, metadata] of [
    ['SERVICE_DISABLED', 403, { service: 'aiplatform.googleapis.com', consumer: 'projects/p' }],
    ['BILLING_DISABLED', 403, { service: 'aiplatform.googleapis.com', consumer: 'projects/p' }],
    ['USER_PROJECT_DENIED', 403, { service: 'aiplatform.googleapis.com', consumer: 'projects/p' }],
    [
      'IAM_PERMISSION_DENIED',
      403,
      { permission: 'aiplatform.tuningJobs.list', resource: '//aiplatform.googleapis.com/projects/p' },
    ],
    [
      'ACCESS_TOKEN_EXPIRED',
      401,
      {
        service: 'aiplatform.googleapis.com',
        method: 'google.cloud.aiplatform.v1.GenAiTuningService.ListTuningJobs',
      },
    ],
  ] as const) {
    it(`answers ${error} with Google's body, for one project only`, async () => {
      const permission = 'aiplatform.tuningJobs.list';
      await set(
        { kind: 'error', error, ...(error.startsWith('IAM') ? { permission } : {}) },
        { project: 'p' },
      );
      const { error: got } = (await json('GET', JOBS)) as ErrorReply;
      const info = got.details.find((detail) => detail.reason !== undefined);
      assert.deepEqual([got.code, info?.reason, info?.metadata], [code, error, metadata]);
      const help = got.details.find((detail) => detail['@type'].endsWith('google.rpc.Help'));
      if (/DISABLED/.test(error)) assert.match(help?.links?.[0]?.url ?? '', /project=p$/);
      assert.equal((await send('GET', JOBS.replace('/p/', '/q/'))).status, 200);
    });
  }

  it('refuses a token without the scope of the service', async () => {
    await sandbox.setFaults({});
    for (const [scope, address, status] of [
      ['generative-language.tuning', MODELS, 200],
      ['devstorage.read_only', MODELS, 403],
      ['generative-language.tuning', JOBS, 403],
      ['generative-language.tuning', '/storage/v1/b?project=p', 403],
      ['devstorage.read_only', '/storage/v1/b?project=p', 200],
    ] as const) {
      const token = await sandbox.token(`https://www.googleapis.com/auth/${scope}`);
      const reply = await send('GET', address, undefined, `Bearer ${token}`);
      assert.equal(reply.status, status, `${scope} ${address}`);
      if (status === 403) assert.match(reply.text, /ACCESS_TOKEN_SCOPE_INSUFFICIENT/);
    }
  });

  it('cuts before the effect, and after it', async () => {
    await set({ kind: 'cutBefore' }, { rpc: 'CreateTunedModel' });
    await assert.rejects(send('POST', `${MODELS}?tunedModelId=before`, model()));
    await set({ kind: 'cutAfter' }, { rpc: 'ModelService.CreateTunedModel' });
    await assert.rejects(send('POST', `${MODELS}?tunedModelId=after`, model()));
    assert.equal((await send('GET', `${MODELS}/before`)).status, 404);
    assert.equal((await send('GET', `${MODELS}/after`)).status, 200);
    assert.deepEqual(
      (await sandbox.calls()).map(({ faults }) => faults),
      [['cutAfter'], [], []],
    );
    await set({ kind: 'errorAfter', error: 'UNAVAILABLE' }, { method: 'DELETE' });
    assert.equal((await send('DELETE', `${MODELS}/after`)).status, 503);
    assert.equal((await send('GET', `${MODELS}/after`)).status, 404);
  });

  it('counts calls and throws dice the same way each time', async () => {
    const statuses = async () => {
      const got: number[] = [];
      for (let i = 0; i < 8; i++) got.push((await send('GET', MODELS)).status);
      return got;
    };
    const fault = { kind: 'error', error: 'UNAVAILABLE' };
    await set(fault, { path: 'tunedModels$', nth: [2, 3] });
    assert.deepEqual(await statuses(), [200, 503, 503, 200, 200, 200, 200, 200]);
    const dice = { probability: 0.5, seed: 3 };
    await set(fault, dice);
    const first = await statuses();
    assert.ok(first.includes(200) && first.includes(503));
    await set(fault, dice);
    assert.deepEqual(await statuses(), first);
  });

  it('spoils replies: pages, enums, fields, text, a page of a proxy, a pause', async () => {
    interface List {
      tunedModels?: { name: string; state: string; fieldOf2030?: object }[];
      nextPageToken?: string;
    }
    const page = (token?: string) =>
      json('GET', `${MODELS}?pageSize=2${token ? `&pageToken=${token}` : ''}`) as Promise<List>;
    const names = (list: List) => list.tunedModels?.map(({ name }) => name); // the rest moves while models are tuned
    await set({ kind: 'repeatPage' });
    const first = await page();
    const repeated = await page(first.nextPageToken);
    assert.deepEqual([names(repeated), repeated.nextPageToken], [names(first), first.nextPageToken]);
    await set({ kind: 'emptyPage' });
    const empty = await page();
    assert.equal(empty.tunedModels, undefined);
    assert.deepEqual(names(await page(empty.nextPageToken)), names(first));
    await set({ kind: 'endPagesEarly' });
    assert.equal((await page()).nextPageToken, undefined);
    await set({ kind: 'unknownEnums' });
    assert.match((await page()).tunedModels?.[0]?.state ?? '', /_OF_2030$/);
    await set({ kind: 'unknownFields' });
    assert.ok((await page()).tunedModels?.[0]?.fieldOf2030);
    await set({ kind: 'malformed' });
    const { text } = await send('GET', MODELS);
    assert.throws(() => JSON.parse(text) as never, SyntaxError);
    await set({ kind: 'html', status: 502 });
    const proxied = await send('GET', MODELS);
    assert.deepEqual([proxied.status, /<html>/.test(proxied.text)], [502, true]);
    await set({ kind: 'slow', milliseconds: 200 });
    const started = Date.now();
    assert.equal((await send('GET', MODELS)).status, 200);
    assert.ok(Date.now() - started >= 195);
  });

  it('cuts a stream in the middle, or ends it with an error', async () => {
    const ask = { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };
    const address = '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';
    await set({ kind: 'cutStream', after: 1 });
    await assert.rejects(send('POST', address, ask));
    await set({ kind: 'errorInStream', after: 1 });
    const { status, text } = await send('POST', address, ask);
    assert.equal(status, 200);
    const events = text.trim().split('\r\n\r\n');
    assert.equal(events.length, 2);
    assert.match(events[1] ?? '', /^data: \{"error".*UNAVAILABLE/);
    await set({ kind: 'noFinishReason' });
    const whole = await send('POST', address, ask);
    assert.match(whole.text, /"candidates"/);
    assert.doesNotMatch(whole.text, /finishReason/);
    assert.doesNotMatch(whole.text, /safetyRatings|promptFeedback/, 'only 1.0 and 1.5 told unasked');
  });

  it('has no tunable base model when it is told so, as the real service', async () => {
    await sandbox.setFaults({ tunableBaseModels: false });
    const { models } = (await json('GET', '/v1beta/models')) as {
      models: { supportedGenerationMethods: string[] }[];
    };
    assert.ok(models.length > 0);
    assert.ok(models.every((base) => !base.supportedGenerationMethods.includes('createTunedModel')));
    assert.equal((await send('POST', MODELS, model())).status, 404);
    assert.equal((await send('GET', `${MODELS}/m-0`)).status, 200);
    const ask = { contents: [{ parts: [{ text: 'a' }] }] };
    assert.equal((await send('POST', `${MODELS}/m-0:generateContent`, ask)).status, 404);
  });

  it('reads its file again when it changes, and says what is wrong with it', async () => {
    const other = await startSandbox({ args: ['--faults', path.join(sandbox.dataDir, 'faults.json')] });
    const file = path.join(sandbox.dataDir, 'faults.json');
    const status = async () => (await fetch(`${other.url}/v1beta/models?key=AIza-x`)).status;
    assert.equal(await status(), 200);
    await writeFile(file, JSON.stringify({ rules: [{ fault: { kind: 'error', error: 'INTERNAL' } }] }));
    assert.equal(await status(), 500);
    await writeFile(file, '{"rules": [{"fault": {"kind": "gremlins"}}]}');
    assert.equal(await status(), 500);
    assert.match(other.errors(), /rules\[0\]\.fault\.kind "gremlins" is unknown/);
    await assert.rejects(other.setFaults({}), TypeError);
    await other.stop();
  });
});
