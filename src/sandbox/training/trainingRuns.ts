import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startTraining } from '../learner/training';
import type { RunningTraining, TrainingPlan, TrainingProgress } from '../learner/types';
import { readState, writeAtomically } from '../state/files';

/** One step that the learner measured. */
export interface MeasuredStep extends TrainingProgress {
  /** When, RFC 3339. */
  readonly time: string;
}

export interface RunListener {
  /** Called once for a run, before its first step. */
  onStart?(): void;
  /** Called for each step that is measured for the first time. */
  onStep?(step: MeasuredStep): void;
  onDone(): void;
  onError(error: Error): void;
}

/** Runs side by side; the others wait in the order they came. */
const MOST_AT_ONCE = 4;

/**
 * The learner's runs, each in a folder of its own: plan, the learner's state, what was measured, the model. A run goes
 * on after a restart when its owner starts it again.
 */
export class TrainingRuns {
  private readonly running = new Map<string, RunningTraining>();
  private readonly waiting = new Map<string, RunListener>();
  private readonly measured = new Map<string, MeasuredStep[]>();

  constructor(
    private readonly folder: string,
    private readonly paceSeconds: number,
  ) {}

  /** Keeps the plan. After this the run survives a restart. */
  prepare(id: string, plan: TrainingPlan): void {
    writeAtomically(this.file(id, 'plan.json'), JSON.stringify(plan));
  }

  isPrepared(id: string): boolean {
    return existsSync(this.file(id, 'plan.json'));
  }

  /** @throws Error when its file is gone or damaged */
  plan(id: string): TrainingPlan {
    const file = this.file(id, 'plan.json');
    const plan = readState(file, (text) => JSON.parse(text) as TrainingPlan);
    if (plan === undefined) throw new Error(`${file} cannot be read: the training has lost its plan.`);
    return plan;
  }

  /** Starts a prepared run, or goes on with it from where the learner last saved it. */
  start(id: string, listener: RunListener): void {
    this.waiting.set(id, listener);
    this.startNext();
  }

  /** Stops a run; nothing more is told about it. */
  async cancel(id: string): Promise<void> {
    this.waiting.delete(id);
    const run = this.running.get(id);
    this.running.delete(id);
    await run?.cancel();
    this.startNext();
  }

  async cancelAll(): Promise<void> {
    this.waiting.clear();
    await Promise.all([...this.running.values()].map((run) => run.cancel()));
  }

  async remove(id: string): Promise<void> {
    await this.cancel(id);
    this.measured.delete(id);
    rmSync(path.join(this.folder, id), { recursive: true, force: true });
  }

  /** What was measured so far, by step. */
  steps(id: string): readonly MeasuredStep[] {
    return this.growingSteps(id);
  }

  modelFile(id: string): string {
    return this.file(id, 'model');
  }

  /** The model as it was at the end of an epoch, from 1, when the plan asked for it. */
  checkpointFile(id: string, epoch: number): string {
    return `${this.modelFile(id)}.epoch-${epoch}`;
  }

  private startNext(): void {
    for (const [id, listener] of this.waiting) {
      if (this.running.size >= MOST_AT_ONCE) return;
      this.waiting.delete(id);
      this.run(id, listener);
    }
  }

  private run(id: string, listener: RunListener): void {
    mkdirSync(path.join(this.folder, id), { recursive: true });
    const stateFile = this.file(id, 'state');
    listener.onStart?.();
    // Killed between the learner's last word and the record of it.
    if (existsSync(this.modelFile(id)) && !existsSync(stateFile)) {
      listener.onDone();
      return;
    }
    const end = (tell: () => void) => {
      this.running.delete(id);
      tell();
      this.startNext();
    };
    let plan: TrainingPlan;
    try {
      plan = this.plan(id);
    } catch (error) {
      listener.onError(error as Error);
      return;
    }
    const run = startTraining(plan, {
      stateFile,
      modelFile: this.modelFile(id),
      paceSeconds: this.paceSeconds,
      onProgress: (progress) => {
        const step = this.record(id, progress);
        if (step) listener.onStep?.(step);
      },
      onDone: () => end(() => listener.onDone()),
      onError: (error) => end(() => listener.onError(error)),
    });
    this.running.set(id, run);
  }

  private record(id: string, progress: TrainingProgress): MeasuredStep | undefined {
    const steps = this.growingSteps(id);
    // After a restart the learner repeats steps since it last saved.
    const last = steps.at(-1);
    if (last && progress.step <= last.step) return undefined;
    const step = { ...progress, time: new Date().toISOString() };
    steps.push(step);
    appendFileSync(this.file(id, 'steps.jsonl'), `${JSON.stringify(step)}\n`);
    return step;
  }

  private growingSteps(id: string): MeasuredStep[] {
    const steps = this.measured.get(id) ?? readSteps(this.file(id, 'steps.jsonl'));
    this.measured.set(id, steps);
    return steps;
  }

  private file(id: string, name: string): string {
    return path.join(this.folder, id, name);
  }
}

/** `kill -9` can leave a part of a line at the end; the learner repeats that step. */
function readSteps(file: string): MeasuredStep[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeAtomically(file, whole);
  const parse = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as MeasuredStep);
  return readState(file, parse) ?? [];
}
