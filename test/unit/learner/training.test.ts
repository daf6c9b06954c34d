import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModel } from '../../../src/sandbox/learner/generator';
import { startTraining } from '../../../src/sandbox/learner/training';
import type { RunningTraining, TrainingPlan, TrainingProgress } from '../../../src/sandbox/learner/types';
import { tickets } from './tickets';

/** This bundle is dist/test/unit/learner/training.test.js; the trainer is the shipped one. */
const trainerFile = path.resolve(__dirname, '../../../sandbox-trainer.js');
const examples = tickets(60, 3);
const plan: TrainingPlan = { examples, epochs: 4, batchSize: 4, learningRate: 0.001, seed: 9 };
const STEPS = 60;

describe('Learner: the training worker', () => {
  let folder = '';
  const files = () => ({
    stateFile: path.join(folder, 'job.state'),
    modelFile: path.join(folder, 'job.model'),
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-learner-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on after a kill as if nothing had happened', async () => {
    const whole = await run(plan, { ...files(), paceSeconds: 0 });
    const wholeModel = readFileSync(files().modelFile);
    rmSync(files().modelFile);

    const before = await killedAfterASave(plan, { ...files(), paceSeconds: 6 });
    assert.ok(before.length < STEPS && !existsSync(files().modelFile));
    const after = await run(plan, { ...files(), paceSeconds: 0 });

    const resumedAt = after[0]?.step ?? 0;
    assert.ok(resumedAt > 1 && resumedAt <= before.length + 1, `resumed at step ${resumedAt}`);
    assert.deepEqual([...before.slice(0, resumedAt - 1), ...after], whole);
    assert.deepEqual(readFileSync(files().modelFile), wholeModel);
    assert.deepEqual(readdirSync(folder), ['job.model']);
  });

  it('is paced evenly, and tells the same numbers as in haste', async () => {
    const short = { ...plan, epochs: 1 };
    const times: number[] = [];
    const start = performance.now();
    const paced = await run(short, { ...files(), paceSeconds: 0.9 }, () =>
      times.push(performance.now() - start),
    );
    // A busy machine may hold steps back, so that no step is too late; but none comes before its share of the time.
    assert.equal(times.length, 15);
    times.forEach((time, at) => {
      assert.ok(time > 0.95 * 60 * (at + 1), `step ${at + 1} after ${time} ms`);
    });
    assert.deepEqual(paced, await run(short, { ...files(), paceSeconds: 0 }));
  });

  it('writes a checkpoint per epoch, the last of which is the model', async () => {
    await run({ ...plan, epochs: 3, checkpointEpochs: [1, 2, 3] }, { ...files(), paceSeconds: 0 });
    assert.deepEqual(readdirSync(folder).sort(), [
      'job.model',
      'job.model.epoch-1',
      'job.model.epoch-2',
      'job.model.epoch-3',
    ]);
    const bytes = (epoch: number) => readFileSync(`${files().modelFile}.epoch-${epoch}`);
    assert.deepEqual(bytes(3), readFileSync(files().modelFile));
    assert.notDeepEqual(bytes(1), bytes(2));
  });

  it('starts from a model that was tuned before', async () => {
    await run(plan, { ...files(), paceSeconds: 0 });
    const again = { ...files(), modelFile: path.join(folder, 'again.model') };
    const history = await run({ ...plan, startFrom: files().modelFile }, { ...again, paceSeconds: 0 });
    assert.ok((history[0]?.meanLoss ?? 9) < 0.2, `starts at ${history[0]?.meanLoss}`);
    const [example] = examples;
    const text = [...loadModel(again.modelFile).generate(example?.input ?? '', { temperature: 0, seed: 1 })];
    assert.equal(text.join(''), example?.output);
  });

  it('stops when cancelled, without a word', async () => {
    const told: string[] = [];
    const training = startTraining(plan, {
      ...files(),
      trainerFile,
      paceSeconds: 60,
      onProgress: () => told.push('progress'),
      onDone: () => told.push('done'),
      onError: (error) => told.push(error.message),
    });
    await training.cancel();
    assert.deepEqual(told, []);
  });

  it('says why it cannot train', async () => {
    const broken = path.join(folder, 'broken.model');
    writeFileSync(broken, '{"format":"something else"}\n');
    await assert.rejects(
      run({ ...plan, startFrom: broken }, { ...files(), paceSeconds: 0 }),
      /broken\.model isn't/,
    );
    await assert.rejects(run({ ...plan, examples: [] }, { ...files(), paceSeconds: 0 }), /examples/);
    assert.throws(() => loadModel(broken), /broken\.model isn't/);
  });

  it('sets the state of another plan aside, and begins anew', async () => {
    await killedAfterASave(plan, { ...files(), paceSeconds: 6 });
    const history = await run({ ...plan, seed: 10 }, { ...files(), paceSeconds: 0 });
    assert.equal(history[0]?.step, 1);
    assert.deepEqual(
      readdirSync(folder).map((name) => name.replace(/\d{17}/, 'TIME')),
      ['job.model', 'job.state.TIME.unusable'],
    );
  });
});

interface Files {
  readonly stateFile: string;
  readonly modelFile: string;
  readonly paceSeconds: number;
}

/** Trains to the end; resolves with everything that was told. */
function run(given: TrainingPlan, files: Files, onStep?: () => void): Promise<TrainingProgress[]> {
  const history: TrainingProgress[] = [];
  return new Promise((resolve, reject) => {
    startTraining(given, {
      ...files,
      trainerFile,
      onProgress: (progress) => {
        history.push(progress);
        onStep?.();
      },
      onDone: () => resolve(history),
      onError: reject,
    });
  });
}

/** Terminates the worker in the middle, as soon as there is a saved state. */
async function killedAfterASave(given: TrainingPlan, files: Files): Promise<TrainingProgress[]> {
  const history: TrainingProgress[] = [];
  const saved = new EventTarget();
  const training: RunningTraining = startTraining(given, {
    ...files,
    trainerFile,
    onProgress: (progress) => {
      history.push(progress);
      if (existsSync(files.stateFile)) saved.dispatchEvent(new Event('saved'));
    },
    onDone: () => assert.fail('It ended before it was killed.'),
    onError: assert.fail,
  });
  await once(saved, 'saved');
  await training.cancel();
  return history;
}
