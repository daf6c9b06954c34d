import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { AuthClient } from 'google-auth-library';
import type { Connect, Connection } from '../../src/tuning/contract/connection';
import type { Checkpoint, TunedModel, TuningJob } from '../../src/tuning/contract/job';
import type { Launch, Prompt, TuningService } from '../../src/tuning/contract/service';
import { googleOrigin } from '../../src/tuning/google/googleHost';
import type { CloudStorage } from '../../src/tuning/google/storage/cloudStorage';
import { findPrompted } from '../../src/tuning/models/promptedModel';
import { geminiApi } from '../../src/tuning/services/geminiApi/geminiApi';
import { vertexAi } from '../../src/tuning/services/vertexAi/vertexAi';
import { type Asked, list, listText } from './placesList';

/**
 * Google's hosts, one for each location: "Gemini Enterprise Agent Platform, locations". There are no others: global-, us-
 * and eu-aiplatform.googleapis.com answer with Google's page for what does not exist.
 */
const hosts: Readonly<Record<string, string>> = {
  'us-central1': 'us-central1-aiplatform.googleapis.com',
  'europe-west4': 'europe-west4-aiplatform.googleapis.com',
  'asia-northeast1': 'asia-northeast1-aiplatform.googleapis.com',
  us: 'aiplatform.us.rep.googleapis.com',
  eu: 'aiplatform.eu.rep.googleapis.com',
  global: 'aiplatform.googleapis.com',
};

/** Where base models answer, by the place of the settings. Read from Google's pages and recorded replies until 2026-10. */
const baseModels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'us-central1': {
    'gemini-2.5-flash': 'us-central1',
    'gemini-2.5-flash-lite': 'us-central1',
    'gemini-2.5-pro': 'us-central1',
    'gemini-3.1-flash-lite': 'us',
    'gemini-3.5-flash': 'us',
    'gemini-3.5-flash-lite': 'us',
    'gemini-3.6-flash': 'us',
    'gemini-3.7-flash': 'us',
    'gemini-3.8-flash': 'us',
    'gemini-3.1-pro-preview': 'global',
  },
  'europe-west4': {
    'gemini-2.5-flash': 'europe-west4',
    'gemini-3.1-flash-lite': 'eu',
    'gemini-3.5-flash': 'eu',
    'gemini-3.5-flash-lite': 'eu',
    'gemini-3.8-flash': 'eu',
    'gemini-3.1-pro-preview': 'global',
  },
  'asia-northeast1': {
    'gemini-2.5-flash': 'asia-northeast1',
    'gemini-3.5-flash': 'global',
    'gemini-3.1-pro-preview': 'global',
  },
  us: { 'gemini-2.5-flash': 'us', 'gemini-3.5-flash': 'us', 'gemini-3.1-pro-preview': 'global' },
  eu: { 'gemini-2.5-flash': 'eu', 'gemini-3.5-flash': 'eu', 'gemini-3.1-pro-preview': 'global' },
  global: {
    'gemini-2.5-flash': 'global',
    'gemini-3.5-flash': 'global',
    'gemini-3.1-pro-preview': 'global',
  },
};

/** What is tuned, where, and where the tuned model lives: of Gemini 3 in the multi-region around, of 2.5 in the region. */
const tuned = [
  { base: 'gemini-3.5-flash', region: 'us-central1', lives: 'us' },
  { base: 'gemini-3.5-flash', region: 'europe-west4', lives: 'eu' },
  { base: 'gemini-3.1-flash-lite', region: 'europe-west4', lives: 'eu' },
  { base: 'gemini-2.5-flash', region: 'us-central1', lives: 'us-central1' },
  { base: 'gemini-2.5-pro', region: 'europe-west4', lives: 'europe-west4' },
] as const;

/** What only the region of the tuning answers, and what only the place where the tuned model lives. */
const inRegion = ['create', 'find', 'get', 'metrics', 'cancel'];
const whereItLives = ['generate', 'generateCall', 'countTokens', 'deleteModel', 'setDefaultCheckpoint'];
const batchWhereItAnswers = ['create', 'find', 'get', 'cancel', 'delete'];

/** Base models of the list: one for each way of being served. */
const listedModels = ['gemini-2.5-flash', 'gemini-3.5-flash', 'gemini-3.1-pro-preview'];

const signal = new AbortController().signal;
const prompt: Prompt = { systemInstruction: undefined, turns: [{ role: 'user', text: 'x' }], parameters: {} };

