import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { GoogleGenAI } from '@google/genai';
import { hasEnded, type TuningJob } from '../../src/tuning/contract/job';
import type { MetricSeries } from '../../src/tuning/contract/metrics';
import type { TuningService } from '../../src/tuning/contract/service';
import type { SettingValue, TuningMethod } from '../../src/tuning/contract/spec';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const phones = 'vertex_contents_smartphone_support.jsonl';

/** Which of two breads is better. */
const preferences = ['rye', 'oats', 'spelt', 'wheat', 'corn', 'rice', 'millet', 'barley']
  .map((grain) => {
    const completion = (text: string, score: number) => ({
      completion: { role: 'model', parts: [{ text }] },
      score,
    });
    const contents = [{ role: 'user', parts: [{ text: `Bread of ${grain}?` }] }];
    return JSON.stringify({ contents, completions: [completion('Yes, please.', 1), completion('No.', 0)] });
  })
  .join('\n');

const signal = new AbortController().signal;

describe('checkpoints and curves of Vertex AI against the sandbox', () => {
  let sandbox: RunningSandbox;
  let vertexAi: TuningService;
  let genai: GoogleGenAI;

  before(async () => {
    sandbox = await startSandbox({ pace: 3 });
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection = {
      client: authClient,
      authClient,
      project: 'p',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    const services = tuningServices(() => Promise.resolve(connection));
    vertexAi = services.find(({ id }) => id === 'vertexAi') ?? assert.fail('no Vertex AI');
    await vertexAi.storage?.createBucket('tunewright-checkpoints', signal);
    const headers = { Authorization: `Bearer ${await sandbox.token()}` };
    genai = new GoogleGenAI({
      vertexai: true,
      project: 'p',
      location: 'us-central1',
      googleAuthOptions: { authClient: authClient as never },
      httpOptions: { baseUrl: sandbox.url, headers },
    });
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const launch = async (
    hyperparameters: Record<string, SettingValue>,
    {
      method = 'supervised',
      options = {},
    }: { method?: TuningMethod; options?: Record<string, boolean> } = {},
  ) => {
    const text = method === 'preference' ? preferences : await readFile(`test/fixtures/${phones}`, 'utf8');
    const prepared = await vertexAi.prepare(
      {
        spec: {
          service: 'vertexAi',
          baseModel: method === 'preference' ? 'gemini-2.5-flash' : 'gemini-3.5-flash',
          displayName: 'Phones',
          method,
          hyperparameters,
          options,
          bucket: 'tunewright-checkpoints',
        },
        id: 'checkpoint',
        dataset: { kind: 'local', name: phones, text },
        onProgress: () => {},
      },
      signal,
    );
    return { prepared, job: await vertexAi.create(prepared, signal) };
  };
  const until = (job: TuningJob, isIt: (job: TuningJob) => boolean) =>
    waitFor(() => vertexAi.get(job, signal), isIt);
  const answer = async (model: string) => {
    const turns = [{ role: 'user', text: 'How do I reset my phone?' } as const];
    let text = '';
    for await (const chunk of vertexAi.generate(
      model,
      { systemInstruction: undefined, turns, parameters: { temperature: 0, maxOutputTokens: 40 } },
      signal,
    ))
      if (chunk.kind === 'text') text += chunk.text;
    return text;
  };

  it('are there while the job runs, can be prompted, and stay when it is cancelled', async () => {
    const { job } = await launch({ epochCount: 6 });
    const running = await until(job, (one) => (one.interimModel?.checkpoints.length ?? 0) >= 2);
    assert.equal(running.state, 'RUNNING');
    assert.equal(running.tunedModel, undefined);
    const [first] = running.interimModel?.checkpoints ?? [];
    assert.deepEqual([first?.id, first?.epoch], ['1', 1]);
    assert.match(first?.endpoint ?? '', /locations\/us\/endpoints/);
    assert.ok((await answer(first?.endpoint ?? '')).length > 0);
    await vertexAi.cancel(running, signal);
    const cancelled = await until(job, ({ state }) => state === 'CANCELLED');
    const left = cancelled.interimModel?.checkpoints ?? [];
    assert.ok(left.length >= 2 && left.length < 6, `${left.length} checkpoints`);
    assert.ok((await answer(left.at(-1)?.endpoint ?? '')).length > 0);
    const steps = [];
    for await (const step of vertexAi.deleteModel(cancelled.interimModel ?? assert.fail('no model'), signal))
      steps.push(`${step.what} ${step.outcome}`);
    assert.equal(steps.filter((step) => step === 'endpoint done').length, left.length);
    assert.equal(steps.at(-1), 'model done');
  });

  it('are about ten of more epochs, one endpoint each, and the model is the default one', async () => {
    const { job } = await launch({ epochCount: 25 });
    const done = await until(job, ({ state }) => hasEnded(state));
    const { name, model, checkpoints } = done.tunedModel ?? assert.fail(`${done.state}: ${done.error}`);
    assert.deepEqual(
      checkpoints.map(({ epoch }) => epoch),
      [3, 6, 9, 12, 15, 18, 21, 24, 25],
    );
    assert.equal(new Set(checkpoints.map(({ endpoint }) => endpoint)).size, 9);
    assert.equal(name, checkpoints.at(-1)?.endpoint);

    const first = checkpoints[0] ?? assert.fail('no checkpoint');
    await vertexAi.setDefaultCheckpoint(done.tunedModel ?? assert.fail(), first, signal);
    const changed = await vertexAi.get(done, signal);
    assert.equal(changed.tunedModel?.name, first.endpoint);
    const us = genai.models.get({ model, config: { httpOptions: { apiVersion: 'v1beta1' } } });
    assert.equal((await us).defaultCheckpointId, '1');
    // Google's client sends no mask.
    const updated = await genai.models.update({ model, config: { defaultCheckpointId: '4' } });
    assert.equal(updated.defaultCheckpointId, '4');
    await assert.rejects(
      genai.models.update({ model, config: { defaultCheckpointId: '99' } }),
      /no checkpoint/,
    );
  });

  it('are one endpoint and no list when only the last is kept', async () => {
    const { job } = await launch({ epochCount: 3 }, { options: { exportLastCheckpointOnly: true } });
    const done = await until(job, ({ state }) => hasEnded(state));
    assert.deepEqual(done.tunedModel?.checkpoints, []);
    assert.ok((await answer(done.tunedModel?.name ?? '')).length > 0);
  });

  it('measure a preference job by the names of its method, launched on v1', async () => {
    const { prepared, job } = await launch({ epochCount: 4, beta: 0.2 }, { method: 'preference' });
    assert.match(prepared.path, /^v1\//);
    const seen: TuningJob[] = [];
    const done = await waitFor(
      async () => {
        const one = await vertexAi.get(job, signal);
        seen.push(one);
        return one;
      },
      ({ state }) => hasEnded(state),
    );
    assert.equal(done.state, 'SUCCEEDED', done.error);
    assert.ok(
      seen.some(({ progress }) => progress?.loss !== undefined && (progress.fraction ?? 0) > 0),
      'no progress',
    );
    const series: readonly MetricSeries[] = await vertexAi.metrics(done, signal);
    assert.deepEqual(
      series.map(({ name, kind, side }) => [name, kind, side]),
      [['/preference_optimization_train_loss', 'loss', 'train']],
    );
    // Both versions read it.
    for (const version of ['v1', 'v1beta1']) {
      const reply = await fetch(`${sandbox.url}/${version}/${done.name}`, {
        headers: { Authorization: `Bearer ${await sandbox.token()}` },
      });
      const read = (await reply.json()) as { preferenceOptimizationSpec?: { hyperParameters?: object } };
      assert.deepEqual(
        read.preferenceOptimizationSpec?.hyperParameters,
        { epochCount: '4', beta: 0.2 },
        version,
      );
    }
  });
});
