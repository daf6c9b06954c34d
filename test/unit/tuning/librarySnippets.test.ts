import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/dataset/json/value';
import type { GenerateCall } from '../../../src/tuning/contract/service';
import type { SnippetAccess } from '../../../src/tuning/prompt/snippets/access';
import { aiSdk } from '../../../src/tuning/prompt/snippets/aiSdk';
import { genkit } from '../../../src/tuning/prompt/snippets/genkit';
import { snippets } from '../../../src/tuning/prompt/snippets/index';
import { langChain } from '../../../src/tuning/prompt/snippets/langChain';
import { liteLlm } from '../../../src/tuning/prompt/snippets/liteLlm';
import { notebook } from '../../../src/tuning/prompt/snippets/notebook';
import { python } from '../../../src/tuning/prompt/snippets/python';
import { runPython, runTypescript } from './runSnippet';

// Libraries that have messages and settings of their own. A program is run with a stand-in for the library, which tells what it was asked.

const settings = {
  temperature: 0.5,
  topP: 0.9,
  topK: 5,
  maxOutputTokens: 100,
  stopSequences: ['it\'s "so"\n'],
  seed: 7,
};
const safety = { category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' };
const place = 'https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4';
const external: SnippetAccess = {
  kind: 'externalAccount',
  path: 'C:\\adc.json',
  exchange: { tokenUrl: 't', audience: 'a', subjectTokenType: 's', subjectFile: 'f' },
};

describe('prompts as code for libraries', () => {
  it('offers what each can call', () => {
    const offered = (of: GenerateCall, access: SnippetAccess = { kind: 'default' }) =>
      snippets.filter((snippet) => snippet.write(of, access) !== undefined).map(({ id }) => id);
    const all = ['curl', 'python', 'langChain', 'liteLlm', 'notebook', 'typescript', 'aiSdk', 'genkit'];
    const without = (...ids: readonly string[]) => all.filter((id) => !ids.includes(id));
    const google = ['curl', 'python', 'notebook', 'typescript'];
    const file = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
    const thinking = (thinkingConfig: JsonObject) => callOf({ generationConfig: { thinkingConfig } });
    const sandbox = { ...callOf({}).client, baseUrl: 'http://127.0.0.1:1' };

    assert.deepEqual(offered(callOf({ generationConfig: settings, safetySettings: [safety] })), all);
    assert.deepEqual(offered({ ...callOf({}), client: sandbox }, external), without('genkit'));
    assert.deepEqual(offered({ ...callOf({}), client: { apiVersion: 'v1beta' } }), google);
    assert.deepEqual(offered(callOf({ contents: [{ role: 'user', parts: [file] }] })), google);
    assert.deepEqual(offered(callOf({ tools: [{ functionDeclarations: [{ name: 'look' }] }] })), google);
    assert.deepEqual(
      offered(callOf({ generationConfig: { responseMimeType: 'application/json' } })),
      without('liteLlm', 'aiSdk', 'genkit'),
    );
    assert.deepEqual(offered(thinking({ thinkingLevel: 'LOW' })), without('liteLlm'));
    for (const thinkingBudget of [0, 24_576])
      assert.deepEqual(offered(thinking({ thinkingBudget })), without('liteLlm'));
    for (const thinkingBudget of [-1, 24_577, 32_768])
      assert.deepEqual(offered(thinking({ thinkingBudget })), without('liteLlm', 'genkit'));
    assert.deepEqual(
      offered(callOf({ safetySettings: [{ ...safety, threshold: 'OFF' }] })),
      without('genkit'),
    );
    assert.deepEqual(offered(callOf({}), { kind: 'apiKey' }), without('langChain', 'liteLlm'));
  });

  it('asks them in Python what the call asks', function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    const samples = sampled();
    const level = callOf({ generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } });
    const schema = { type: 'object', properties: { null: { type: 'null' } } };
    const json = callOf({
      generationConfig: { responseMimeType: 'application/json', responseJsonSchema: schema },
    });
    const asks = runPython(standIn, [
      ...samples.flatMap(({ call }) => [
        langChain.write(call, { kind: 'default' }),
        liteLlm.write(call, { kind: 'default' }),
      ]),
      langChain.write(level, external),
      langChain.write(json, external),
      liteLlm.write(callOf({}, 'publishers/google/models/gemini-2.5-flash'), external),
    ]);
    for (const [at, { call, system, turns }] of samples.entries()) {
      assert.deepEqual(asks[at * 2], {
        model: call.model,
        vertexai: true,
        project: 'p',
        location: 'europe-west4',
        api_version: 'v1',
        temperature: 0.5,
        top_p: 0.9,
        top_k: 5,
        max_output_tokens: 100,
        stop_sequences: settings.stopSequences,
        seed: 7,
        safety_settings: { [safety.category]: safety.threshold },
        messages: [
          ['system', system],
          ...turns.map(([role, said]) => [role === 'model' ? 'ai' : 'human', said]),
        ],
      });
      assert.deepEqual(asks[at * 2 + 1], {
        model: 'vertex_ai/gemini/123',
        api_base: `${place}/endpoints/123`,
        vertex_project: 'p',
        vertex_location: 'europe-west4',
        extra_headers: { 'x-goog-user-project': 'quota' },
        temperature: 0.5,
        top_p: 0.9,
        top_k: 5,
        max_tokens: 100,
        stop: settings.stopSequences,
        seed: 7,
        safety_settings: [safety],
        messages: [
          { role: 'system', content: system },
          ...turns.map(([role, content]) => ({ role: role === 'model' ? 'assistant' : 'user', content })),
        ],
      });
    }
    const [leveled, structured, base] = asks.slice(-3);
    assert.equal(leveled?.thinking_level, 'low');
    assert.equal(leveled?.temperature, null);
    assert.equal(leveled?.credentials, 'C:\\adc.json');
    assert.equal(structured?.response_mime_type, 'application/json');
    assert.deepEqual(structured?.response_schema, schema);
    assert.equal(base?.model, 'vertex_ai/gemini-2.5-flash');
    assert.equal(base?.api_base, `${place}/publishers/google/models/gemini-2.5-flash`);
    assert.equal(base?.vertex_credentials, 'C:\\adc.json');
  });

  it('asks Genkit and the AI SDK what the call asks', async () => {
    const options = { scopes: ['https://www.googleapis.com/auth/cloud-platform'] };
    for (const { call, system, turns } of sampled()) {
      assert.deepEqual(await askedByTypescript(genkit.write(call, { kind: 'default' })), {
        client: { projectId: 'p', location: 'europe-west4', apiVersion: 'v1', googleAuth: options },
        request: {
          model: 'endpoints/123',
          system,
          messages: turns.map(([role, said]) => ({ role, content: [{ text: said }] })),
          config: { ...settings, safetySettings: [safety] },
        },
      });
      assert.deepEqual(await askedByTypescript(aiSdk.write(call, { kind: 'default' })), {
        client: {
          project: 'p',
          location: 'europe-west4',
          baseURL: place,
          googleAuthOptions: options,
          headers: { 'x-goog-user-project': 'quota' },
        },
        request: {
          model: 'endpoints/123',
          system,
          messages: turns.map(([role, content]) => ({
            role: role === 'model' ? 'assistant' : 'user',
            content,
          })),
          ...settings,
          providerOptions: { vertex: { safetySettings: [safety] } },
        },
      });
    }
    const base = callOf({}, 'publishers/google/models/gemini-2.5-flash');
    assert.deepEqual(await askedByTypescript(genkit.write(base, external)), {
      client: {
        projectId: 'p',
        location: 'europe-west4',
        apiVersion: 'v1',
        googleAuth: { keyFile: 'C:\\adc.json', ...options },
      },
      request: { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
    });
  });

  it('makes a notebook of nbformat 4.5 whose cells are the program in Python', () => {
    const calls = sampled().map(({ call }) => call);
    for (const call of [...calls, { ...callOf({}), client: { apiVersion: 'v1beta' } }]) {
      const { cells, ...rest } = JSON.parse(notebook.write(call, external) ?? '');
      assert.deepEqual(rest, {
        metadata: {
          kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
          language_info: { name: 'python' },
        },
        nbformat: 4,
        nbformat_minor: 5,
      });
      const [about, install, prompt, ...more] = cells;
      assert.deepEqual(more, []);
      assert.deepEqual(
        { ...about, source: '' },
        { id: 'about', cell_type: 'markdown', metadata: {}, source: '' },
      );
      const code = { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: '' };
      assert.deepEqual({ ...install, source: '' }, { id: 'install', ...code });
      assert.deepEqual({ ...prompt, source: '' }, { id: 'prompt', ...code });
      const program: string = python.write(call, external);
      const [first = '', ...lines] = program.split('\n');
      assert.equal(install.source, first.replace('# pip install', '%pip install --quiet'));
      assert.equal(prompt.source, lines.join('\n').trim());
    }
  });
});

