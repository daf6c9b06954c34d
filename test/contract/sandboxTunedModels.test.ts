import assert from 'node:assert/strict';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

interface Operation {
  name: string;
  done?: boolean;
  metadata: { tunedModel: string };
}

const EXAMPLES = [
  { textInput: 'a', output: 'b' },
  { textInput: 'c', output: 'd' },
];

describe("the sandbox's tuned models", () => {
  let sandbox: RunningSandbox;
  let Authorization: string;

  before(async () => {
    sandbox = await startSandbox({ pace: 0.3 });
    Authorization = `Bearer ${await sandbox.token()}`;
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
      problem: json.error ? `${json.error.status}: ${json.error.message}` : '',
    };
  }

  const model = (examples: unknown = EXAMPLES, hyperparameters: object = { epochCount: 1 }) => ({
    baseModel: 'models/gemini-1.0-pro-001',
    tuningTask: { hyperparameters, trainingData: { examples: { examples } } },
  });

  async function tune(id: string, body: object = model()): Promise<string> {
    const created = await send<Operation>('POST', `/v1beta/tunedModels?tunedModelId=${id}`, body);
    assert.equal(created.problem, '');
    await waitFor(
      () => send<Operation>('GET', `/v1/${created.json.name}`),
      ({ json }) => json.done === true,
    );
    return created.json.metadata.tunedModel;
  }

  for (const [what, address, body, problem] of [
    ['no examples', '', () => model([]), /INVALID_ARGUMENT.*training_data.*not be empty|not specified/],
    [
      'an empty input',
      '',
      () => model([{ textInput: '', output: 'a' }]),
      /examples\[0\]\.text_input must not be empty|text_input/,
    ],
    ['a missing output', '', () => model([{ textInput: 'a' }]), /examples\[0\]\.output/],
    [
      'an input of 40,001 characters',
      '',
      () => model([{ textInput: 'x'.repeat(40_001), output: 'a' }]),
      /at most 40000 characters/,
    ],
    [
      'an output of 5,001 characters',
      '',
      () => model([{ textInput: 'a', output: 'x'.repeat(5001) }]),
      /at most 5000 characters/,
    ],
    ['a long display name', '', () => ({ ...model(), displayName: 'x'.repeat(41) }), /at most 40 characters/],
    ['a bad id', '?tunedModelId=Not-Good', () => model(), /tuned_model_id must match/],
    [
      'a base model that cannot be tuned',
      '',
      () => ({ ...model(), baseModel: 'models/gemini-2.5-flash' }),
      /does not support tuning/,
    ],
    ['an unknown base model', '', () => ({ ...model(), baseModel: 'models/x' }), /NOT_FOUND/],
    ['no base model', '', () => ({ tuningTask: model().tuningTask }), /base_model or tuned_model_source/],
    [
      'a batch size of 0',
      '',
      () => model(EXAMPLES, { batchSize: 0 }),
      /batch_size must be in the range \[1, 64\]/,
    ],
    [
      'both learning rates',
      '',
      () => model(EXAMPLES, { learningRate: 1, learningRateMultiplier: 1 }),
      /oneof/,
    ],
    [
      'a body over 4 MB',
      '',
      () => model(Array(120).fill({ textInput: 'x'.repeat(39_999), output: 'a' })),
      /exceeds the limit: 4194304 bytes/,
    ],
    ['a list as the body', '', () => '[]', /Invalid value at 'tuned_model'/],
    ['text that is no JSON', '', () => '{"baseModel" "x"}', /Expected : between key:value pair/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, problem: got } = await send('POST', `/v1beta/tunedModels${address}`, body());
      assert.ok(status === 400 || status === 404, String(status));
      assert.match(got, problem);
    });
  }

  it('takes an input of exactly 40,000 characters, and makes an id of the display name', async () => {
    const body = {
      ...model([{ textInput: 'x'.repeat(40_000), output: 'a' }]),
      displayName: '1. Größe & more!',
    };
    const created = await send<Operation>('POST', '/v1beta/tunedModels', body);
    assert.match(created.json.metadata.tunedModel, /^tunedModels\/gr-e-more-[a-z0-9]{12}$/);
    await send('DELETE', `/v1beta/${created.json.metadata.tunedModel}`);
  });

  it('gives an id to one model only', async () => {
    await tune('once');
    assert.match(
      (await send('POST', '/v1beta/tunedModels?tunedModelId=once', model())).problem,
      /^ALREADY_EXISTS/,
    );
  });

  it('serves /v1 as well, takes a bare ?, and a body with DELETE', async () => {
    const created = await send<Operation>('POST', '/v1/tunedModels?tunedModelId=in-v1', model());
    assert.equal(created.problem, '');
    assert.equal((await send('GET', `/v1beta/${created.json.name}?`)).status, 200);
    assert.equal((await send('GET', '/v1/tunedModels/in-v1')).status, 200);
    assert.equal((await send('DELETE', '/v1/tunedModels/in-v1', '{}')).status, 200);
    assert.match((await send('DELETE', '/v1/tunedModels/once', '{"force":true}')).problem, /"force"/);
    assert.equal((await send('GET', `/v1/${created.json.name}`)).status, 404);
  });

  it('updates what the mask says, or what the body has', async () => {
    const name = await tune('updated');
    const update = async (query: string, body: object) =>
      (
        await send<{ displayName?: string; description?: string; temperature?: number }>(
          'PATCH',
          `/v1beta/${name}${query}`,
          body,
        )
      ).json;
    const both = await update('', { displayName: 'a', description: 'b' });
    assert.deepEqual([both.displayName, both.description], ['a', 'b']);
    const one = await update('?updateMask=description', { displayName: 'zz' });
    assert.deepEqual([one.displayName, one.description], ['a', undefined]);
    assert.equal((await update('?updateMask=temperature', { temperature: 0.25 })).temperature, 0.25);
    for (const query of ['?updateMask=baseModel', '?updateMask=nonsense']) {
      assert.match(
        (await send('PATCH', `/v1beta/${name}${query}`, { baseModel: 'x' })).problem,
        /cannot be updated/,
      );
    }
  });

  it('starts from a tuned model', async () => {
    const first = await tune(
      'first',
      model([{ textInput: 'q', output: 'zebra' }], { epochCount: 40, batchSize: 1 }),
    );
    const { baseModel: _, ...rest } = model();
    const second = await tune('second', { ...rest, tunedModelSource: { tunedModel: first } });
    const got = await send<{ tunedModelSource: object; baseModel?: string }>('GET', `/v1beta/${second}`);
    assert.deepEqual(got.json.tunedModelSource, {
      tunedModel: first,
      baseModel: 'models/gemini-1.0-pro-001',
    });
    const ask = { contents: [{ parts: [{ text: 'q' }] }], generationConfig: { temperature: 0 } };
    const answer = await send<{ candidates: { content: { parts: { text: string }[] } }[] }>(
      'POST',
      `/v1beta/${second}:generateContent`,
      ask,
    );
    // One epoch over other examples: what the first model learned is still there.
    assert.equal(answer.json.candidates[0]?.content.parts[0]?.text, 'zebra');
  });

  it('lists ten at a time, filtered', async () => {
    for (let i = 0; i < 11; i++) await send('POST', `/v1beta/tunedModels?tunedModelId=listed-${i}`, model());
    interface List {
      tunedModels?: { name: string }[];
      nextPageToken?: string;
    }
    const page = await send<List>('GET', '/v1beta/tunedModels?filter=listed');
    assert.equal(page.json.tunedModels?.length, 10);
    const rest = await send<List>(
      'GET',
      `/v1beta/tunedModels?filter=listed&pageToken=${page.json.nextPageToken}`,
    );
    assert.deepEqual(
      rest.json.tunedModels?.map(({ name }) => name),
      ['tunedModels/listed-0'],
    );
    assert.equal(rest.json.nextPageToken, undefined);
    assert.deepEqual((await send<List>('GET', '/v1beta/tunedModels?filter=readers:everyone')).json, {});
  });

  it('answers a prompt only when it is ready, and within its limits', async () => {
    const prompt = { contents: [{ parts: [{ text: 'a' }] }] };
    const created = await send<Operation>('POST', '/v1beta/tunedModels?tunedModelId=early', model());
    const { tunedModel } = created.json.metadata;
    assert.match(
      (await send('POST', `/v1beta/${tunedModel}:generateContent`, prompt)).problem,
      /FAILED_PRECONDITION.*CREATING/,
    );
    await waitFor(
      () => send<{ state: string }>('GET', `/v1beta/${tunedModel}`),
      ({ json }) => json.state === 'ACTIVE',
    );
    for (const [body, problem] of [
      [{}, /contents is not specified/],
      [{ contents: [{ role: 'assistant', parts: [{ text: 'a' }] }] }, /valid role: user, model/],
      [{ contents: [{ parts: [{ text: 'x'.repeat(40_001) }] }] }, /limited to 40000 characters/],
      [{ contents: [{ parts: [{ inlineData: { mimeType: 'image/png', data: '' } }] }] }, /text only/],
      [{ ...prompt, generationConfig: { responseMimeType: 'application/json' } }, /JSON mode/],
      [{ ...prompt, generationConfig: { temperature: 3 } }, /temperature must be in the range \[0, 2\]/],
      [{ ...prompt, generationConfig: { topK: 'many' } }, /TYPE_INT32/],
    ] as const) {
      assert.match((await send('POST', `/v1beta/${tunedModel}:generateContent`, body)).problem, problem);
    }
  });

  it('honours candidateCount, maxOutputTokens, stop sequences and the seed', async () => {
    const ask = async (generationConfig: object) => {
      const reply = await send<{
        candidates: { content: { parts: { text: string }[] }; finishReason: string; index: number }[];
        usageMetadata: { candidatesTokenCount: number };
      }>('POST', '/v1beta/models/gemini-2.5-flash:generateContent', {
        contents: [{ parts: [{ text: 'hello' }] }],
        generationConfig: { maxOutputTokens: 40, ...generationConfig },
      });
      const texts = reply.json.candidates.map(({ content }) => content.parts[0]?.text ?? '');
      return {
        texts,
        reasons: reply.json.candidates.map(({ finishReason }) => finishReason),
        usage: reply.json.usageMetadata,
      };
    };
    const one = await ask({ seed: 3, maxOutputTokens: 1 });
    assert.deepEqual(
      [one.texts[0]?.length, one.reasons, one.usage.candidatesTokenCount],
      [1, ['MAX_TOKENS'], 1],
    );
    const three = await ask({ seed: 3, candidateCount: 3 });
    assert.equal(new Set(three.texts).size, 3);
    assert.deepEqual(await ask({ seed: 3, candidateCount: 3 }), three);
    const [text = ''] = three.texts;
    const stop = text.slice(3, 5);
    assert.deepEqual((await ask({ seed: 3, stopSequences: [stop] })).texts, [
      text.slice(0, text.indexOf(stop)),
    ]);
  });
});
