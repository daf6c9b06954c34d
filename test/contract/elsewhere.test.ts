import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readResults } from '../../src/evaluation/results/readResults';
import { hasEnded } from '../../src/tuning/contract/job';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { findPrompted } from '../../src/tuning/models/promptedModel';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const signal = AbortSignal.timeout(280_000);
const phones = 'test/fixtures/vertex_contents_smartphone_support.jsonl';

/** Where each is tuned, where its model then lives, and how it is asked to think least. */
const models = [
  {
    base: 'gemini-3.5-flash',
    region: 'us-central1',
    lives: 'us',
    setting: 'europe-west4',
    at: 'eu',
    least: { thinkingLevel: 'MINIMAL' },
  },
  {
    base: 'gemini-3.5-flash',
    region: 'europe-west4',
    lives: 'eu',
    setting: 'us-central1',
    at: 'us',
    least: { thinkingLevel: 'MINIMAL' },
  },
  {
    base: 'gemini-2.5-flash',
    region: 'us-central1',
    lives: 'us-central1',
    setting: 'europe-west4',
    at: 'europe-west4',
    least: { thinkingBudget: 0 },
  },
] as const;

describe('a model tuned in another region than the one of the settings', function () {
  this.timeout(300_000);
  let sandbox: RunningSandbox;
  let folder = '';

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-elsewhere-'));
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const serviceAt = async (region: string) => {
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region,
      origin: () => sandbox.url,
    };
    const services = tuningServices(async () => connection);
    return services.find(({ id }) => id === 'vertexAi') ?? assert.fail();
  };
  /** The locations in what was asked of Vertex AI, each once. */
  const places = async () =>
    new Set(
      (await sandbox.calls()).flatMap(({ path: asked }) => /\/locations\/([^/]+)\//.exec(asked)?.[1] ?? []),
    );
  const evaluate = async (...args: string[]) => {
    const command = ['dist/cli.js', 'evaluate', ...args, '--sandbox', sandbox.url];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (piece) => {
      said += piece;
    });
    const [status] = await once(child, 'close');
    assert.equal(status, 0, said);
  };

  for (const [index, { base, region, lives, setting, at, least }] of models.entries()) {
    it(`${base} of ${region}, with ${setting} in the settings`, async () => {
      const vertexAi = await serviceAt(setting);
      const bucket = `tunewright-elsewhere-${index}`;
      await vertexAi.storage?.createBucket(bucket, signal, region);
      const text = await readFile(phones, 'utf8');
      const prepared = await vertexAi.prepare(
        {
          spec: {
            service: 'vertexAi',
            baseModel: base,
            region,
            displayName: 'Phones',
            hyperparameters: { epochCount: 1 },
            bucket,
          },
          id: `elsewhere${index}`,
          dataset: { kind: 'local', name: 'phones.jsonl', text },
          onProgress() {},
        },
        signal,
      );
      const launched = await vertexAi.create(prepared, signal);
      const job = await waitFor(
        () => vertexAi.get(launched, signal),
        ({ state }) => hasEnded(state),
        100,
      );
      const model = job.tunedModel ?? assert.fail(job.error);
      assert.match(model.name, new RegExp(`/locations/${lives}/endpoints/`));
      assert.deepEqual(await findPrompted(vertexAi, model.name, signal), {
        name: model.name,
        kind: 'tuned',
        baseModel: base,
      });

      const dataset = path.join(folder, `rows${index}.jsonl`);
      await writeFile(dataset, text.split('\n').slice(0, 3).join('\n'));
      const out = path.join(folder, `rows${index}.eval.jsonl`);
      const judge = index === 0 ? 'gemini-3.5-flash-lite' : base;
      await sandbox.setFaults({});
      await evaluate(
        ...[dataset, '--target', `vertexAi:${model.name}`, '--target', `vertexAi:${base}`],
        ...['--judge', `vertexAi:${judge}`, '--out', out, '--region', setting],
      );
      for (const { rpc, path: asked } of await sandbox.calls()) {
        if (!rpc.endsWith('StreamGenerateContent')) continue;
        const place = asked.includes('/endpoints/') ? lives : at;
        assert.match(asked, new RegExp(`/locations/${place}/`));
      }
      const { header } = readResults(await readFile(out, 'utf8'), 'out').results;
      assert.deepEqual(
        header.targets.map(({ parameters }) => parameters),
        [least, {}],
      );
      // Temperature has no effect on 3.5 Flash-Lite, and is not recommended on 3.5 Flash; 2.5 heeds it.
      assert.deepEqual(header.judge?.parameters, judge === 'gemini-2.5-flash' ? { temperature: 0 } : {});

      await sandbox.setFaults({});
      for await (const { outcome, error } of vertexAi.deleteModel(model, signal))
        assert.equal(outcome, 'done', String(error));
      assert.deepEqual(await places(), new Set([lives]));
    });
  }
});