describe('every request of the Vertex AI adapter goes to a place that serves it', () => {
  for (const [setting, models] of Object.entries(baseModels)) {
    for (const [model, place] of Object.entries(models)) {
      it(`base ${model}, with ${setting} in the settings: ${place}`, async () => {
        const { service, ask } = adapter(setting);
        const { batch } = service;
        assert.ok(batch);
        const asked = [
          ...(await ask('generate', () => all(service.generate(model, prompt, signal)))),
          ...(await ask('countTokens', () => service.countTokens(tunedModel(model), prompt, signal))),
          ...(await ask('batch: create', async () =>
            batch.create(await batch.prepare(batchOf(model), signal), signal),
          )),
          ...(await ask('batch: find', async () =>
            batch.find(await batch.prepare(batchOf(model), signal), signal),
          )),
        ];
        const call = await service.generateCall(model, prompt, signal);
        assert.equal(call.client.vertexAi?.location, place, 'of copied code for the SDKs');
        for (const one of [...asked, { what: 'copied code', url: call.url, method: 'POST' }]) {
          assert.equal(placeOf(one.url), place, `${one.what}: ${one.url}`);
          if (listedModels.includes(model)) list('base', setting, one, model);
        }
      });
    }
  }

  for (const { base, region, lives } of tuned) {
    for (const setting of ['us-central1', 'europe-west4']) {
      it(`${base} tuned in ${region}, with ${setting} in the settings: ${lives}`, async () => {
        const { service, ask } = adapter(setting);
        const { batch, leftovers } = service;
        assert.ok(batch && leftovers);
        const job = { name: `projects/p/locations/${region}/tuningJobs/1`, spec: {} } as TuningJob;
        const experiment = `projects/p/locations/${region}/metadataStores/default/contexts/e`;
        const model = tunedModel(`projects/p/locations/${lives}/endpoints/1`);
        const prepared = await service.prepare(launchOf(base, region), signal);
        const inBatch = batchOf(model.model);
        const batchJob = { name: `projects/p/locations/${lives}/batchPredictionJobs/1` };
        const tunedIn = `${base}, ${region}`;
        const operations: Record<string, () => Promise<unknown>> = {
          create: () => service.create(prepared, signal),
          find: () => service.find(prepared, signal),
          get: () => service.get(job, signal),
          metrics: () => service.metrics({ ...job, experiment }, signal),
          cancel: () => service.cancel(job, signal),
          generate: () => all(service.generate(model.name, prompt, signal)),
          generateCall: async () => {
            const call = await service.generateCall(model.name, prompt, signal);
            list('tuned', tunedIn, { what: 'copied code', url: call.url, method: 'POST' });
            assert.equal(placeOf(call.url), lives);
            assert.equal(call.client.vertexAi?.location, lives);
          },
          countTokens: () => service.countTokens(model, prompt, signal),
          deleteModel: () => all(service.deleteModel(model, signal)),
          setDefaultCheckpoint: () =>
            service.setDefaultCheckpoint(model, { id: '2', endpoint: model.name } as Checkpoint, signal),
        };
        for (const [what, run] of Object.entries(operations)) {
          const place = inRegion.includes(what) ? region : lives;
          for (const one of await ask(what, run)) {
            assert.equal(placeOf(one.url), place, `${what}: ${one.url}`);
            list('tuned', tunedIn, one);
          }
        }
        const batches: Record<string, () => Promise<unknown>> = {
          create: async () => batch.create(await batch.prepare(inBatch, signal), signal),
          find: async () => batch.find(await batch.prepare(inBatch, signal), signal),
          get: () => batch.get(batchJob, signal),
          cancel: () => batch.cancel(batchJob, signal),
          delete: () => batch.delete(batchJob, signal),
        };
        for (const [what, run] of Object.entries(batches))
          for (const one of await ask(`batch: ${what}`, run)) {
            assert.equal(placeOf(one.url), lives, `${one.what}: ${one.url}`);
            list('tuned', tunedIn, one);
          }
        const of = { kind: 'model', name: `projects/p/locations/${lives}/models/1` } as const;
        const leftover = { ...nothing, ...of, links: [model.name] };
        assert.equal(await batch.placeOf(model.model, signal), lives, 'the bucket of a batch');
        for (const one of await ask('clean up', () => all(leftovers.delete(leftover, signal)))) {
          assert.equal(placeOf(one.url), lives, `clean-up: ${one.url}`);
          list('tuned', tunedIn, one);
        }
        const known = new Set(Object.keys({ ...operations, ...notOfOneModel }));
        assert.deepEqual(
          functionsOf(service).filter((name) => !known.has(name)),
          [],
          'each is in this list',
        );
        const knownOfBatch = new Set(['prepare', 'list', 'answers', 'placeOf', ...batchWhereItAnswers]);
        assert.deepEqual(
          functionsOf(batch).filter((name) => !knownOfBatch.has(name)),
          [],
        );
        assert.deepEqual(Object.keys(operations).toSorted(), [...inRegion, ...whereItLives].toSorted());
      });
    }
  }

  it('the job that made a model is looked for around where the model lives, whatever the settings say', async () => {
    for (const setting of ['us-central1', 'europe-west4', 'asia-northeast1']) {
      const { service, ask } = adapter(setting);
      for (const { region, lives } of tuned) {
        const name = `projects/p/locations/${lives}/endpoints/1`;
        const asked = await ask('list', () => findPrompted(service, name, signal));
        const places = asked.map(({ url }) => placeIn(url));
        assert.ok(places.includes(region), `${lives}: ${places}`);
        for (const place of places)
          assert.ok(
            place === lives || place.startsWith({ us: 'us-', eu: 'europe-' }[lives as string] ?? lives),
          );
      }
      const { service: other, asked } = adapter(setting);
      const base = { name: 'gemini-3.5-flash', kind: 'base', baseModel: 'gemini-3.5-flash' };
      assert.deepEqual(await findPrompted(other, base.name, signal), base);
      assert.deepEqual(asked(), []);
    }
  });

  it('Google’s list of models, which is the same everywhere, is asked at its global host', async () => {
    for (const setting of ['us-central1', 'europe-west4']) {
      const { service, ask } = adapter(setting);
      const asked = await ask('models', () => service.promptableModels(signal));
      for (const one of asked) list('lists', setting, one);
      assert.deepEqual(
        asked.map(({ url }) => url),
        ['https://aiplatform.googleapis.com/v1beta1/publishers/google/models?pageSize=100'],
      );
    }
  });

  it('lists of jobs look in the region of the settings; those of batches and of clean-up also around it', async () => {
    for (const [setting, around] of [
      ['us-central1', 'us'],
      ['europe-west4', 'eu'],
    ] as const) {
      const { service, ask } = adapter(setting);
      const places = async (what: string, run: () => AsyncIterable<unknown> | undefined) => {
        const asked = await ask(what, () => all(run() ?? assert.fail()));
        for (const one of asked) list('lists', setting, one);
        return new Set(asked.map(({ url }) => placeOf(url)));
      };
      assert.deepEqual(await places('jobs', () => service.list({}, signal)), new Set([setting]));
      const both = new Set([setting, around]);
      assert.deepEqual(await places('batches', () => service.batch?.list({}, signal)), both);
      assert.deepEqual(await places('leftovers', () => service.leftovers?.list(signal)), both);
    }
  });

  it('a place that Google does not have is asked nothing, and no job is looked for where none can be', async () => {
    for (const wrong of ['us-centrall1', 'us-central1-a', 'evil.example/#', '']) {
      const { service, asked } = adapter(wrong);
      const operations: (() => Promise<unknown>)[] = [
        () => all(service.list({}, signal)),
        () => all(service.generate('gemini-3.5-flash', prompt, signal)),
        () => service.prepare(launchOf('gemini-3.5-flash', wrong), signal),
        () => all(service.leftovers?.list(signal) ?? assert.fail()),
      ];
      for (const run of operations) await assert.rejects(run, { reason: 'NO_SUCH_REGION' });
      assert.deepEqual(asked(), []);
    }
    const { service, asked } = adapter('global');
    await assert.rejects(all(service.list({}, signal)), { reason: 'NO_SUCH_REGION' });
    assert.deepEqual(asked(), []);
  });

  it('jobs that share the quota are looked for where models are tuned and where jobs are known, each place once', async () => {
    const { service, ask } = adapter('europe-west4');
    const asked = await ask(
      'list',
      () => service.jobsAtOnce?.running(['asia-northeast1', 'us-central1'], signal) ?? assert.fail(),
    );
    const places = asked.map(({ url }) => placeIn(url));
    for (const { url } of asked)
      assert.equal(new URL(url).host, `${placeIn(url)}-aiplatform.googleapis.com`, 'each at its own host');
    assert.deepEqual(places, ['europe-west4', 'asia-northeast1', 'us-central1']);
  });

  it('with all regions, jobs are looked for wherever a model is tuned, and polled only where one runs', async () => {
    const { service, ask } = adapter('europe-west4', { allRegions: true });
    const asked = async (isPoll: boolean) =>
      (await ask('list', () => all(service.list({ isPoll }, signal)))).map(({ url }) => placeIn(url));
    const first = await asked(false);
    assert.equal(first[0], 'europe-west4', 'the one of the settings comes first');
    assert.ok(first.includes('us-central1') && first.length > 20, String(first));
    assert.equal(new Set(first).size, first.length, 'each once');
    assert.ok(
      first.every((place) => !['us', 'eu', 'global'].includes(place)),
      'no jobs live there',
    );
    assert.deepEqual(await asked(true), ['europe-west4']);
  });

  it('each request to the Gemini API goes to its one host, whatever the settings say', async () => {
    const of = (name: string): TunedModel => ({ ...tunedModel(name), service: 'geminiApi', model: name });
    const model = { ...of('tunedModels/x'), baseModel: 'models/m' };
    const job = { name: model.name, spec: {} } as TuningJob;
    for (const setting of ['us-central1', 'europe-west4', 'global']) {
      const { service, ask } = adapter(setting, {}, geminiApi);
      const { sharing, leftovers } = service;
      assert.ok(sharing && leftovers);
      const prepared = await service.prepare(inlineLaunch, signal);
      const leftover = { ...nothing, kind: 'model', name: model.name, links: [] } as const;
      const permission = { name: 'tunedModels/x/permissions/1', grantee: 'USER', role: 'READER' } as const;
      const operations: Record<string, () => Promise<unknown>> = {
        models: () => service.baseModels(signal),
        jobs: () => all(service.list({}, signal)),
        create: () => service.create(prepared, signal),
        find: () => service.find(prepared, signal),
        get: () => service.get(job, signal),
        metrics: () => service.metrics(job, signal),
        generate: () => all(service.generate(model.name, prompt, signal)),
        countTokens: () => service.countTokens(model, prompt, signal),
        rename: () => service.rename(model, { displayName: 'y' }, signal),
        deleteModel: () => all(service.deleteModel(model, signal)),
        'sharing: list': () => sharing.list(model, signal),
        'sharing: create': () => sharing.create(model, { grantee: 'EVERYONE', role: 'READER' }, signal),
        'sharing: delete': () => sharing.delete(permission, signal),
        'sharing: give away': () => sharing.transferOwnership(model, 'a@example.com', signal),
        leftovers: () => all(leftovers.list(signal)),
        'clean up': () => all(leftovers.delete(leftover, signal)),
      };
      const asked: Asked[] = [];
      for (const [what, run] of Object.entries(operations)) asked.push(...(await ask(what, run)));
      const { url } = await service.generateCall(model.name, prompt, signal);
      for (const one of [...asked, { what: 'copied code', method: 'POST', url }]) {
        assert.equal(new URL(one.url).host, 'generativelanguage.googleapis.com', one.what);
        list('gemini', setting, one);
      }
    }
  });

  it('all requests above stand with their hosts, by location, in a list that people can read', () => {
    const listFile = 'docs/places.md';
    const text = listText();
    if (process.env.UPDATE_DOCS) writeFileSync(listFile, text);
    assert.equal(readFileSync(listFile, 'utf8'), text, `${listFile}: set UPDATE_DOCS=1 if Google has moved`);
  });
});

