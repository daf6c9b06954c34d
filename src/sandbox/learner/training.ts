import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RunningTraining, TrainingPlan, TrainingProgress, TrainingRun } from './types';

/** What the worker is given. */
export interface TrainerTask extends Pick<TrainingRun, 'stateFile' | 'modelFile' | 'paceSeconds'> {
  readonly plan: TrainingPlan;
}

/** What the worker tells; a failure is the worker's own 'error' event. */
export type TrainerMessage =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'done' };

/**
 * Trains in a worker, and resumes when `run.stateFile` is there from a run of the same plan that was killed: the
 * numbers and the model are then the same as if it had never stopped. Pacing only waits; it changes no number.
 * Ends in exactly one of `onDone`, `onError`, or a `cancel`.
 */
export function startTraining(plan: TrainingPlan, run: TrainingRun): RunningTraining {
  const { stateFile, modelFile, paceSeconds } = run;
  const task: TrainerTask = { plan, stateFile, modelFile, paceSeconds };
  const worker = new Worker(run.trainerFile ?? path.join(import.meta.dirname, 'sandbox-trainer.js'), {
    workerData: task,
  });
  let ended = false;
  const end = (tell: () => void) => {
    if (ended) return;
    ended = true;
    tell();
  };
  worker.on('message', (message: TrainerMessage) => {
    if (ended) return;
    if (message.kind === 'progress') run.onProgress(message.progress);
    else end(() => run.onDone());
  });
  worker.on('error', (error) =>
    end(() => run.onError(error instanceof Error ? error : new Error(String(error)))),
  );
  worker.on('exit', (code) =>
    end(() => run.onError(new Error(`The trainer stopped with exit code ${code}.`))),
  );
  return {
    cancel: async () => {
      ended = true;
      await worker.terminate();
    },
  };
}