function callOf(body: JsonObject, resource = 'endpoints/123'): GenerateCall {
  return {
    url: `${place}/${resource}:generateContent`,
    body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }], ...body },
    model: `projects/p/locations/europe-west4/${resource}`,
    client: { vertexAi: { project: 'p', location: 'europe-west4' }, apiVersion: 'v1' },
    quotaProject: 'quota',
  };
}

interface Asked {
  readonly call: GenerateCall;
  readonly system: string;
  readonly turns: readonly (readonly [role: string, text: string])[];
}

/** Calls with every setting, and texts of every kind. */
function sampled(): readonly Asked[] {
  const hard = fc.constantFrom('$HOME `id` $(id) \\', "it's \"so\"\n\r\n\t'''", '\u2028\u202e\ufeff');
  const said = fc.oneof(fc.string({ unit: 'binary' }), hard);
  const turn = fc.tuple(fc.constantFrom('user', 'model'), fc.array(said, { maxLength: 2 }));
  const asked = fc.tuple(said, fc.array(turn, { maxLength: 3 })).map(([system, turns]) => ({
    system,
    turns: turns.map(([role, texts]) => [role, texts.join('')] as const),
    call: callOf({
      systemInstruction: { parts: [{ text: system }] },
      contents: turns.map(([role, texts]) => ({ role, parts: texts.map((text) => ({ text })) })),
      generationConfig: settings,
      safetySettings: [safety],
    }),
  }));
  return fc.sample(asked, 30);
}

