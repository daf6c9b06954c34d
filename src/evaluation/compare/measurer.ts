import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { RowRecord, Seen } from '../results/records';
import type { TrainingFile } from '../seen';
import type { Measured, Statistics } from './statistics';

/** What the worker is asked, and what it answers to each kind. */
export type MeasureTask =
  | {
      readonly kind: 'scores';
      /** Ids of metrics that ask for nothing but both texts. */
      readonly metrics: readonly string[];
      readonly texts: readonly { readonly expected: string; readonly answer: string }[];
    }
  | { readonly kind: 'seen'; readonly file: TrainingFile; readonly rows: readonly RowRecord[] }
  | { readonly kind: 'statistics'; readonly targets: readonly (readonly Measured[])[] };

/** By text and metric. */
export type TextScores = readonly (readonly (number | undefined)[])[];

interface Waiting {
  resolve(reply: unknown): void;
  reject(error: Error): void;
}

/** Milliseconds after which a worker that nobody asks is ended. */
const longestIdle = 10_000;

/** Does in a thread of its own what takes its time: an editor that measures large results must not stand still. */
export class Measurer {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** In the order of their questions, which is that of the answers. */
  #waiting: Waiting[] = [];

  /** @param workerFile the worker's bundle */
  constructor(private readonly workerFile = path.join(import.meta.dirname, 'measure-worker.js')) {}

  scores(
    metrics: readonly string[],
    texts: (MeasureTask & { kind: 'scores' })['texts'],
  ): Promise<TextScores> {
    return this.#ask({ kind: 'scores', metrics, texts });
  }

  statistics(targets: readonly (readonly Measured[])[]): Promise<readonly (readonly Statistics[])[]> {
    return this.#ask({ kind: 'statistics', targets });
  }

  /** As `seenIn`. Undefined when the file is no training file. */
  seen(file: TrainingFile, rows: readonly RowRecord[]): Promise<readonly (Seen | undefined)[] | undefined> {
    return this.#ask({ kind: 'seen', file, rows });
  }

  dispose(): void {
    this.#end(new Error(l10n.t('The measurement was stopped.')));
  }

  #ask<Reply>(task: MeasureTask): Promise<Reply> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.postMessage(task);
    return new Promise<Reply>((resolve, reject) => {
      this.#waiting.push({ resolve: (reply) => resolve(reply as Reply), reject });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.workerFile);
    worker.unref();
    worker.on('message', (reply) => {
      this.#waiting.shift()?.resolve(reply);
      if (this.#waiting.length === 0) this.#idle = setTimeout(() => this.dispose(), longestIdle).unref();
    });
    worker.on('error', (error) => this.#end(error));
    return worker;
  }

  #end(error: Error): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
