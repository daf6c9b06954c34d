import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isCancellation, UserError } from '../../src/base/userError';
import { Results } from '../../src/evaluation/results/results';
import { askServices } from '../../src/evaluation/run/ask';
import { mostRequests } from '../../src/evaluation/run/requestLimit';
import { EvaluationRun } from '../../src/evaluation/run/run';
import { projectNumber } from '../../src/sandbox/state/projects';
import type { BatchJob } from '../../src/tuning/contract/batch';
import type { Connection } from '../../src/tuning/contract/connection';
import type { TunedModel } from '../../src/tuning/contract/job';
import type { Leftover } from '../../src/tuning/contract/leftovers';
import {
  listJobs,
  type Permission,
  type PreparedLaunch,
  type TuningService,
} from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { GoogleApiError } from '../../src/tuning/google/errors/googleApiError';
import { projectNames } from '../../src/tuning/google/projectNames';
import { lookUpObjects } from '../../src/tuning/google/storage/lookUpObjects';
import { tuningServices } from '../../src/tuning/services/index';
import { checkPermissions } from '../../src/tuning/setup/permissionLink';
import { FakeClock } from '../unit/evaluation/fakeClock';
import { type RunningSandbox, type SandboxCall, startSandbox, waitFor } from './sandboxProcess';
import { cloneRecords, copyTraining } from './sandboxState';

const TABLE = path.resolve('docs/fault-matrix.md');
const PUBLIC_FILE = 'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl';
const LOCAL_FILE = {
  kind: 'local',
  name: 'a.jsonl',
  text: '{"contents": [{"role": "user", "parts": [{"text": "3"}]}, {"role": "model", "parts": [{"text": "4"}]}]}\n',
} as const;
const REGION = 'us-central1';
const signal = new AbortController().signal;