const nothing = {
  displayName: '',
  created: undefined,
  bytes: undefined,
  launchId: undefined,
  idle: false,
} as const;

/** These ask nobody, or lists, which have a test of their own. */
const notOfOneModel = {
  baseModels: 0,
  promptableModels: 0,
  tuningRegions: 0,
  promptFeatures: 0,
  list: 0,
  prepare: 0,
  rename: 0,
  consoleUrl: 0,
};

function functionsOf(value: object): string[] {
  return Object.entries(value).flatMap(([name, one]) => (typeof one === 'function' ? [name] : []));
}

/** The real adapter with Google's real hosts; what it asks is noted and answered here. */
function adapter(
  region: string,
  more: Pick<Connection, 'allRegions'> = {},
  make: (connect: Connect) => TuningService = (connect) => vertexAi(connect, noStorage),
) {
  let asked: Omit<Asked, 'what'>[] = [];
  const client = {
    async request({ url, method }: { url: string; method: string }) {
      asked.push({ method, url });
      return { data: answer(method, new URL(url).pathname) };
    },
  } as unknown as AuthClient;
  const connection: Connection = {
    client,
    authClient: client,
    project: 'p',
    region,
    origin: googleOrigin,
    ...more,
  };
  const service = make(async () => connection);
  const ask = async (what: string, run: () => Promise<unknown>): Promise<Asked[]> => {
    asked = [];
    await run();
    assert.ok(asked.length > 0 || what === 'generateCall', `${what} asks nothing`);
    return asked.map((one) => ({ what, ...one }));
  };
  return { service, ask, asked: () => asked };
}

