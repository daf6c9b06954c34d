import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

interface Operation {
  name: string;
  done?: boolean;
  error?: unknown;
  metadata: { tunedModel: string; completedSteps?: number; snapshots?: { step: number; meanLoss: number }[] };
}

interface Job {
  name: string;
  state: string;
  tunedModel?: { endpoint: string };
}

const JOBS = '/v1/projects/p/locations/us-central1/tuningJobs';

describe('the sandbox as a process', () => {
  let dataDir: string;
  let running: RunningSandbox | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tunewright-process-'));
  });
  afterEach(async () => {
    await running?.kill();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function call<T>(requestPath: string, body?: object): Promise<T> {
    if (!running) throw new Error('not started');
    const headers = { Authorization: `Bearer ${await running.token()}` };
    const reply = await fetch(
      running.url + requestPath,
      body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers },
    );
    const text = await reply.text();
    assert.equal(reply.status, 200, text);
    return JSON.parse(text) as T;
  }

  const tune = (count = 15) => ({
    displayName: 'survivor',
    baseModel: 'models/gemini-1.0-pro-001',
    tuningTask: {
      hyperparameters: { epochCount: 5, batchSize: 2 },
      trainingData: {
        examples: {
          examples: Array.from({ length: count }, (_, i) => ({ textInput: `${i}`, output: `${i + 1}` })),
        },
      },
    },
  });

  it('goes on with running jobs after kill -9, on both services', async () => {
    running = await startSandbox({ pace: 4, dataDir });
    const operation = await call<Operation>('/v1beta/tunedModels', tune());
    const launch = () =>
      call<Job>(JOBS, {
        baseModel: 'gemini-2.5-flash',
        supervisedTuningSpec: {
          trainingDatasetUri:
            'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl',
        },
      });
    const job = await launch();
    const cancelled = await launch();
    await call(`/v1/${cancelled.name}:cancel`, {});
    const before = await waitFor(
      () => call<Operation>(`/v1/${operation.name}`),
      ({ metadata }) => (metadata.completedSteps ?? 0) >= 8,
    );
    const token = await running.token();
    await running.kill();

    running = await startSandbox({ pace: 4, dataDir });
    const reply = await fetch(`${running.url}/v1/${operation.name}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const early = (await reply.json()) as Operation;
    assert.equal(reply.status, 200, 'tokens survive a restart');
    assert.ok(!early.done && (early.metadata.completedSteps ?? 0) >= 8, 'it has lost its place');

    const after = await waitFor(
      () => call<Operation>(`/v1/${operation.name}`),
      ({ done }) => done === true,
    );
    assert.equal(after.error, undefined);
    const steps = after.metadata.snapshots ?? [];
    assert.deepEqual(
      steps.map(({ step }) => step),
      Array.from({ length: 38 }, (_, i) => i + 1),
    );
    assert.deepEqual(steps.slice(0, 8), before.metadata.snapshots?.slice(0, 8));

    const ended = await waitFor(
      () => call<Job>(`/v1/${job.name}`),
      ({ state }) => state === 'JOB_STATE_SUCCEEDED' || state === 'JOB_STATE_FAILED',
    );
    assert.equal(ended.state, 'JOB_STATE_SUCCEEDED');
    assert.equal((await call<Job>(`/v1/${cancelled.name}`)).state, 'JOB_STATE_CANCELLED');
    await call(`/v1/${ended.tunedModel?.endpoint}:generateContent`, {
      contents: [{ role: 'user', parts: [{ text: 'Rain' }] }],
    });
    assert.equal(running.errors(), '');
  });

  it('says where it is while it runs, and overwrites what a dead one said', async () => {
    const file = path.join(dataDir, 'sandbox.json');
    running = await startSandbox({ dataDir });
    const { url, adc, process: child } = running;
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { url, adc, pid: child.pid });
    await assert.rejects(startSandbox({ dataDir }), /is already running in/);
    await running.kill();
    assert.ok(existsSync(file));

    running = await startSandbox({ dataDir });
    assert.equal((JSON.parse(await readFile(file, 'utf8')) as { url: string }).url, running.url);
    await running.stop();
    assert.ok(!existsSync(file));
    assert.equal(running.process.exitCode, 0);
  });

  it('ends when the process that forked it is gone, also with a job on its way', async () => {
    running = await startSandbox({ pace: 60, dataDir, ipc: true });
    await call('/v1beta/tunedModels', tune());
    const gone = once(running.process, 'exit');
    running.process.disconnect();
    assert.deepEqual(await gone, [0, null]);
    assert.ok(!existsSync(path.join(dataDir, 'sandbox.json')));
  });

  it('fails a job with the reason that its data gives', async () => {
    running = await startSandbox({ dataDir });
    const headers = { Authorization: `Bearer ${await running.token()}` };
    await fetch(`${running.url}/storage/v1/b?project=p`, {
      method: 'POST',
      headers,
      body: '{"name":"bucket"}',
    });
    const cases: readonly (readonly [name: string, text: string | undefined, reason: RegExp])[] = [
      ['missing', undefined, /gs:\/\/bucket\/missing.jsonl was not found/],
      ['broken', '{"contents": [', /Row: 0\. it is not valid JSON/],
      [
        'role',
        '{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"assistant","parts":[{"text":"b"}]}]}',
        /valid role/,
      ],
      [
        'end',
        '{"contents":[{"role":"user","parts":[{"text":"a"}]}]}',
        /last content must have the role model/,
      ],
      ['field', '{"contents":[],"text_input":"a"}', /Unknown name "text_input"/],
      ['empty', '\n', /no examples/],
    ];
    for (const [name, text, reason] of cases) {
      if (text !== undefined) {
        const address = `${running.url}/upload/storage/v1/b/bucket/o?uploadType=media&name=${name}.jsonl`;
        await fetch(address, { method: 'POST', headers, body: text });
      }
      const { name: job } = await call<Job>(JOBS, {
        baseModel: 'gemini-2.5-flash',
        supervisedTuningSpec: { trainingDatasetUri: `gs://bucket/${name}.jsonl` },
      });
      const failed = await waitFor(
        () => call<Job & { error?: { code: number; message: string } }>(`/v1/${job}`),
        ({ state }) => state === 'JOB_STATE_FAILED',
      );
      assert.equal(failed.error?.code, 3);
      assert.match(failed.error?.message ?? '', reason);
    }
  });
});
