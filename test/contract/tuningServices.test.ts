import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Connection } from '../../src/tuning/contract/connection';
import { hasEnded, type TuningJob } from '../../src/tuning/contract/job';
import { isInUse, ownersOf } from '../../src/tuning/contract/leftovers';
import {
  type DeletionStep,
  type GenerateChunk,
  listJobs,
  type TuningService,
} from '../../src/tuning/contract/service';
import type { TuningSpec } from '../../src/tuning/contract/spec';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

/** What a launch on each service needs; a new service gets its line here and passes the suite below. */
const launches: Record<
  string,
  { file: string; spec: Omit<TuningSpec, 'service' | 'baseModel'>; prompt: string; longPrompt: string }
> = {
  geminiApi: {
    file: 'number_generator.jsonl',
    spec: {
      displayName: 'Number generator',
      hyperparameters: { epochCount: 5, batchSize: 2, learningRate: 0.001 },
    },
    prompt: '3',
    longPrompt: 'two hundred',
  },
  vertexAi: {
    file: 'vertex_contents_smartphone_support.jsonl',
    spec: {
      displayName: 'Phone support',
      hyperparameters: { epochCount: 4, learningRateMultiplier: 1, adapterSize: 'ADAPTER_SIZE_FOUR' },
      bucket: 'tunewright-contract',
    },
    prompt: 'How do I reset my phone?',
    longPrompt: 'How do I reset my phone?',
  },
};

