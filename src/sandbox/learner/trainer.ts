// The worker that trains, `dist/sandbox-trainer.js`: a thread of its own keeps the sandbox answering meanwhile.
// Started by `training.ts`.

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { isOfSystem, setAside } from '../state/files';
import { trainBaseModel } from './baseModel';
import { lastStepOfEpoch, stepCount, trainingSteps } from './learning';
import { type Position, readModel, writeModel, writeState } from './modelFile';
import type { TrainerMessage, TrainerTask } from './training';
import type { TrainingPlan } from './types';

/** The state is saved at most this often, and never so often that saving takes more than a tenth of the time. */
const SAVE_INTERVAL_MS = 250;

train(workerData as TrainerTask).catch((error: unknown) => {
  // Thrown outside the promise, it reaches the worker's 'error' event.
  setImmediate(() => {
    throw error;
  });
});

async function train({ plan, stateFile, modelFile, paceSeconds }: TrainerTask): Promise<void> {
  const digest = createHash('sha256').update(JSON.stringify(plan)).digest('hex');
  const { model, position } = begin(plan, stateFile, digest);
  const steps = stepCount(plan);
  const msPerStep = (paceSeconds * 1000) / steps;
  const started = performance.now() - position.step * msPerStep;
  let nextSave = performance.now() + SAVE_INTERVAL_MS;

  for (const progress of trainingSteps(model, plan, position.step)) {
    const early = started + progress.step * msPerStep - performance.now();
    if (early > 0) await sleep(early);
    // Told before it is saved: a step may be told twice after a kill, but none is left out.
    tell({ kind: 'progress', progress });
    saveCheckpoints(plan, progress.step, (epoch) => writeModel(`${modelFile}.epoch-${epoch}`, model));
    const saving = performance.now();
    if (saving >= nextSave) {
      writeState(stateFile, model, { step: progress.step, plan: digest });
      const saved = performance.now();
      nextSave = saved + Math.max(SAVE_INTERVAL_MS, 10 * (saved - saving));
    }
  }
  writeModel(modelFile, model);
  rmSync(stateFile, { force: true });
  tell({ kind: 'done' });
}

function begin(plan: TrainingPlan, stateFile: string, digest: string) {
  const saved = existsSync(stateFile) ? readStateOf(stateFile, digest) : undefined;
  if (saved) return saved;
  const position: Position = { step: 0, plan: digest };
  const model = plan.startFrom === undefined ? trainBaseModel() : readModel(plan.startFrom).model;
  return { model, position };
}

/** Undefined for a damaged file, which is set aside: training begins anew. */
function readStateOf(file: string, digest: string) {
  try {
    const { model, position } = readModel(file);
    if (position?.plan === digest) return { model, position };
  } catch (error) {
    if (isOfSystem(error)) throw error;
  }
  setAside(file);
  return undefined;
}

/** With few examples one step can end more than one epoch. */
function saveCheckpoints(plan: TrainingPlan, step: number, save: (epoch: number) => void): void {
  for (const epoch of plan.checkpointEpochs ?? []) {
    if (lastStepOfEpoch(plan, epoch) === step) save(epoch);
  }
}

function tell(message: TrainerMessage): void {
  parentPort?.postMessage(message);
}
