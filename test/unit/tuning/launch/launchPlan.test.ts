import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silenceToBreak } from '../../../../src/base/locks/fileLock';
import type { LaunchRecord } from '../../../../src/tuning/contract/launchRecord';
import type { TuningSpec } from '../../../../src/tuning/contract/spec';
import { launchFiles } from '../../../../src/tuning/launch/launchFiles';
import type { LaunchFile } from '../../../../src/tuning/launch/onDisk/launchFile';
import {
  PlanLaunches,
  type PlanLaunchesOptions,
  PlanLocked,
} from '../../../../src/tuning/launch/onDisk/launchPlan';
import type { PlanOnDisk } from '../../../../src/tuning/launch/onDisk/planOnDisk';
import { fakeJob, fakeService } from '../fakeService';

const estimate = { steps: 1, billableTokens: 1, price: undefined };
const place = 'google/p/us-central1';

describe('launches of plans outside the editor', () => {
  let folder: string;
  let created: string[];
  let answer: 'job' | 'lost' | 'unprepared' | 'brokenDisk';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-plans-'));
    created = [];
    answer = 'job';
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const service = fakeService({
    prepare: async ({ id }) => {
      if (answer === 'unprepared') throw new Error('the bucket is away');
      return { id, path: 'v1/jobs', body: {} };
    },
    create: async ({ id }) => {
      created.push(id);
      if (answer === 'lost') throw new Error('socket hang up');
      if (answer === 'brokenDisk')
        for (const file of [`${id}.lock`, `${id}.launch.json`].map((name) => path.join(folder, name))) {
          await rm(file);
          await mkdir(file); // it can be neither read nor removed any more
        }
      return fakeJob(`jobs/${id}`, 'RUNNING');
    },
    find: async () => [],
  });
  const open = (more: Partial<PlanLaunchesOptions> = {}) =>
    new PlanLaunches({
      ...{ services: [service], folder, place, account: 'ann', breaksLocks: false },
      onError: (error) => assert.fail(String(error)),
      ...more,
    });
  const fileAt = (source: string, sha256: string): LaunchFile => ({
    name: path.basename(source),
    source,
    file: { kind: 'local', name: path.basename(source), text: '' },
    survey: {
      ...{ size: 1, sha256, format: 'none', examples: 1, mediaExamples: 0, inputCharacters: 1 },
      ...{ outputCharacters: 1, severities: { error: 0, warning: 0, info: 0, hint: 0 } },
      ...{ firstError: undefined, media: new Map(), lines: new Float64Array(), inputs: new Float64Array() },
      ...{ hasCalls: false, task: undefined },
    },
  });
  const remote = (uri: string): LaunchFile => ({
    ...{ name: 'r.jsonl', source: uri, file: { kind: 'remote', uri }, survey: undefined },
  });
  const planOf = (
    changes: Partial<TuningSpec> = {},
    training = fileAt('file:///a/x.jsonl', 'aa'),
    validation: LaunchFile | undefined = undefined,
  ): PlanOnDisk => {
    const spec = {
      ...{
        service: 'fake',
        baseModel: 'base',
        displayName: 'x',
        hyperparameters: {},
        dataset: training.name,
      },
      ...(validation ? { validation: validation.source } : {}),
      ...changes,
    };
    return { path: 'x.tune.json', written: spec, spec, training, validation };
  };
  /** Waits for nothing after a lost answer. */
  const start = (plan: PlanOnDisk, replaces?: string, launches = open()) => {
    const stop = new AbortController();
    const onProgress = (now: unknown) => now === 'look' && stop.abort();
    return launches.start(plan, estimate, replaces, onProgress, stop.signal);
  };
  const stageOf = async (id: string) => (await launchFiles(folder).get(id))?.stage.kind;

  it('give an earlier one up only when something is in its place, or may be', async () => {
    answer = 'lost';
    const first = await start(planOf());
    assert.equal(first.kind, 'unclear');
    answer = 'unprepared';
    assert.equal((await start(planOf(), first.record.id)).kind, 'refused');
    assert.equal(await stageOf(first.record.id), 'sent', 'it is looked for still');
    answer = 'job';
    assert.equal((await start(planOf(), first.record.id)).kind, 'created');
    assert.equal(await stageOf(first.record.id), 'abandoned');
  });

  it('tell of the job that was created, when the record and its lock are out of reach since', async () => {
    answer = 'brokenDisk';
    const errors: unknown[] = [];
    const outcome = await start(planOf(), undefined, open({ onError: (error) => errors.push(error) }));
    assert.ok(outcome.kind === 'created' && outcome.record.stage.kind === 'created');
    assert.equal(outcome.record.stage.job, `jobs/${created[0]}`);
    assert.equal(errors.length, 3, 'the record is neither written nor read, and the lock stays');
  });

  it('stop at a record that a later version wrote, which may be of the same plan', async () => {
    const { record } = await start(planOf());
    const file = path.join(folder, `${record.id}.launch.json`);
    const written = JSON.parse(await readFile(file, 'utf8'));
    for (const change of [{ version: 2 }, { stage: { kind: 'queued' } }]) {
      await writeFile(file, JSON.stringify({ ...written, ...change }));
      await assert.rejects(open().earlier(planOf()), (error: Error) => {
        assert.ok(error.message.startsWith(`Can't read the launch record ${file}, `), error.message);
        return /Nothing was sent\. Update Tunewright/.test(error.message);
      });
    }
  });

  it('are the same by what their files hold and where they run, whatever the files are called', async () => {
    const { record } = await start(
      planOf({ region: 'us-central1' }, undefined, fileAt('file:///a/v.jsonl', 'vv')),
    );
    const found = async (plan: PlanOnDisk, where = place) =>
      (await open({ place: where }).earlier(plan))?.record.id;
    const moved = fileAt('file:///b/y.jsonl', 'aa');
    const held = fileAt('file:///b/w.jsonl', 'vv');
    assert.equal(await found(planOf({}, moved, held)), record.id, 'moved, and the region of the connection');
    assert.equal(await found(planOf({}, moved, held), 'google/p/europe-west4'), undefined, 'elsewhere');
    assert.equal(await found(planOf({}, moved, held), 'google/q/us-central1'), undefined, 'another project');
    assert.equal(
      await found(planOf({}, fileAt('file:///a/x.jsonl', 'bb'), held)),
      undefined,
      'other examples',
    );
    assert.equal(await found(planOf({}, moved, fileAt('file:///a/v.jsonl', 'ww'))), undefined, 'validation');
    assert.equal(await found(planOf({}, moved)), undefined, 'no validation');
    assert.equal(await found(planOf({ hyperparameters: { epochCount: 2 } }, moved, held)), undefined);
  });

  it('are not told apart by files in Cloud Storage, which may hold something else by now', async () => {
    const plan = planOf({}, remote('gs://bucket/r.jsonl'));
    const { record } = await start(plan);
    assert.equal((await open().earlier(plan))?.kind, 'created', 'two at once');
    const old: LaunchRecord = { ...record, stage: { kind: 'created', job: 'jobs/old', createdAt: 1 } };
    await launchFiles(folder).put(old);
    assert.equal(await open().earlier(plan), undefined);
  });

  it('send one request of two that are started at once', async () => {
    const plan = planOf();
    const unlock = await open().lock(plan);
    const moved = planOf({}, fileAt('file:///b/y.jsonl', 'aa'));
    const refusal: unknown = await open()
      .lock(moved)
      .catch((error: unknown) => error);
    assert.ok(refusal instanceof PlanLocked);
    assert.equal(refusal.held?.holder.pid, process.pid);
    assert.equal(JSON.parse(await readFile(refusal.lock, 'utf8')).pid, process.pid);
    await start(plan);
    await unlock();
    const free = await open().lock(moved);
    const earlier = await open().earlier(moved);
    await free();
    assert.ok(earlier?.kind === 'created');
    assert.deepEqual([earlier.jobs, earlier.wasLost, created.length], [[`jobs/${created[0]}`], false, 1]);
  });

  it('take a lock away from a process elsewhere that is silent for long, when the user wants that', async () => {
    const unlock = await open().lock(planOf());
    const [name = ''] = (await readdir(folder)).filter((one) => one.endsWith('.lock'));
    const lock = path.join(folder, name);
    const holder = { ...JSON.parse(await readFile(lock, 'utf8')), host: 'elsewhere', token: 'theirs' };
    await unlock();
    await writeFile(lock, JSON.stringify(holder));
    const isSilent = async (breaksLocks: boolean, silence: number) => {
      const then = new Date(Date.now() - silence);
      await utimes(lock, then, then);
      const refusal: unknown = await open({ breaksLocks })
        .lock(planOf())
        .catch((error: unknown) => error);
      return refusal instanceof PlanLocked ? refusal.held?.isSilent : refusal;
    };
    assert.equal(await isSilent(true, silenceToBreak - 60_000), false);
    assert.equal(await isSilent(false, silenceToBreak + 60_000), true);
    assert.equal(
      typeof (await isSilent(true, silenceToBreak + 60_000)),
      'function',
      'it is locked by us now',
    );
  });
});
