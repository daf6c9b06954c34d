// Exact token counts from a worker that starts with the first question.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';

export interface CountRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

export interface CountReply {
  readonly id: number;
  readonly counts: readonly number[];
}

interface Waiting {
  resolve(counts: readonly number[]): void;
  reject(error: Error): void;
}

export class TokenCounter {
  #worker: Worker | undefined;
  #requests = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** @param file the worker's bundle, beside `gemma-vocabulary.br` */
  constructor(private readonly file = join(import.meta.dirname, 'token-worker.js')) {}

  /** The number of tokens of each text. Rejects when the worker cannot run. */
  count(texts: readonly string[]): Promise<readonly number[]> {
    const worker = this.#start();
    const id = ++this.#requests;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, texts } satisfies CountRequest);
    });
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#fail(new Error(l10n.t('Token counting was canceled')));
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.file);
    worker.unref();
    worker.on('message', ({ id, counts }: CountReply) => {
      this.#waiting.get(id)?.resolve(counts);
      this.#waiting.delete(id);
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error(l10n.t('The token counter stopped'))));
    this.#worker = worker;
    return worker;
  }

  #fail(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
