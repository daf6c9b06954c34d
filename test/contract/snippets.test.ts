import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Connection } from '../../src/tuning/contract/connection';
import { hasEnded } from '../../src/tuning/contract/job';
import type { GenerationParameters, Prompt, TuningService } from '../../src/tuning/contract/service';
import type { TuningSpec } from '../../src/tuning/contract/spec';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { readExternalAccount, type SnippetAccess } from '../../src/tuning/prompt/snippets/access';
import { aiSdk } from '../../src/tuning/prompt/snippets/aiSdk';
import { curl } from '../../src/tuning/prompt/snippets/curl';
import { python } from '../../src/tuning/prompt/snippets/python';
import { typescript } from '../../src/tuning/prompt/snippets/typescript';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const run = promisify(execFile);

const parameters: GenerationParameters = {
  temperature: 0,
  topP: 0.9,
  seed: 7,
  maxOutputTokens: 100,
  stopSequences: ['that\'s `all` "$HOME" \\'],
};

/** A tuned model of each service, and a question to it; a new service gets its line here and passes the suite below. */
const models: Record<
  string,
  { readonly file: string; readonly spec: Omit<TuningSpec, 'service' | 'baseModel'>; readonly prompt: Prompt }
> = {
  geminiApi: {
    file: 'number_generator.jsonl',
    spec: {
      displayName: 'Number generator',
      hyperparameters: { epochCount: 5, batchSize: 2, learningRate: 0.001 },
    },
    prompt: { systemInstruction: undefined, turns: [{ role: 'user', text: '3' }], parameters },
  },
  vertexAi: {
    file: 'vertex_contents_smartphone_support.jsonl',
    spec: {
      displayName: 'Phone support',
      hyperparameters: { epochCount: 4, learningRateMultiplier: 1 },
      bucket: 'tunewright-snippets',
    },
    prompt: {
      systemInstruction: 'Don\'t say $PATH or `id`;\nsay "how" \u{1f600}',
      turns: [
        { role: 'user', text: 'Hello' },
        { role: 'model', text: "What's wrong?\nJSON\n" },
        { role: 'user', text: 'How do I take a screenshot?' },
      ],
      parameters,
    },
  },
};