/** The location in the address, which must be the one that the host is for. */
function placeOf(address: string): string {
  const place = placeIn(address);
  assert.equal(new URL(address).host, hosts[place], address);
  return place;
}

function placeIn(address: string): string {
  return /\/locations\/([^/]+)\//.exec(address)?.[1] ?? assert.fail(address);
}

function tunedModel(name: string): TunedModel {
  const model = name.replace(/\/endpoints\/.*$/, '/models/1@1');
  return { service: 'vertexAi', name, model, displayName: '', baseModel: '', checkpoints: [] };
}

function batchOf(model: string) {
  return { id: 'batch00001', displayName: 'b', model, prompts: [prompt], bucket: 'b', onProgress() {} };
}

function launchOf(baseModel: string, region: string): Launch {
  return {
    id: 'launch0001',
    spec: { service: 'vertexAi', baseModel, region, displayName: 'x', hyperparameters: {} },
    dataset: { kind: 'remote', uri: 'gs://b/train.jsonl' },
    onProgress() {},
  };
}

const inlineLaunch: Launch = {
  id: 'launch0001',
  spec: { service: 'geminiApi', baseModel: 'models/m', displayName: 'x', hyperparameters: {} },
  dataset: { kind: 'local', name: 'train.jsonl', text: '{"text_input":"q","output":"a"}' },
  onProgress() {},
};

