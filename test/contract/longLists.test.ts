import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectNumber } from '../../src/sandbox/state/projects';
import type { TuningJob } from '../../src/tuning/contract/job';
import { mergeJobs, type TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';
import { cloneRecords } from './sandboxState';

const COUNT = 1000;
const DELAY = 200;
const PUBLIC_FILE = 'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl';
const signal = new AbortController().signal;

describe(`${COUNT} jobs and ${COUNT} models, with answers that take ${DELAY} ms`, () => {
  let folder: string;
  let sandbox: RunningSandbox;
  let services: readonly TuningService[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-lists-'));
    await seed(folder);
    sandbox = await startSandbox({ dataDir: folder, admin: true });
    services = await servicesOf(sandbox);
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    const fault = { kind: 'slow', milliseconds: DELAY };
    const rules = ['ListTunedModels', 'ListTuningJobs'].map((rpc) => ({ rpc, fault }));
    return sandbox.setFaults({ rules });
  });

  const listCalls = async () =>
    (await sandbox.calls()).filter(({ faults }) => faults.includes('slow')).length;

  for (const id of ['geminiApi', 'vertexAi']) {
    it(`${id}: the first page comes after one answer, all come once, and nothing moves`, async () => {
      const service = services.find((one) => one.id === id) ?? assert.fail(id);
      let callsOfFirstPage: number | undefined;
      let shown: readonly TuningJob[] = [];
      const names: string[] = [];
      for await (const page of service.list({}, signal)) {
        callsOfFirstPage ??= await listCalls();
        names.push(...page.map(({ name }) => name));
        const before = shown.map(({ name }) => name);
        shown = mergeJobs(shown, page);
        // What was shown stays where it was: pages only add to the end.
        assert.deepEqual(
          shown.slice(0, before.length).map(({ name }) => name),
          before,
        );
      }
      const calls = await listCalls();
      assert.equal(names.length, COUNT + 1);
      assert.equal(new Set(names).size, COUNT + 1);
      assert.ok(calls > 1, 'there was one page only');
      const times = shown.map(({ createTime }) => createTime ?? 0);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => b - a),
      );
      assert.equal(callsOfFirstPage, 1);
    });
  }
});

async function servicesOf(sandbox: RunningSandbox): Promise<readonly TuningService[]> {
  const authClient = await credentialsFromFile(sandbox.adc);
  await authClient.getAccessToken();
  const connection = {
    client: authClient,
    authClient,
    project: 'long',
    region: 'us-central1',
    origin: () => sandbox.url,
  };
  return tuningServices(() => Promise.resolve(connection));
}

/** One of each is tuned, the others are its copies, each made a minute earlier than the one before. */
async function seed(dataDir: string): Promise<void> {
  const sandbox = await startSandbox({ dataDir });
  const datasets = [
    { kind: 'local', name: 'a.jsonl', text: '{"text_input": "1", "output": "2"}\n' },
    { kind: 'remote', uri: PUBLIC_FILE },
  ] as const;
  for (const [i, service] of (await servicesOf(sandbox)).entries()) {
    const [baseModel] = await service.baseModels(signal);
    const spec = {
      service: service.id,
      baseModel: baseModel?.name ?? '',
      displayName: 'Seed',
      hyperparameters: { epochCount: 1 },
      bucket: 'unused',
    };
    const dataset = datasets[i] ?? assert.fail();
    const launch = await service.prepare({ spec, id: 'seed00001', dataset, onProgress: () => {} }, signal);
    const job = await service.create(launch, signal);
    await waitFor(
      () => service.get(job, signal),
      ({ state }) => state === 'SUCCEEDED',
    );
  }
  await sandbox.stop();
  const made = (index: number) => new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
  await cloneRecords(dataDir, 'tunedModels', COUNT, (index) => ({
    id: `copy-${index}`,
    createTime: made(index),
  }));
  await cloneRecords(dataDir, 'tuningJobs', COUNT, (index) => ({
    id: `5000000000000${String(index).padStart(5, '0')}`,
    createTime: made(index),
    project: projectNumber('long'),
  }));
}