/** The faults of src/sandbox/faults/rules.ts. Each has a project of its own, so that all are met at the same time. */
const FAULTS: Readonly<Record<string, { kind: string; [setting: string]: string | number }>> = {
  'service-disabled': { kind: 'error', error: 'SERVICE_DISABLED' },
  'billing-disabled': { kind: 'error', error: 'BILLING_DISABLED' },
  'permission-missing': { kind: 'error', error: 'IAM_PERMISSION_DENIED' },
  'scope-missing': { kind: 'error', error: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' },
  'token-expired': { kind: 'error', error: 'ACCESS_TOKEN_EXPIRED' },
  'quota-project-denied': { kind: 'error', error: 'USER_PROJECT_DENIED' },
  'rate-limited': { kind: 'error', error: 'RATE_LIMIT_EXCEEDED' },
  'internal-error': { kind: 'error', error: 'INTERNAL' },
  unavailable: { kind: 'error', error: 'UNAVAILABLE' },
  'unavailable-after-the-effect': { kind: 'errorAfter', error: 'UNAVAILABLE' },
  'page-of-a-proxy': { kind: 'html', status: 407 },
  'page-of-a-sign-in': { kind: 'html', status: 200 },
  'cut-before-the-effect': { kind: 'cutBefore' },
  'cut-after-the-effect': { kind: 'cutAfter' },
  'malformed-reply': { kind: 'malformed' },
  'stream-cut': { kind: 'cutStream', after: 1 },
  'error-in-stream': { kind: 'errorInStream', after: 1 },
  'same-page-again': { kind: 'repeatPage' },
  'empty-page': { kind: 'emptyPage' },
  'pages-end-early': { kind: 'endPagesEarly' },
  'unknown-enums': { kind: 'unknownEnums' },
  'unknown-fields': { kind: 'unknownFields' },
  slow: { kind: 'slow', milliseconds: 300 },
};
/** Of these the call still takes effect. */
const TAKES_EFFECT = (kind: string) => !['error', 'html', 'cutBefore'].includes(kind);
/** Methods that change something in a way that a second try could do twice. */
const NEVER_REPEATED =
  /\.(CreateTunedModel|CreateTuningJob|CancelTuningJob|CreateBatchPredictionJob|CancelBatchPredictionJob|DeleteBatchPredictionJob|UndeployModel|TransferOwnership|CreatePermission|StreamGenerateContent)$/;

type JobName = 'prompted' | 'deleted' | 'shared' | 'given' | 'cancelled' | 'evaluated';

interface Bench {
  readonly fault: string;
  readonly service: TuningService;
  readonly launch: PreparedLaunch;
  /** A batch of prompts, ready to be sent, and one that runs and has written answers; undefined where there are none. */
  readonly batch: { readonly launch: PreparedLaunch; readonly job: BatchJob } | undefined;
  /** A finished job whose model can be prompted, and others that are deleted, shared, given away and cancelled. */
  readonly job: (name: JobName) => string;
  /** A file that a launch has left in a bucket; undefined where there are none. */
  readonly leftover: Leftover | undefined;
  readonly connection: Connection;
  /** To be taken back; undefined where models are not shared. */
  readonly permission: Permission | undefined;
}

type Operation = (bench: Bench) => Promise<unknown>;

const prompt = {
  systemInstruction: undefined,
  turns: [{ role: 'user' as const, text: '3' }],
  parameters: {},
};

const OPERATIONS: Readonly<Record<string, Operation>> = {
  baseModels: ({ service }) => service.baseModels(signal),
  list: ({ service }) => listJobs(service, {}, signal),
  get: ({ service, job }) => service.get({ name: job('prompted') }, signal),
  metrics: async ({ service, job }) => service.metrics(await plainJob(service, job('prompted')), signal),
  find: ({ service, launch }) => service.find(launch, signal),
  create: ({ service, launch }) => service.create(launch, signal),
  generate: async ({ service, job }) => {
    const model = await plainModel(service, job('prompted'));
    for await (const _ of service.generate(model.name, prompt, signal));
  },
  countTokens: async ({ service, job }) =>
    service.countTokens(await plainModel(service, job('prompted')), prompt, signal),
  deleteModel: async ({ service, job }) => {
    const model = await plainModel(service, job('deleted'));
    for await (const step of service.deleteModel(model, signal))
      if (step.outcome === 'failed') throw step.error;
  },
  cancel: async ({ service, job }) =>
    service.can.cancel && service.cancel(await plainJob(service, job('cancelled')), signal),
  rename: async ({ service, job }) =>
    service.can.rename &&
    service.rename(await plainModel(service, job('shared')), { displayName: 'renamed' }, signal),
  listPermissions: async ({ service, job }) =>
    service.sharing?.list(await plainModel(service, job('shared')), signal),
  share: async ({ service, job }) =>
    service.sharing?.create(
      await plainModel(service, job('shared')),
      { grantee: 'USER', emailAddress: 'a@example.com', role: 'READER' },
      signal,
    ),
  unshare: async ({ service, permission }) => permission && service.sharing?.delete(permission, signal),
  transferOwnership: async ({ service, job }) =>
    service.sharing?.transferOwnership(
      await plainModel(service, job('given')),
      'somebody@example.com',
      signal,
    ),
  upload: ({ service, fault }) => preparedLaunch(service, LOCAL_FILE, 'upload', `fault-${fault}`),
  listBuckets: ({ service }) => service.storage?.buckets(signal) ?? Promise.resolve(),
  createBucket: ({ service, fault }) =>
    service.storage?.createBucket(`fault-${fault}-new`, signal) ?? Promise.resolve(),
  browse: ({ service, fault }) => service.storage?.browse(`fault-${fault}`, '', signal) ?? Promise.resolve(),
  checkFiles: async ({ service, fault }) => {
    const { facts } = await lookUpObjects(
      service.storage ?? assert.fail(),
      [`gs://fault-${fault}/a.png`],
      () => {},
      signal,
    );
    const [only] = facts.values();
    // What its problem on the line says.
    if (only?.kind === 'denied' || only?.kind === 'failed')
      throw new UserError(only.reason, `line: ${only.kind}`);
  },
  createBatch: async ({ service, batch }) => batch && service.batch?.create(batch.launch, signal),
  findBatch: async ({ service, batch }) => batch && service.batch?.find(batch.launch, signal),
  listBatches: async ({ service }) => {
    for await (const _ of service.batch?.list({}, signal) ?? []);
  },
  getBatch: async ({ service, batch }) => batch && service.batch?.get(batch.job, signal),
  readAnswers: async ({ service, batch }) => batch && service.batch?.answers(batch.job, [prompt], signal),
  cancelBatch: async ({ service, batch }) => batch && service.batch?.cancel(batch.job, signal),
  findLeftovers: async ({ service }) => {
    for await (const found of service.leftovers?.list(signal) ?? [])
      if (found.kind === 'unreadable') throw found.error;
  },
  deleteLeftover: async ({ service, leftover }) => {
    for await (const step of (leftover && service.leftovers?.delete(leftover, signal)) ?? [])
      if (step.outcome === 'failed') throw step.error;
  },
  permissions: async ({ connection }) => {
    const link = await checkPermissions(connection, { project: undefined, member: undefined }, signal);
    if (link.state !== 'ok') throw new UserError(link.sentence, link.state);
  },
  projectNames: async ({ connection }) => {
    const names = await projectNames(connection, signal);
    if (names === undefined) throw new UserError('Only the name that was given is known.', 'not asked');
  },
  evaluate: async ({ service, job }) => {
    const { run, results } = evaluationOf(service, await plainModel(service, job('evaluated')));
    const end = await run.run();
    if (end.kind === 'stopped') throw end.error;
    const failure = results.failure(1, 0);
    // What its page shows of the row.
    if (failure !== undefined) throw new UserError(failure.message, `row: ${failure.reason}`);
    if (results.answer(1, 0) === undefined) throw new UserError('The row has neither.', 'nothing');
  },
};
const GEMINI_ONLY = ['rename', 'listPermissions', 'share', 'unshare', 'transferOwnership'];
const VERTEX_ONLY = [
  ...['cancel', 'upload', 'listBuckets', 'createBucket', 'browse', 'checkFiles'],
  ...['createBatch', 'findBatch', 'listBatches', 'getBatch', 'readAnswers', 'cancelBatch'],
  ...['findLeftovers', 'deleteLeftover', 'permissions', 'projectNames'],
];

/** Read before the faults are on. */
const known = new Map<string, Awaited<ReturnType<TuningService['get']>>>();
const plainJob = async (_: TuningService, name: string) => known.get(name) ?? assert.fail(name);
const plainModel = async (service: TuningService, name: string) =>
  (await plainJob(service, name)).tunedModel ?? assert.fail(name);

interface Cell {
  readonly fault: string;
  readonly service: string;
  readonly operation: string;
  readonly outcome: string;
}

describe('each fault in each operation', () => {
  let folder: string;
  let sandbox: RunningSandbox;
  const benches: Bench[] = [];
  let cells: Cell[];
  let calls: SandboxCall[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-faults-'));
    await seed(folder);
    // Nothing trains: what should run waits.
    sandbox = await startSandbox({ dataDir: folder, admin: true, pace: 80_000 });
    for (const fault of Object.keys(FAULTS)) benches.push(...(await benchesOf(sandbox, fault)));
    await sandbox.setFaults({
      rules: Object.entries(FAULTS).flatMap(([name, fault]) => rulesOf(name, fault)),
    });
    cells = await Promise.all(
      benches.flatMap((bench) =>
        Object.entries(OPERATIONS)
          .filter(([name]) => !(bench.service.id === 'geminiApi' ? VERTEX_ONLY : GEMINI_ONLY).includes(name))
          .map(async ([operation, run]) => ({
            fault: bench.fault,
            service: bench.service.id,
            operation,
            outcome: await outcomeOf(operation, () => run(bench)),
          })),
      ),
    );
    calls = await sandbox.calls();
    await sandbox.setFaults({});
  });
  after(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('meets every fault', () => {
    const met = new Set(calls.flatMap(({ faults }) => faults));
    assert.deepEqual(
      [...new Set(Object.values(FAULTS).map(({ kind }) => kind))].filter((kind) => !met.has(kind)),
      [],
    );
  });

  it('says in one sentence what is wrong', () => {
    const wrong = cells.filter(({ outcome }) => outcome.startsWith('!'));
    assert.deepEqual(wrong, []);
  });

  it('repeats nothing that could happen twice', () => {
    const counts = new Map<string, number>();
    for (const { rpc, path: address, projects } of calls) {
      if (!NEVER_REPEATED.test(rpc) || isOfEvaluation(address)) continue;
      const key = `${rpc} ${address} ${projects}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // A refused token is renewed and the call made again: the first one did nothing.
    const expired = projectsOf('token-expired');
    assert.deepEqual(
      [...counts].filter(([key, count]) => count > 1 && !expired.some((project) => key.includes(project))),
      [],
    );
  });

  it('sends of an evaluation no more than was confirmed, with the allowance for failures', () => {
    const counts = new Map<string, number>();
    for (const { path: address } of calls)
      if (isOfEvaluation(address)) counts.set(address, (counts.get(address) ?? 0) + 1);
    assert.equal(counts.size, benches.length);
    for (const [address, count] of counts) assert.ok(count <= mostRequests(1), `${address}: ${count}`);
  });

  it('creates one job or none, as the fault has it, and finds it afterwards', async () => {
    for (const { fault, service, launch, batch } of benches) {
      const kind = FAULTS[fault]?.kind ?? '';
      const found = await service.find(launch, signal);
      assert.equal(found.length > 0, TAKES_EFFECT(kind), `${fault} ${service.id}`);
      const jobs = await listJobs(service, {}, signal);
      assert.ok(jobs.filter(({ launchId }) => launchId === launch.id).length <= 1);
      if (batch === undefined) continue;
      const isThere = ((await service.batch?.find(batch.launch, signal)) ?? []).length > 0;
      assert.equal(isThere, TAKES_EFFECT(kind), `${fault} batch`);
    }
  });

  it('is what docs/fault-matrix.md tells (rewritten by UPDATE_DOCS=1)', async () => {
    const text = toTable(cells);
    if (process.env.UPDATE_DOCS === '1') await writeFile(TABLE, text);
    assert.equal(text, await readFile(TABLE, 'utf8'));
  });
});

/** Prompts of the model that only evaluations ask. */
function isOfEvaluation(address: string): boolean {
  return /\/(evaluated-\d+|endpoints\/4\d+):streamGenerateContent/.test(address);
}

/** `ok`, what kind of error it was, or `!` with a message that nobody should read. */
async function outcomeOf(operation: string, run: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('! hangs'), 40_000);
  });
  const ended = run().then(
    () => 'ok',
    (error: unknown) => {
      if (isCancellation(error)) return '! cancelled';
      // launches.ts takes whatever `create` throws, unless it is a refusal, for a lost answer.
      if (operation.startsWith('create') && !(error instanceof UserError)) return 'answer lost';
      if (!(error instanceof UserError)) return `! ${String(error)}`;
      const { message } = error;
      if (/[{}<>]|undefined|\[object|\n\s+at /.test(message) || message.length > 700) return `! ${message}`;
      return error instanceof GoogleApiError ? error.kind : error.reason;
    },
  );
  const outcome = await Promise.race([ended, hang]);
  clearTimeout(timer);
  return outcome;
}

function projectsOf(fault: string): string[] {
  return [`fault-${fault}`, projectNumber(`fault-${fault}`)];
}

function rulesOf(name: string, fault: object): object[] {
  const [id, number] = projectsOf(name);
  return [
    // The Gemini API names the project in a header only, the others in the path, the query or a bucket's name.
    { project: id, path: '^/v1beta/(tunedModels|models)', fault },
    { path: `(${id}|${number})(/|$|&|:|-new)`, fault },
  ];
}

/** A job of each service, tuned, with a copy for each fault. */
async function seed(dataDir: string): Promise<void> {
  const first = await startSandbox({ dataDir });
  const connection = await connectionTo(first, 'seed');
  const [gemini, vertex] = tuningServices(() => Promise.resolve(connection));
  assert.ok(gemini && vertex);
  const text = '{"text_input": "3", "output": "4 and more"}\n';
  const launches: [TuningService, Parameters<TuningService['prepare']>[0]['dataset']][] = [
    [gemini, { kind: 'local', name: 'a.jsonl', text }],
    [vertex, { kind: 'remote', uri: PUBLIC_FILE }],
  ];
  const names: string[] = [];
  for (const [service, dataset] of launches) {
    const job = await service.create(await preparedLaunch(service, dataset, 'seed'), signal);
    await waitFor(
      () => service.get(job, signal),
      ({ state }) => state === 'SUCCEEDED',
    );
    names.push(job.name.split('/').at(-1) ?? '');
  }
  await first.stop();
  const [model = '', job = ''] = names;
  const faults = Object.keys(FAULTS);
  for (const what of ['prompted', 'deleted', 'shared', 'given', 'evaluated'] as const) {
    const ids = faults.map((_, index) => geminiId(index, what));
    await cloneRecords(dataDir, 'tunedModels', ids.length, (index) => ({
      id: ids[index] ?? '',
      createTime: '2026-01-01T00:00:00Z',
    }));
    if (isPrompted(what)) for (const id of ids) await copyTraining(dataDir, model, id);
  }
  for (const what of ['prompted', 'deleted', 'cancelled', 'evaluated'] as const) {
    const ids = faults.map((_, index) => vertexId(index, what));
    await cloneRecords(dataDir, 'tuningJobs', ids.length, (index, { endpoints = [] }) => ({
      id: ids[index] ?? '',
      createTime: '2026-01-01T00:00:00Z',
      project: projectNumber(`fault-${faults[index]}`),
      ...(what === 'cancelled'
        ? { state: 'JOB_STATE_PENDING' }
        : {
            model: { id: ids[index], version: 1 },
            endpoints: endpoints
              .slice(0, 1)
              .map((endpoint, at) => ({ ...endpoint, id: `${ids[index]}${at}` })),
          }),
    }));
    if (isPrompted(what)) for (const id of ids) await copyTraining(dataDir, job, id);
  }
}

function isPrompted(what: JobName): boolean {
  return what === 'prompted' || what === 'evaluated';
}

function geminiId(index: number, what: string): string {
  return `${what}-${index}`;
}

const vertexIds = { prompted: 1, deleted: 2, cancelled: 3, evaluated: 4 };

function vertexId(index: number, what: keyof typeof vertexIds): string {
  return `${vertexIds[what]}00000000000000${String(index).padStart(3, '0')}`;
}

async function connectionTo(sandbox: RunningSandbox, project: string): Promise<Connection> {
  const authClient = await credentialsFromFile(sandbox.adc);
  authClient.quotaProjectId = project;
  return {
    client: {
      // Tries again as often as in earnest, but at once.
      request: (options) =>
        authClient.request({
          ...options,
          ...(options.retry ? { retryConfig: { retryBackoff: () => Promise.resolve() } } : {}),
        }),
    },
    authClient,
    project,
    region: REGION,
    origin: () => sandbox.url,
  };
}

async function preparedLaunch(
  service: TuningService,
  dataset: Parameters<TuningService['prepare']>[0]['dataset'],
  id: string,
  bucket = 'unused',
): Promise<PreparedLaunch> {
  const [baseModel] = await service.baseModels(signal);
  const spec = {
    service: service.id,
    baseModel: baseModel?.name ?? '',
    displayName: 'Matrix',
    hyperparameters: { epochCount: 1 },
    bucket,
  };
  return service.prepare({ spec, id, dataset, onProgress: () => {} }, signal);
}

async function benchesOf(sandbox: RunningSandbox, fault: string): Promise<Bench[]> {
  const index = Object.keys(FAULTS).indexOf(fault);
  const connection = await connectionTo(sandbox, `fault-${fault}`);
  const services = tuningServices(() => Promise.resolve(connection));
  const benches: Bench[] = [];
  for (const service of services) {
    const isGemini = service.id === 'geminiApi';
    const dataset = isGemini
      ? ({ kind: 'local', name: 'a.jsonl', text: '{"text_input": "1", "output": "2"}\n' } as const)
      : ({ kind: 'remote', uri: PUBLIC_FILE } as const);
    const launch = await preparedLaunch(service, dataset, `matrix${String(index).padStart(4, '0')}`);
    await service.storage?.createBucket(`fault-${fault}`, signal);
    const parent = `projects/${projectNumber(`fault-${fault}`)}/locations/${REGION}`;
    const job: Bench['job'] = (what) =>
      isGemini || what === 'shared' || what === 'given'
        ? `tunedModels/${geminiId(index, what)}`
        : `${parent}/tuningJobs/${vertexId(index, what)}`;
    const jobs = isGemini
      ? (['prompted', 'deleted', 'shared', 'given', 'evaluated'] as const)
      : (['prompted', 'deleted', 'cancelled', 'evaluated'] as const);
    for (const what of jobs) known.set(job(what), await service.get({ name: job(what) }, signal));
    const permission = await service.sharing?.create(
      await plainModel(service, job('shared')),
      { grantee: 'USER', emailAddress: 'c@example.com', role: 'READER' },
      signal,
    );
    const batch = await batchOf(service, fault, index);
    const leftover = service.leftovers && (await leftoverOf(service, `fault-${fault}`));
    benches.push({ fault, service, launch, batch, job, leftover, connection, permission });
  }
  return benches;
}

async function leftoverOf(service: TuningService, bucket: string): Promise<Leftover> {
  const dataset = { ...LOCAL_FILE, name: 'left.jsonl', text: LOCAL_FILE.text.replace('3', '33') };
  const { datasetUri: name = '' } = await preparedLaunch(service, dataset, 'left', bucket);
  const plain = { created: undefined, bytes: undefined, idle: true, launchId: undefined, links: [] };
  return { kind: 'file', name, displayName: 'left.jsonl', ...plain };
}

/** Of one row. */
function evaluationOf(service: TuningService, model: TunedModel) {
  const { systemInstruction, turns } = prompt;
  const results = new Results(
    {
      ...{
        kind: 'evaluation',
        version: 1,
        startedAt: '2026-11-28T00:00:00Z',
        parameters: {},
        metrics: [],
        rows: 1,
      },
      dataset: { path: 'a.jsonl', format: 'geminiApi', sha256: '' },
      targets: [{ service: service.id, model: model.name, label: 'Matrix' }],
    },
    [{ kind: 'row', line: 1, prompt: { systemInstruction, turns }, expected: '4' }],
  );
  const clock = new FakeClock(1); // pauses take no time
  const ask = askServices([service], clock);
  const run = new EvaluationRun(
    { results, append: async (record) => results.add(record), ask, clock },
    { concurrency: 1 },
  );
  return { run, results };
}

async function batchOf(
  { batch, ...service }: TuningService,
  fault: string,
  index: number,
): Promise<Bench['batch']> {
  if (batch === undefined) return undefined;
  const bucket = `fault-${fault}`;
  const prepared = (id: string) =>
    batch.prepare(
      {
        id,
        displayName: 'Matrix',
        model: 'gemini-2.5-flash',
        prompts: [prompt],
        bucket,
        onProgress: () => {},
      },
      signal,
    );
  const job = await batch.create(await prepared(`running${index}`), signal);
  const answers = {
    kind: 'local',
    name: 'predictions.jsonl',
    text: '{"status": "", "request": {}}\n',
  } as const;
  const { datasetUri = '' } = await preparedLaunch({ ...service, batch }, answers, 'answers', bucket);
  return {
    launch: await prepared(`batch${String(index).padStart(5, '0')}`),
    job: { ...job, output: datasetUri.replace(/\/[^/]+$/, '') },
  };
}

function toTable(cells: readonly Cell[]): string {
  const rows = [...new Set(cells.map(({ fault, service }) => `${fault} ${service}`))].map((key) => {
    const [fault, service] = key.split(' ');
    const byOutcome = new Map<string, string[]>();
    for (const cell of cells) {
      if (cell.fault !== fault || cell.service !== service) continue;
      byOutcome.set(cell.outcome, [...(byOutcome.get(cell.outcome) ?? []), cell.operation]);
    }
    const told = [...byOutcome]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([outcome, operations]) => `**${outcome}**: ${operations.join(', ')}`);
    return `| ${fault} | ${service} | ${told.join('<br>')} |`;
  });
  return `# What a fault leads to

Written by test/contract/faultMatrix.test.ts, which runs every operation of the tuning services against the sandbox with
each fault of its rule file: \`UPDATE_DOCS=1\` rewrites it. **ok**: the operation gave its result in spite of the fault.
Otherwise the kind of error that the user is told about, in one sentence with a next step (src/tuning/google/errors/errorExplanation.ts).
**row**: an evaluation wrote this failure for its row, and its page says it.
A launch whose answer is lost or unreadable is looked for by its id, never sent twice (src/tuning/launch/launches.ts).

| fault | service | operations |
| --- | --- | --- |
${rows.join('\n')}
`;
}