async function askedByTypescript(program = ''): Promise<{ client?: unknown; request?: unknown }> {
  const asked: { client?: unknown; request?: unknown } = {};
  const connect = (client: unknown) => {
    asked.client = client;
    return (model: string) => model;
  };
  const generate = (request: unknown) => {
    asked.request = request;
    return Promise.resolve({ text: '' });
  };
  await runTypescript(program, {
    createVertex: connect,
    generateText: generate,
    vertexAI: Object.assign(connect, { model: (model: string) => model }),
    genkit: () => ({ generate }),
  });
  return asked;
}

const standIn = `
import contextlib, io, json, sys, types as kinds
def module(name, **members):
    made = kinds.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made
class Named(type):
    def __getattr__(self, name): return name
class Names(metaclass=Named): pass
class ChatGoogleGenerativeAI:
    def __init__(self, **options): asked.update(options)
    def invoke(self, messages):
        asked["messages"] = messages
        return kinds.SimpleNamespace(text="")
def completion(**request):
    asked.update(request)
    message = kinds.SimpleNamespace(content="")
    return kinds.SimpleNamespace(choices=[kinds.SimpleNamespace(message=message)])
module("langchain_google_genai", ChatGoogleGenerativeAI=ChatGoogleGenerativeAI, HarmCategory=Names, HarmBlockThreshold=Names)
module("litellm", completion=completion)
pool = module("google.auth.identity_pool", Credentials=kinds.SimpleNamespace(from_file=lambda path, scopes: path))
module("google", auth=module("google.auth", identity_pool=pool))
asks = []
for program in json.load(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")):
    asked = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, "snippet", "exec"), {})
    asks.append(asked)
print(json.dumps(asks))
`;