// As a user does it: the text is pasted into a file or a shell, and run there.
describe('snippets against the sandbox', function () {
  this.timeout(120_000);
  let sandbox: RunningSandbox;
  let services: readonly TuningService[];
  let access: SnippetAccess;
  let folder: string;
  const signal = new AbortController().signal;

  before(async () => {
    sandbox = await startSandbox();
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection: Connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    services = tuningServices(() => Promise.resolve(connection));
    access = readExternalAccount(sandbox.adc, await readFile(sandbox.adc, 'utf8')) ?? assert.fail();
    await mkdir('dist', { recursive: true });
    folder = await mkdtemp(path.resolve('dist', 'snippets-')); // below node_modules, for the SDK
  });
  after(async () => {
    await sandbox?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('has a model of every service', () => {
    assert.deepEqual(Object.keys(models).sort(), services.map((service) => service.id).sort());
  });

  for (const [id, { file, spec, prompt }] of Object.entries(models)) {
    describe(id, () => {
      let service: TuningService;
      let model: string;
      let answer = '';

      before(async () => {
        service = services.find((one) => one.id === id) ?? assert.fail(`no service ${id}`);
        model = await tune(service, file, spec, signal);
        for await (const chunk of service.generate(model, prompt, signal))
          if (chunk.kind === 'text') answer += chunk.text;
        assert.notEqual(answer, '');
      });

      it('curl gives the same answer', async () => {
        const program = curl.write(await service.generateCall(model, prompt, signal), access);
        const { stdout } = await run('sh', ['-c', program]);
        assert.equal(answerIn(stdout), answer);
      });

      it('TypeScript is without an error of its compiler, and gives the same answer', async () => {
        const program = typescript.write(await service.generateCall(model, prompt, signal), access);
        const source = path.join(folder, `${id}.mts`);
        await writeFile(source, program);
        await compile(source, folder);
        const { stdout } = await run(process.execPath, [source.replace(/\.mts$/, '.mjs')]);
        assert.equal(stdout, `${answer}\n`);
      });

      it('TypeScript gives the same answer with Application Default Credentials', async () => {
        const call = await service.generateCall(model, prompt, signal);
        const source = path.join(folder, `${id}-default.mjs`);
        await writeFile(source, typescript.write(call, { kind: 'default' })); // it has no types of its own
        // Without a project the library would ask Google for its name.
        const env = {
          ...process.env,
          GOOGLE_APPLICATION_CREDENTIALS: sandbox.adc,
          GOOGLE_CLOUD_PROJECT: 'sandbox',
        };
        assert.equal((await run(process.execPath, [source], { env })).stdout, `${answer}\n`);
      });

      it('the AI SDK is without an error of the compiler and gives the same answer, where it can', async () => {
        const program = aiSdk.write(await service.generateCall(model, prompt, signal), access);
        assert.equal(program !== undefined, id === 'vertexAi');
        if (program === undefined) return;
        const source = path.join(folder, `${id}-ai.mts`);
        await writeFile(source, program);
        await compile(source, folder);
        const { stdout } = await run(process.execPath, [source.replace(/\.mts$/, '.mjs')]);
        assert.equal(stdout, `${answer}\n`);
      });

      it('Python is Python', async function () {
        if (!(await run('python3', ['--version']).catch(() => undefined))) this.skip();
        const source = path.join(folder, `${id}.py`);
        await writeFile(source, python.write(await service.generateCall(model, prompt, signal), access));
        await run('python3', ['-m', 'py_compile', source]);
      });
    });
  }

  it('TypeScript is without an error of its compiler with every setting, at Google too', async () => {
    const source = path.join(folder, 'settings.mts');
    const call = {
      url: 'https://example.invalid/',
      model: 'gemini-2.5-flash',
      body: {
        contents: [
          {
            role: 'user',
            parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }, { text: 'What is it?' }],
          },
          { role: 'model', parts: [{ functionCall: { name: 'look', args: {} }, thoughtSignature: 'AAAA' }] },
          { role: 'user', parts: [{ functionResponse: { name: 'look', response: { output: 'a cat' } } }] },
        ],
        systemInstruction: { parts: [{ text: 'Be short.' }] },
        safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }],
        generationConfig: {
          responseMimeType: 'application/json',
          responseJsonSchema: { type: 'object', properties: { category: { type: 'string' } } },
          thinkingConfig: { thinkingLevel: 'LOW', thinkingBudget: 0 },
        },
        tools: [
          {
            functionDeclarations: [
              { name: 'look', parameters: { type: 'OBJECT', properties: { type: { type: 'STRING' } } } },
            ],
          },
        ],
      },
      client: { vertexAi: { project: 'p', location: 'us-central1' }, apiVersion: 'v1' },
      quotaProject: 'p',
    };
    await writeFile(source, typescript.write(call, { kind: 'default' }));
    await compile(source, folder);
    await writeFile(
      source,
      typescript.write({ ...call, client: { apiVersion: 'v1beta' } }, { kind: 'apiKey' }),
    );
    await compile(source, folder);
  });
});

async function tune(
  service: TuningService,
  file: string,
  spec: Omit<TuningSpec, 'service' | 'baseModel'>,
  signal: AbortSignal,
): Promise<string> {
  if (spec.bucket) await service.storage?.createBucket(spec.bucket, signal);
  const [baseModel] = await service.baseModels(signal);
  const prepared = await service.prepare(
    {
      spec: { ...spec, service: service.id, baseModel: baseModel?.name ?? '' },
      id: 'snippets01',
      dataset: { kind: 'local', name: file, text: await readFile(`test/fixtures/${file}`, 'utf8') },
      onProgress: () => {},
    },
    signal,
  );
  const job = await service.create(prepared, signal);
  const ended = await waitFor(
    () => service.get(job, signal),
    ({ state }) => hasEnded(state),
  );
  return ended.tunedModel?.name ?? assert.fail(ended.error);
}

function answerIn(reply: string): string {
  const { candidates } = JSON.parse(reply) as {
    candidates?: { content: { parts: { text: string }[] } }[];
  };
  return candidates?.[0]?.content.parts.map(({ text }) => text).join('') ?? assert.fail(reply);
}

/** To JavaScript beside it. Rejects with what the compiler says. */
async function compile(source: string, folder: string): Promise<void> {
  const options = [
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--strict',
    '--ignoreConfig',
    '--skipLibCheck',
    '--types',
    'node',
  ];
  const bin = path.resolve('node_modules', '.bin', 'tsc');
  await run(bin, [...options, '--outDir', folder, source]).catch((error: { stdout?: string }) =>
    assert.fail(error.stdout ?? String(error)),
  );
}
