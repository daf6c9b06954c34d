import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/dataset/json/value';
import type { GenerateCall } from '../../../src/tuning/contract/service';
import { readExternalAccount, type SnippetAccess } from '../../../src/tuning/prompt/snippets/access';
import { curl } from '../../../src/tuning/prompt/snippets/curl';
import { snippets } from '../../../src/tuning/prompt/snippets/index';
import { python } from '../../../src/tuning/prompt/snippets/python';
import { typescript } from '../../../src/tuning/prompt/snippets/typescript';
import { runPython, runTypescript, runWith } from './runSnippet';

// Each program is run by its language's own interpreter with a stand-in for what it calls, which tells what it was asked.

/** No NUL, which no shell can hold. */
const text = fc.string({ unit: 'binary' }).map((raw) => raw.replaceAll('\0', ''));
const hard = fc.constantFrom(
  '$HOME `id` $(id) \\',
  "it's \"so\"\n\r\n\t'''",
  'JSON',
  '\u2028\u2029\u202e\ufeff',
  '__proto__',
);
const said = fc.oneof(
  text,
  hard,
  fc.string({ unit: fc.constantFrom('"', "'", '\\', '$', '`', '\n', '\u{1f600}') }),
);
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    said,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0),
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(said, tie('value'), { maxKeys: 3 }).map((members) => JSON.parse(JSON.stringify(members))),
  ),
})).value;
const part: fc.Arbitrary<JsonObject> = fc.oneof(
  said.map((written) => ({ text: written })),
  fc
    .record({ mimeType: said, data: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')) })
    .map((inlineData) => ({ inlineData })),
  fc.record({ mimeType: said, fileUri: said }).map((fileData) => ({ fileData })),
);
const body: fc.Arbitrary<JsonObject> = fc
  .record({
    contents: fc.array(
      fc.record({ role: fc.constantFrom('user', 'model'), parts: fc.array(part, { maxLength: 3 }) }),
      { maxLength: 3 },
    ),
    systemInstruction: fc.record({
      parts: fc.array(
        said.map((written) => ({ text: written })),
        { maxLength: 2 },
      ),
    }),
    generationConfig: fc.record(
      {
        temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((number) => number || 0),
        stopSequences: fc.array(said, { minLength: 1, maxLength: 3 }),
        responseJsonSchema: fc.dictionary(said, json, { minKeys: 1, maxKeys: 3 }),
        thinkingConfig: fc.constant({ thinkingLevel: 'LOW' }),
      },
      { requiredKeys: [] },
    ),
    safetySettings: fc.constant([{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }]),
  })
  .map((request) => JSON.parse(JSON.stringify(request)));
const call: fc.Arbitrary<GenerateCall> = fc.record({
  url: said,
  body,
  model: said,
  client: fc.oneof(
    fc.record({ vertexAi: fc.record({ project: said, location: said }), apiVersion: said, baseUrl: said }),
    fc.record({ apiVersion: said }),
  ),
  quotaProject: said,
});
const access: fc.Arbitrary<SnippetAccess> = fc.oneof(
  fc.constant<SnippetAccess>({ kind: 'default' }),
  fc.constant<SnippetAccess>({ kind: 'apiKey' }),
  fc.record({
    kind: fc.constant('externalAccount' as const),
    path: said,
    exchange: fc.record({ tokenUrl: said, audience: said, subjectTokenType: said, subjectFile: said }),
  }),
);
/** Many at once: a process takes longer to start than to run them. */
const many = fc.array(fc.tuple(call, access), { minLength: 30, maxLength: 40 });
const runs = { numRuns: 3, endOnFailure: true };

describe('prompts as code', function () {
  this.timeout(120_000); // an interpreter may be slow to start

  it('curl sends the request as it is, whatever texts it holds', () => {
    const standIn = `
      gcloud() { printf TOKEN; }
      curl() { case "$*" in *subject_token*) printf '{"access_token":"TOKEN"}'; printf '%s\\0' "$@" >&2;; *) printf '%s\\0' "$@"; cat; printf '\\0';; esac; }
      GEMINI_API_KEY=KEY
    `;
    fc.assert(
      fc.property(many, (cases) => {
        const programs = cases.map(([asked, from]) => curl.write(asked, from));
        const { stdout, stderr } = runWith('sh', ['-s'], [standIn, ...programs].join('\n'));
        const words = stdout.split('\0');
        const exchanged = stderr.split('\0');
        for (const [{ url, body, quotaProject }, from] of cases) {
          const headers = {
            default: ['Authorization: Bearer TOKEN', `x-goog-user-project: ${quotaProject}`],
            apiKey: ['x-goog-api-key: KEY'],
            externalAccount: ['Authorization: Bearer TOKEN'],
          }[from.kind];
          const sent = words.splice(0, words.indexOf('@-') + 2);
          assert.deepEqual(
            sent.filter((_, at) => sent[at - 1] === '--header'),
            [...headers, 'Content-Type: application/json'],
          );
          assert.equal(sent[2], url);
          assert.deepEqual(JSON.parse(sent.at(-1) ?? ''), body);
          if (from.kind !== 'externalAccount') continue;
          const { tokenUrl, audience, subjectTokenType, subjectFile } = from.exchange;
          const asked = exchanged.splice(0, 15);
          assert.equal(asked[2], tokenUrl);
          assert.deepEqual(asked.filter((_, at) => asked[at - 1] === '--data-urlencode').slice(3), [
            `audience=${audience}`,
            `subject_token_type=${subjectTokenType}`,
            `subject_token@${subjectFile}`,
          ]);
        }
      }),
      runs,
    );
  });

  it('TypeScript asks the SDK for the same', async () => {
    await fc.assert(
      fc.asyncProperty(many, async (cases) => {
        for (const [asked, from] of cases) {
          const { client, request } = await askedByTypescript(typescript.write(asked, from));
          assert.deepEqual(request, {
            model: asked.model,
            contents: asked.body.contents,
            config: configOf(asked.body),
          });
          assert.deepEqual(client, {
            vertexai: asked.client.vertexAi !== undefined,
            ...asked.client.vertexAi,
            ...(from.kind === 'apiKey'
              ? { apiKey: 'KEY' }
              : {
                  googleAuthOptions: {
                    scopes: ['https://www.googleapis.com/auth/cloud-platform'],
                    ...(from.kind === 'externalAccount' ? { keyFile: from.path } : {}),
                  },
                }),
            httpOptions: {
              apiVersion: asked.client.apiVersion,
              ...('baseUrl' in asked.client ? { baseUrl: asked.client.baseUrl } : {}),
            },
          });
        }
      }),
      runs,
    );
  });

  it('Python asks the SDK for the same, or the REST address where the SDK cannot', function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    fc.assert(
      fc.property(many, (cases) => {
        const programs = cases.map(([asked, from]) => python.write(asked, from));
        const asks = runPython(pythonStandIn, programs);
        for (const [at, [asked, from]] of cases.entries()) {
          const said = asks[at] ?? {};
          if (said.url === undefined) {
            const {
              safetySettings: safety_settings,
              systemInstruction: system_instruction,
              generationConfig,
            } = asked.body;
            const config = Object.entries(generationConfig as JsonObject).map(([key, value]) => [
              snake(key),
              value,
            ]);
            assert.deepEqual(said.request, {
              model: asked.model,
              contents: asked.body.contents,
              config: { safety_settings, system_instruction, ...Object.fromEntries(config) },
            });
            const { baseUrl, apiVersion, vertexAi } = asked.client;
            assert.deepEqual(said.client, {
              vertexai: vertexAi !== undefined,
              ...vertexAi,
              ...(from.kind === 'apiKey' ? { api_key: 'KEY' } : {}),
              ...(from.kind === 'externalAccount' ? { credentials: from.path } : {}),
              http_options: {
                api_version: apiVersion,
                ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
              },
            });
          } else {
            assert.equal(asked.client.vertexAi, undefined);
            assert.deepEqual(said, {
              url: asked.url,
              json: asked.body,
              credentials: from.kind === 'externalAccount' ? from.path : asked.quotaProject,
            });
          }
        }
      }),
      runs,
    );
  });

  it('holds no credential, but where to find one', () => {
    fc.assert(
      fc.property(call, access, (asked, from) => {
        for (const snippet of snippets) {
          const program = snippet.write(asked, from);
          if (program === undefined) continue; // its library can't make this call
          assert.match(
            program,
            {
              default: /gcloud auth application-default login/,
              apiKey: /GEMINI_API_KEY/,
              externalAccount: /sandbox/,
            }[from.kind],
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it('reads where a file of the sandbox has its subject', () => {
    const file = {
      type: 'external_account',
      audience: 'a',
      subject_token_type: 't',
      token_url: 'http://127.0.0.1:1/sts/token',
      credential_source: { file: '/s.txt' },
    };
    assert.deepEqual(readExternalAccount('/adc.json', JSON.stringify(file)), {
      kind: 'externalAccount',
      path: '/adc.json',
      exchange: { tokenUrl: file.token_url, audience: 'a', subjectTokenType: 't', subjectFile: '/s.txt' },
    });
    assert.equal(
      readExternalAccount('/adc.json', JSON.stringify({ ...file, type: 'authorized_user' })),
      undefined,
    );
    assert.equal(readExternalAccount('/adc.json', 'no JSON'), undefined);
  });
});

function configOf({ contents: _, generationConfig, ...rest }: JsonObject): JsonObject {
  return { ...rest, ...(generationConfig as JsonObject) };
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function askedByTypescript(program: string): Promise<{ client: unknown; request: unknown }> {
  const asked: { client?: unknown; request?: unknown } = {};
  class GoogleGenAI {
    models = {
      generateContent: (request: unknown) => {
        asked.request = request;
        return Promise.resolve({ text: '' });
      },
    };
    constructor(client: unknown) {
      asked.client = client;
    }
  }
  await runTypescript(program, { GoogleGenAI });
  return { client: asked.client, request: asked.request };
}

const pythonStandIn = `
import base64, contextlib, io, json, os, sys, types as kinds
os.environ["GEMINI_API_KEY"] = "KEY"
asked = {}
def module(name, **members):
    made = kinds.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made
class Part:
    from_text = staticmethod(lambda text: {"text": text})
    from_bytes = staticmethod(lambda data, mime_type: {"inlineData": {"data": base64.b64encode(data).decode(), "mimeType": mime_type}})
    from_uri = staticmethod(lambda file_uri, mime_type: {"fileData": {"fileUri": file_uri, "mimeType": mime_type}})
    model_validate = staticmethod(lambda value: value)
def generate_content(**request):
    asked["request"] = request
    return kinds.SimpleNamespace(text="")
def client(**options):
    asked["client"] = options
    return kinds.SimpleNamespace(models=kinds.SimpleNamespace(generate_content=generate_content))
class Reply:
    raise_for_status = lambda self: None
    json = lambda self: {"candidates": [{"content": {"parts": [{"text": ""}]}}]}
class Session:
    def __init__(self, credentials): asked["credentials"] = credentials
    def post(self, url, json):
        asked.update(url=url, json=json)
        return Reply()
types = module("google.genai.types", Part=Part, Content=dict, GenerateContentConfig=dict, HttpOptions=dict)
genai = module("google.genai", Client=client, types=types)
requests = module("google.auth.transport.requests", AuthorizedSession=Session)
transport = module("google.auth.transport", requests=requests)
auth = module("google.auth", transport=transport,
    identity_pool=module("google.auth.identity_pool", Credentials=kinds.SimpleNamespace(from_file=lambda path, scopes: path)),
    default=lambda scopes, quota_project_id: (quota_project_id, None))
module("google", genai=genai, auth=auth)
asks = []
for program in json.load(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")):
    asked = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, "snippet", "exec"), {})
    asks.append(asked)
print(json.dumps(asks))
`;
