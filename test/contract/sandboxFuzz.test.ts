import geminiApi from 'descriptors:geminiApi';
import resourceManager from 'descriptors:resourceManager';
import vertexAi from 'descriptors:vertexAi';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { anyJson, randomMessage } from './randomMessages';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

/** A way to call the sandbox, with bodies that fit it more or less. */
interface Route {
  readonly method: string;
  /** `*` stands for a name that does or does not exist. */
  readonly path: string;
  readonly body: fc.Arbitrary<unknown> | undefined;
}

const STORAGE: readonly Route[] = [
  ['GET', '/storage/v1/b'],
  ['POST', '/storage/v1/b?project=p'],
  ['GET', '/storage/v1/b/*/o'],
  ['GET', '/storage/v1/b/*/o/*'],
  ['DELETE', '/storage/v1/b/*/o/*'],
  ['POST', '/upload/storage/v1/b/*/o?uploadType=resumable&name=x'],
  ['POST', '/upload/storage/v1/b/*/o?uploadType=multipart&name=x'],
  ['PUT', '/upload/storage/v1/b/*/o?upload_id=*'],
].map(([method = '', path = '']) => ({ method, path, body: method === 'GET' ? undefined : anyJson }));

const CONTENTS = [{ role: 'user', parts: [{ text: 'a' }] }];
/** What a body needs before a method does anything with the rest of it. */
const SEEDS: Readonly<Record<string, object>> = {
  CreateTunedModel: {
    baseModel: 'models/gemini-1.0-pro-001',
    tuningTask: { trainingData: { examples: { examples: [{ textInput: 'a', output: 'b' }] } } },
  },
  CreateTuningJob: {
    baseModel: 'gemini-2.5-flash',
    supervisedTuningSpec: {
      trainingDatasetUri:
        'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl',
    },
  },
  UpdateTunedModel: { displayName: 'b' },
  GenerateContent: { contents: CONTENTS },
  StreamGenerateContent: { contents: CONTENTS },
  CountTokens: { contents: CONTENTS },
};

const names = fc.constantFrom(
  ...['none', 'fuzzed', 'gemini-1.0-pro-001', 'gemini-2.5-flash', 'us-central1', '123', 'cloud-samples-data'],
  ...['%00', 'a%2Fb', '%', '__proto__', 'default'],
);
const someQuery = fc.dictionary(
  fc.oneof(
    fc.constantFrom('pageSize', 'pageToken', 'filter', '$alt', 'alt', 'updateMask', 'timeSeries'),
    fc.string(),
  ),
  fc.oneof(
    fc.constantFrom('sse', 'json;enum-encoding=int', '1', '-1', 'displayName', 'state=X'),
    fc.string(),
  ),
  { maxKeys: 2 },
);
const query = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, someQuery);

/** Every route that the descriptors give the served methods. */
function rpcRoutes(): Route[] {
  return [geminiApi, vertexAi, resourceManager].flatMap((json) => {
    const root = protobuf.Root.fromJSON(json);
    root.resolveAll();
    return servicesIn(root).flatMap((service) => service.methodsArray.flatMap(routesOf));
  });
}

function routesOf(rpc: protobuf.Method): Route[] {
  rpc.resolve();
  const request = rpc.resolvedRequestType;
  if (!request) throw new Error(`${rpc.fullName} is unresolved`);
  const rules: Record<string, string>[] = rpc.options?.http ?? [];
  return rules.map(({ body, ...verbs }) => {
    const [[method, path] = ['', '']] = Object.entries(verbs);
    const field = body === undefined || body === '*' ? undefined : request.fields[toCamelCase(body)];
    const type = field?.resolve().resolvedType ?? request;
    if (!(type instanceof protobuf.Type)) throw new Error(`${rpc.fullName} has no message as its body`);
    return {
      method: method.toUpperCase(),
      path: path
        .replace(/\{\w+(?:\.\w+)?=([^}]*)\}/g, '$1')
        .replace('publishers/*', 'publishers/google')
        .replace('locations/*', 'locations/us-central1'),
      body: body === undefined ? undefined : bodies(type, SEEDS[rpc.name] ?? {}),
    };
  });
}

/** Wild, tame, and tame with what makes the method do something. */
function bodies(type: protobuf.Type, seed: object): fc.Arbitrary<unknown> {
  const tame = randomMessage(type, false);
  return fc.oneof(
    randomMessage(type, true),
    anyJson,
    tame.map((message) => ({ ...message, ...seed })),
    tame.map((message) => ({ ...seed, ...message })),
    fc.constant(seed),
  );
}

function servicesIn(namespace: protobuf.NamespaceBase): protobuf.Service[] {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof protobuf.Service) return [nested];
    return nested instanceof protobuf.Namespace && !(nested instanceof protobuf.Type)
      ? servicesIn(nested)
      : [];
  });
}

function toCamelCase(name: string): string {
  return name.replace(/_(.)/g, (_, c: string) => c.toUpperCase());
}

describe('random requests', function () {
  this.timeout(120_000);
  let sandbox: RunningSandbox;
  let token: string;

  before(async () => {
    sandbox = await startSandbox();
    token = await sandbox.token();
    const headers = { Authorization: `Bearer ${token}` };
    // Something that exists, so that not every name ends in 404.
    const trainingData = { examples: { examples: [{ textInput: 'a', output: 'b' }] } };
    const model = { baseModel: 'models/gemini-1.0-pro-001', tuningTask: { trainingData } };
    const address = `${sandbox.url}/v1beta/tunedModels?tunedModelId=fuzzed`;
    await fetch(address, { method: 'POST', headers, body: JSON.stringify(model) });
  });
  after(() => sandbox?.stop());

  for (const { method, path, body } of [...rpcRoutes(), ...STORAGE]) {
    it(`${method} ${path}: a reply or an error in Google's shape, and never a 500`, async () => {
      const text = body
        ? fc.oneof({ weight: 9, arbitrary: body.map((v) => JSON.stringify(v)) }, fc.string())
        : fc.constant('');
      await fc.assert(
        fc.asyncProperty(names, query, text, async (name, parameters, content) => {
          const url = new URL(sandbox.url + path.replaceAll('*', name));
          for (const [key, value] of Object.entries(parameters)) url.searchParams.append(key, value);
          const reply = await fetch(url, {
            method,
            headers: { Authorization: `Bearer ${token}` },
            ...(body ? { body: content } : {}),
          });
          const answer = await reply.text();
          assert.ok(reply.status < 500, `${reply.status} ${answer} ${sandbox.errors()}`);
          if (reply.status < 400) return;
          const { error } = JSON.parse(answer) as {
            error: { code: number; message: string; status?: string };
          };
          assert.equal(error.code, reply.status);
          assert.equal(typeof error.message, 'string');
          // Cloud Storage has an older shape without it.
          if (!path.includes('/storage/')) assert.equal(typeof error.status, 'string');
        }),
        { numRuns: 40 },
      );
      assert.equal(sandbox.errors(), '');
    });
  }
});
