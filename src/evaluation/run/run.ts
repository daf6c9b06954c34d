import PQueue from 'p-queue';
import { Emitter } from '../../base/events';
import { isCancellation, UserError } from '../../base/userError';
import type { Clock } from '../../base/wakefulTimer';
import type { Prompt } from '../../tuning/contract/service';
import { type JudgeTask, judgeTasks, readVerdict } from '../judge/judging';
import {
  type EvaluationTarget,
  type FailureRecord,
  type ResultRecord,
  type RowRecord,
  tokensOf,
} from '../results/records';
import type { Results } from '../results/results';
import { afterFailure, isRefusal } from './afterFailure';
import type { Ask, Asked } from './ask';
import { Pace } from './pace';
import { RequestLimit } from './requestLimit';

export interface RunDependencies {
  /** What is there already is not asked again; `append` keeps the rest. */
  readonly results: Results;
  append(record: ResultRecord): Promise<void>;
  readonly ask: Ask;
  readonly clock: Clock;
}

export interface RunPace {
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number | undefined;
}

export interface RunProgress {
  readonly phase: 'asking' | 'judging';
  readonly paused: boolean;
  /** Milliseconds that the service wants rest for; 0 when requests go on. */
  readonly resting: number;
}

export type RunEnd =
  | { readonly kind: 'done' | 'cancelled' }
  /** Nothing more would have been answered; what is there is kept. */
  | { readonly kind: 'stopped'; readonly error: unknown };

/** So many refused rows without one answer: it is not the rows. */
const mostRefusals = 10;

/** Asks every target every row that it has not answered. Each answer is kept before the next step. */
export class EvaluationRun {
  readonly #pace: Pace;
  readonly #changed = new Emitter<ResultRecord | undefined>();
  /** A record was added, or (undefined) the progress is another. */
  readonly onDidChange = this.#changed.event;
  readonly #abort = new AbortController();
  readonly #limit = new RequestLimit();
  #phase: RunProgress['phase'] = 'asking';
  #refusals = 0;
  /** Rows that the service has failed at again and again, before it is known whether it fails at every one. */
  readonly #doubtful: FailureRecord[] = [];
  /** Requests that failed since the last answer. */
  #failuresInARow = 0;
  #stopped: { readonly error: unknown } | undefined;

  constructor(
    private readonly dependencies: RunDependencies,
    private readonly speed: RunPace,
  ) {
    this.#pace = new Pace(dependencies.clock, speed.requestsPerMinute);
  }

