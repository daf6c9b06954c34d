import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import type { JsonValue } from '../../dataset/json/value';

/** What the worker says of some answers, in their order. */
export type SchemaReply =
  | { readonly kind: 'verdicts'; readonly verdicts: readonly boolean[] }
  /** The schema is none that answers can be held to. */
  | { readonly kind: 'unusable'; readonly why: string };

/** Milliseconds that a schema may take in all, and as many more for each answer. */
const longestTime = 5000;
const longestPerAnswer = 1;
/** Megabytes. */
const mostMemory = 256;
/** Milliseconds after which a worker that nobody asks is ended. */
const longestIdle = 10_000;

/**
 * Holds answers to a JSON schema. Schemas and their patterns come from files of strangers and may run for ever: a worker
 * judges, and is ended when it takes longer than 5 s (and 1 ms for each answer). Then there is no verdict at all, for those of
 * the quick answers alone would make a wrong figure.
 */
export class SchemaJudge {
  readonly #verdicts = new Map<string, boolean>();
  #problem: string | undefined;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Milliseconds. */
  #spent = 0;
  #judging: Promise<void> = Promise.resolve();

  /** @param workerFile the worker's bundle */
  constructor(
    private readonly schema: JsonValue,
    private readonly workerFile = path.join(import.meta.dirname, 'schema-worker.js'),
  ) {}

  /** Why nothing is judged, in a sentence. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Undefined for an answer that is not judged. */
  verdict(answer: string): boolean | undefined {
    return this.#problem === undefined ? this.#verdicts.get(answer) : undefined;
  }

  /** Resolves when all of these are judged, or it is known why they cannot be; never rejects. */
  judge(answers: readonly string[]): Promise<void> {
    this.#judging = this.#judging.then(async () => {
      const open = [...new Set(answers)].filter((answer) => !this.#verdicts.has(answer));
      if (this.#problem === undefined && open.length > 0) await this.#judge(open);
    });
    return this.#judging;
  }

  /** Rejects with a `UserError` when answers cannot be held to the schema. */
  async check(): Promise<void> {
    await this.judge(['null']);
    if (this.#problem !== undefined) throw new UserError(this.#problem, 'BAD_SCHEMA');
  }

  async #judge(answers: readonly string[]): Promise<void> {
    clearTimeout(this.#idle);
    const count = this.#verdicts.size + answers.length;
    let started: number | undefined;
    try {
      this.#worker ??= await this.#start();
      started = performance.now();
      const left = longestTime + count * longestPerAnswer - this.#spent;
      const reply = await ask(this.#worker, answers, left);
      if (reply.kind === 'unusable') this.#give(l10n.t("The JSON Schema can't be used: {0}.", reply.why));
      else
        for (const [index, answer] of answers.entries())
          this.#verdicts.set(answer, reply.verdicts[index] ?? false);
    } catch (error) {
      this.#give(reasonOf(error));
    }
    if (started !== undefined) this.#spent += performance.now() - started;
    this.#idle = setTimeout(() => this.#end(), longestIdle).unref();
  }

  /** Resolves when it is ready to judge. */
  async #start(): Promise<Worker> {
    const worker = new Worker(this.workerFile, {
      workerData: { schema: this.schema },
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    });
    await once(worker, 'message');
    worker.unref();
    return worker;
  }

  #give(problem: string): void {
    this.#problem = problem;
    this.#verdicts.clear();
    this.#end();
  }

  #end(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}

class Late extends Error {}

async function ask(worker: Worker, answers: readonly string[], milliseconds: number): Promise<SchemaReply> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Late()), milliseconds);
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error(l10n.t('The worker has ended.'))));
      worker.postMessage(answers);
    });
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Late)
    return l10n.t("Can't apply the JSON Schema: it took more than {0} s.", longestTime / 1000);
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return l10n.t("Can't apply the JSON Schema: it needs too much memory.");
  return l10n.t("Can't apply the JSON Schema.");
}