/** What lets each operation go on to its last request, in the place that was asked. */
function answer(method: string, path: string): unknown {
  if (path === '/v1beta1/publishers/google/models') return {};
  if (path === '/v1beta/models')
    return { models: [{ name: 'models/m', supportedGenerationMethods: ['createTunedModel'] }] };
  if (method === 'POST' && path === '/v1beta/tunedModels')
    return { metadata: { tunedModel: 'tunedModels/x-launch0001' } };
  if (path.startsWith('/v1beta/') && !path.endsWith(':streamGenerateContent')) return {};
  const parent = path.startsWith('/v1beta/')
    ? ''
    : (/projects\/p\/locations\/[^/]+/.exec(path)?.[0] ?? assert.fail(path));
  const tensorboard = `${parent}/tensorboards/1`;
  if (path.endsWith(':streamGenerateContent')) {
    const event = { candidates: [{ content: { parts: [{ text: 'y' }] }, finishReason: 'STOP' }] };
    return Readable.from([Buffer.from(`data: ${JSON.stringify(event)}\n\n`)]);
  }
  if (method === 'POST' && path.endsWith('/tuningJobs')) return { name: `${parent}/tuningJobs/1` };
  if (method === 'POST' && path.endsWith('/batchPredictionJobs'))
    return { name: `${parent}/batchPredictionJobs/1` };
  if (path.endsWith('/contexts/e')) return { metadata: { backing_tensorboard_resource: tensorboard } };
  if (path.endsWith('/experiments'))
    return { tensorboardExperiments: [{ name: `${tensorboard}/experiments/e` }] };
  if (path.endsWith('/runs')) return { tensorboardRuns: [{ name: `${tensorboard}/experiments/e/runs/r` }] };
  if (method === 'GET' && path.endsWith('/endpoints/1')) return { deployedModels: [{ id: '7' }] };
  if (method === 'DELETE' || path.endsWith(':undeployModel'))
    return { name: `${parent}/operations/2`, done: true, response: {} };
  return {};
}

const noStorage: CloudStorage = {
  buckets: async () => [],
  createBucket: () => assert.fail(),
  browse: () => assert.fail(),
  uploads: async () => [],
  remove: () => assert.fail(),
  read: () => assert.fail(),
  stat: () => assert.fail(),
  pages: () => assert.fail(),
  object: () => assert.fail(),
  content: () => assert.fail(),
  replace: () => assert.fail(),
  agentAccess: () => assert.fail(),
  upload: async ({ bucket, name }) => `gs://${bucket}/${name}`,
  async *lines() {},
};

async function all(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}