  get progress(): RunProgress {
    return { phase: this.#phase, paused: this.#pace.paused, resting: this.#pace.resting };
  }

  /** Resolves when nothing is under way any more; never rejects. */
  async run(): Promise<RunEnd> {
    const { results } = this.dependencies;
    const missing = [...missingAnswers(results)];
    this.#limit.confirm(missing.length);
    await this.#forAll(missing, (task) => this.#answer(task));
    if (!this.#abort.signal.aborted) await this.#blameRows();
    if (results.header.judge !== undefined && !this.#abort.signal.aborted) {
      this.#phase = 'judging';
      this.#changed.fire(undefined);
      const tasks = [...judgeTasks(results)];
      this.#limit.confirm(tasks.reduce((sum, { prompts }) => sum + prompts.length, 0));
      await this.#forAll(tasks, (task) => this.#judge(task));
    }
    if (this.#stopped) return { kind: 'stopped', error: this.#stopped.error };
    return { kind: this.#abort.signal.aborted ? 'cancelled' : 'done' };
  }

  /** No new request until `resume`; those under way are waited for. */
  pause(): void {
    this.#pace.pause();
    this.#changed.fire(undefined);
  }

  resume(): void {
    this.#pace.resume();
    this.#changed.fire(undefined);
  }

  /** Gives up requests under way. */
  cancel(): void {
    this.#abort.abort();
  }

  async #forAll<Task>(tasks: Iterable<Task>, perform: (task: Task) => Promise<void>): Promise<void> {
    const queue = new PQueue({ concurrency: this.speed.concurrency });
    const signal = this.#abort.signal;
    for (const task of tasks) {
      void queue.add(async () => {
        if (signal.aborted) return;
        try {
          await perform(task);
        } catch (error) {
          if (!signal.aborted || !isCancellation(error)) this.#stop(error);
        }
      });
    }
    await queue.onIdle();
  }

  async #answer({ line, target, prompt }: AnswerTask): Promise<void> {
    const { header } = this.dependencies.results;
    const asked = header.targets[target];
    if (asked === undefined) return;
    const parameters = asked.parameters ?? header.parameters;
    const answer = await this.#askPatiently(asked, { ...prompt, parameters });
    if (answer instanceof UserError) {
      const { reason, message } = answer;
      this.#doubtful.push({ kind: 'failure', line, target, reason, message });
      if (isRefusal(answer)) await this.#blameRows();
      if (++this.#refusals >= mostRefusals) this.#stop(answer);
      return;
    }
    this.#refusals = Number.NEGATIVE_INFINITY;
    await this.#blameRows();
    const { text, calls, finishReason, usage, milliseconds } = answer;
    await this.#add({
      ...{ kind: 'answer', line, target, text, finishReason },
      ...(calls ? { calls } : {}),
      ...tokensOf(usage),
      milliseconds,
    });
  }

  async #judge({ line, target, prompts }: JudgeTask): Promise<void> {
    const { judge } = this.dependencies.results.header;
    if (judge === undefined) return;
    const replies: string[] = [];
    for (const text of prompts) {
      const parameters = judge.parameters ?? {};
      const turns = [{ role: 'user' as const, text }];
      const reply = await this.#askPatiently(judge, { systemInstruction: undefined, turns, parameters });
      if (reply instanceof UserError) {
        if (!isRefusal(reply)) return; // it can be judged when the service works again
        await this.#add({ kind: 'judgement', line, target, reason: reply.message });
        return;
      }
      replies.push(reply.text);
    }
    await this.#add({ kind: 'judgement', line, target, ...readVerdict(judge.rubric, replies) });
  }

  /** Asks until there is an answer. @returns the error when this prompt is refused for good. Rejects when no prompt would be answered. */
  async #askPatiently(target: EvaluationTarget, prompt: Prompt): Promise<Asked | UserError> {
    const { ask, clock } = this.dependencies;
    const { signal } = this.#abort;
    for (let attempts = 1; ; attempts++) {
      await this.#pace.pass(signal);
      this.#limit.count();
      try {
        const answer = await ask(target, prompt, signal);
        this.#failuresInARow = 0;
        return answer;
      } catch (error) {
        if (signal.aborted) throw error;
        this.#failuresInARow = isRefusal(error) ? 0 : this.#failuresInARow + 1;
        const next = afterFailure(error, { attempts, inARow: this.#failuresInARow }, clock.random());
        if (next.kind === 'row') return next.error;
        if (next.kind === 'stop') throw next.error;
        this.#pace.rest(next.milliseconds);
        this.#changed.fire(undefined);
      }
    }
  }

  /** The service works: what it has failed at is up to the rows. */
  async #blameRows(): Promise<void> {
    for (const record of this.#doubtful.splice(0)) await this.#add(record);
  }

  async #add(record: ResultRecord): Promise<void> {
    await this.dependencies.append(record);
    this.#changed.fire(record);
  }

  #stop(error: unknown): void {
    this.#stopped ??= { error };
    this.#abort.abort();
  }
}

interface AnswerTask {
  readonly line: number;
  readonly target: number;
  readonly prompt: RowRecord['prompt'];
}

/** Row by row, all targets of one after the other, so that they can be compared early. */
function* missingAnswers(results: Results): Generator<AnswerTask> {
  const missing = results.header.targets.map((_, target) => new Set(results.missingLines(target)));
  for (const { line, prompt } of results.rows) {
    for (const [target, lines] of missing.entries()) if (lines.has(line)) yield { line, target, prompt };
  }
}
