import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';
import { findTarget } from '../../src/dataset/targets/target';
import type { Connection } from '../../src/tuning/contract/connection';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { googleOrigin } from '../../src/tuning/google/googleHost';
import { vertexAi } from '../../src/tuning/services/vertexAi/vertexAi';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const signal = new AbortController().signal;

/** The adapter, with Google's list answered by a function. */
function serviceWith(list: () => Promise<object>) {
  const client = { request: async () => ({ data: await list() }) };
  const connection = {
    client,
    authClient: client,
    project: 'p',
    region: 'us-central1',
    origin: googleOrigin,
  } as unknown as Connection;
  return vertexAi(async () => connection, {} as never);
}

const named = (...ids: string[]) =>
  Promise.resolve({ publisherModels: ids.map((id) => ({ name: `publishers/google/models/${id}` })) });

describe('models that Google lists', () => {
  it('come after those of the table, marked, if they take a conversation', async () => {
    const ids = [
      'gemini-9.1-flash',
      'gemini-3.5-flash',
      'gemini-9.1-pro-preview-04-01',
      'text-embedding-005',
    ];
    const others = ['gemini-9.1-flash-image', 'gemini-live-9-flash', 'gemini-embedding-001', 'imagen-5', ''];
    const models = await serviceWith(() => named(...ids, ...others)).promptableModels(signal);
    const known = models.filter(({ name }) => findTarget(name) !== undefined);
    assert.deepEqual(models.slice(0, known.length), known);
    assert.deepEqual(
      models.slice(known.length).map(({ name, note }) => [name, note?.startsWith('Listed by Google.')]),
      [
        ['gemini-9.1-flash', true],
        ['gemini-9.1-pro-preview-04-01', true],
      ],
    );
    assert.equal(new Set(models.map(({ name }) => name)).size, models.length, 'each once');
  });

  it('are left out when they cannot be asked for, and the table serves', async () => {
    const without = await serviceWith(() => named()).promptableModels(signal);
    assert.ok(without.length > 5);
    for (const error of [new Error('offline'), { response: { status: 403, data: {} } }])
      assert.deepEqual(await serviceWith(() => Promise.reject(error)).promptableModels(signal), without);
    const aborted = AbortSignal.abort();
    await assert.rejects(serviceWith(() => Promise.reject(new Error('x'))).promptableModels(aborted), {
      name: 'AbortError',
    });
  });

  describe('in the sandbox', () => {
    let sandbox: RunningSandbox;
    before(async () => {
      sandbox = await startSandbox();
    });
    after(async () => {
      assert.equal(sandbox?.errors(), '');
      await sandbox?.stop();
    });

    it('are what Google’s own client is told, the same at a place that serves fewer', async () => {
      const authClient = await credentialsFromFile(sandbox.adc);
      const headers = { Authorization: `Bearer ${await sandbox.token()}` };
      for (const location of ['global', 'us-central1']) {
        const genai = new GoogleGenAI({
          ...{ vertexai: true, project: 'p', location },
          googleAuthOptions: { authClient: authClient as never },
          httpOptions: { baseUrl: sandbox.url, headers },
        });
        const ids: string[] = [];
        for await (const { name } of await genai.models.list({ config: { pageSize: 3, queryBase: true } }))
          ids.push(String(name));
        assert.equal(new Set(ids).size, ids.length);
        assert.ok(ids.includes('publishers/google/models/gemini-3.5-flash'), String(ids));
        assert.ok(!ids.some((id) => /gemini-1\.|gemini-2\.0|preview/.test(id)), String(ids));
      }
    });
  });
});