describe('tuning services against the sandbox', () => {
  let sandbox: RunningSandbox;
  let services: readonly TuningService[];
  const signal = new AbortController().signal;

  before(async () => {
    sandbox = await startSandbox({ pace: 2 });
    const authClient = await credentialsFromFile(sandbox.adc);
    const connection: Connection = {
      client: authClient,
      authClient,
      project: 'sandbox',
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    services = tuningServices(() => Promise.resolve(connection));
  });
  after(() => sandbox?.stop());

  it('has a launch for every service', () => {
    assert.deepEqual(Object.keys(launches).sort(), services.map((service) => service.id).sort());
  });

  for (const [id, { file, spec, prompt, longPrompt }] of Object.entries(launches)) {
    const service = () => services.find((one) => one.id === id) ?? assert.fail(`no service ${id}`);
    const launch = async (onProgress: () => void = () => {}, launchId = 'contract01') => {
      const [baseModel] = await service().baseModels(signal);
      assert.ok(baseModel);
      const text = await readFile(`test/fixtures/${file}`, 'utf8');
      const prepared = await service().prepare(
        {
          spec: { ...spec, service: id, baseModel: baseModel.name },
          id: launchId,
          dataset: { kind: 'local', name: file, text },
          onProgress,
        },
        signal,
      );
      assert.deepEqual(await service().find(prepared, signal), []);
      const job = await service().create(prepared, signal);
      assert.deepEqual(
        (await service().find(prepared, signal)).map(({ name }) => name),
        [job.name],
      );
      return job;
    };
    const listed = async (name: string) =>
      (await listJobs(service(), {}, signal)).find((job) => job.name === name);

    describe(id, () => {
      let launched: TuningJob;

      it('creates a bucket where it needs one', async () => {
        const { storage } = service();
        if (storage === undefined || spec.bucket === undefined) return;
        await storage.createBucket(spec.bucket, signal);
        const bucket = (await storage.buckets(signal)).find(({ name }) => name === spec.bucket);
        assert.deepEqual(bucket, { name: spec.bucket, location: 'us-central1' });
      });

      it('launches, and tells how far it is', async () => {
        let progress = 0;
        launched = await launch(() => progress++);
        assert.equal(launched.displayName, spec.displayName);
        assert.ok(!hasEnded(launched.state), launched.state);
        assert.equal(launched.launchId, 'contract01');
        assert.equal(progress > 0, service().storage !== undefined);
      });

      it('lists the job while it runs, with rising progress, until the model can be prompted', async () => {
        const fractions: number[] = [];
        const job = await until(async () => {
          const found = await listed(launched.name);
          if (found?.progress?.fraction !== undefined) fractions.push(found.progress.fraction);
          return found && hasEnded(found.state) ? found : undefined;
        });
        assert.equal(job.state, 'SUCCEEDED', job.error);
        assert.ok(job.tunedModel);
        assert.ok(new Set(fractions).size > 1, `progress was ${fractions}`);
        assert.deepEqual(
          fractions,
          fractions.toSorted((a, b) => a - b),
        );
        launched = job;
      });

      it('tells what it was launched with, so that it can be repeated', async () => {
        const job = await service().get(launched, signal);
        assert.equal(job.spec.displayName, spec.displayName);
        assert.deepEqual(job.spec.hyperparameters, spec.hyperparameters);
        assert.equal(job.launchId, 'contract01');
      });

      it('reads its curves: the loss by step', async () => {
        const series = await service().metrics(launched, signal);
        const loss = series.find((one) => one.kind === 'loss' && one.side === 'train');
        assert.ok(loss && loss.points.length > 1);
        const steps = loss.points.map((point) => point.step);
        assert.deepEqual(
          steps,
          steps.toSorted((a, b) => a - b),
        );
        assert.ok(loss.points.every((point) => point.time !== undefined && point.value > 0));
      });

      it('counts tokens as the model does', async () => {
        assert.ok(launched.tunedModel);
        const request = {
          systemInstruction: undefined,
          turns: [{ role: 'user' as const, text: prompt }],
          parameters: {},
        };
        const { totalTokens } = await service().countTokens(launched.tunedModel, request, signal);
        assert.ok(totalTokens > 0);
      });

      it('goes on from what a tuned model has learned', async () => {
        assert.ok(launched.tunedModel);
        const text = await readFile(`test/fixtures/${file}`, 'utf8');
        const startFrom = { model: launched.tunedModel.model };
        const prepared = await service().prepare(
          {
            spec: { ...spec, service: id, baseModel: launched.baseModel, startFrom },
            id: 'contract03',
            dataset: { kind: 'local', name: file, text },
            onProgress: () => {},
          },
          signal,
        );
        const created = await service().create(prepared, signal);
        const job = await service().get(created, signal);
        assert.equal(job.spec.startFrom?.model, startFrom.model);
        assert.equal(job.baseModel, launched.baseModel);
        if (service().can.cancel) await service().cancel(created, signal);
      });

      it('does not send the same file twice, and finds it in the bucket', async () => {
        const { storage } = service();
        if (storage === undefined || spec.bucket === undefined) return;
        const { folders, files } = await storage.browse(spec.bucket, 'tunewright/', signal);
        assert.equal(folders.length, 1, 'three launches, one upload');
        assert.deepEqual(files, []);
        const [stored] = (await storage.browse(spec.bucket, folders[0] ?? '', signal)).files;
        assert.equal(stored?.uri, launched.spec.dataset);
      });

      it('renames a model when the service can', async () => {
        if (!service().can.rename || launched.tunedModel === undefined) return;
        await service().rename(launched.tunedModel, { displayName: 'Renamed', description: 'd' }, signal);
        assert.equal((await service().get(launched, signal)).displayName, 'Renamed');
      });

      it('streams an answer of the tuned model', async () => {
        const chunks: GenerateChunk[] = [];
        const request = {
          systemInstruction: undefined,
          turns: [{ role: 'user' as const, text: prompt }],
          parameters: { temperature: 0, maxOutputTokens: 200 },
        };
        for await (const chunk of service().generate(launched.tunedModel?.name ?? '', request, signal))
          chunks.push(chunk);
        const text = chunks.map((chunk) => (chunk.kind === 'text' ? chunk.text : '')).join('');
        assert.ok(text.length > 0);
        if (id === 'geminiApi') assert.equal(text, '4');
        assert.equal(chunks.at(-1)?.kind, 'end');
      });

      it('stops streaming when it is aborted', async () => {
        const abort = new AbortController();
        const request = {
          systemInstruction: undefined,
          turns: [{ role: 'user' as const, text: longPrompt }],
          parameters: {},
        };
        const reading = (async () => {
          for await (const _ of service().generate(launched.tunedModel?.name ?? '', request, abort.signal))
            abort.abort();
        })();
        await assert.rejects(reading, { name: 'AbortError' });
      });

      it('cancels a running job when the service can', async () => {
        if (!service().can.cancel) return;
        const job = await launch(() => {}, 'contract02');
        await service().cancel(job, signal);
        const ended = await until(async () => {
          const found = await listed(job.name);
          return found && hasEnded(found.state) ? found : undefined;
        });
        assert.equal(ended.state, 'CANCELLED');
      });

      it('deletes the model when the service can', async () => {
        if (!service().can.deleteModel || launched.tunedModel === undefined) return;
        const steps = await collect(service().deleteModel(launched.tunedModel, signal));
        assert.deepEqual(
          steps.filter((step) => step.outcome === 'failed'),
          [],
        );
        assert.equal(steps.at(-1)?.what, 'model');
      });

      it('finds what a launch has left behind, with its job, and takes it away', async () => {
        const { leftovers } = service();
        if (leftovers === undefined) return;
        const { name } = await launch(() => {}, 'contract04');
        const find = async () => {
          const findings = await collect(leftovers.list(signal));
          return findings.flatMap((one) => (one.kind === 'found' ? one.leftovers : assert.fail(one.what)));
        };
        const whileRunning = await listJobs(service(), {}, signal);
        const used = (await find()).filter((one) => isInUse(ownersOf(one, whileRunning)));
        assert.ok(used.length > 0, 'the running job needs something');
        const job = await until(async () => {
          const found = await listed(name);
          return found && hasEnded(found.state) ? found : undefined;
        });
        assert.ok(job.tunedModel);
        const ofJob = async () => (await find()).filter((one) => ownersOf(one, [job]).length > 0);
        const left = await ofJob();
        assert.ok(left.every(({ created = 0 }) => Math.abs(Date.now() - created) < 600_000));
        const model = left.find(({ kind }) => kind === 'model') ?? assert.fail('no model is left');
        assert.equal(model.name, job.tunedModel.model.split('@')[0]);
        const endpoints = left.filter(({ kind }) => kind === 'endpoint').map((one) => one.name);
        assert.deepEqual([...model.links].sort(), endpoints.sort());
        const stored = left.filter(({ kind }) => kind === 'file');
        assert.equal(stored.length, service().storage === undefined ? 0 : 1);
        assert.ok(stored.every(({ bytes = 0 }) => bytes > 0));
        for (const one of [model, ...stored]) {
          const steps: readonly DeletionStep[] = await collect(leftovers.delete(one, signal));
          assert.deepEqual([...new Set(steps.map(({ outcome }) => outcome))], ['done'], one.name);
        }
        assert.deepEqual(await ofJob(), []);
        const again = await collect(leftovers.delete(stored[0] ?? model, signal));
        assert.deepEqual([...new Set(again.map(({ outcome }) => outcome))], ['gone']);
      });

      it('says what is wrong when the service refuses', async () => {
        const nowhere = service().generate(
          launched.tunedModel?.name.replace(/.$/, '0000000') ?? '',
          { systemInstruction: undefined, turns: [{ role: 'user', text: 'x' }], parameters: {} },
          signal,
        );
        await assert.rejects(
          async () => {
            for await (const _ of nowhere);
          },
          (error: Error) => error.name === 'GoogleApiError' && !/[{}]/.test(error.message),
        );
      });
    });
  }
});

async function until<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come in 30 s.');
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
