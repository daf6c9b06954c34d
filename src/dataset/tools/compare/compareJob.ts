// Two files compared beside the editor.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ChangeKind, FileFacts } from './compareFiles';
import type { Piece } from './wordChanges';

export interface CompareJob {
  readonly paths: readonly [before: string, after: string];
  /** Path in the rows by which they are known; without one, their prompts tell. */
  readonly keyPath: string | undefined;
}

/** A row that differs, as people read it. Lines from 0. */
export interface ComparedRow {
  readonly kind: ChangeKind;
  readonly before?: number;
  readonly after?: number;
  readonly prompt: readonly Piece[];
  readonly answer: readonly Piece[];
  /** Top-level keys whose values differ, when the texts don't. */
  readonly keys: readonly string[];
}

export interface ComparedFiles {
  readonly before: FileFacts;
  readonly after: FileFacts;
  readonly counts: Readonly<Record<ChangeKind | 'unchanged', number>>;
}

export interface RowsRequest {
  readonly id: number;
  readonly kind: ChangeKind;
  readonly start: number;
  readonly count: number;
}

export type CompareMessage =
  | ({ readonly kind: 'compared' } & ComparedFiles)
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly ComparedRow[] }
  | { readonly kind: 'failed'; readonly reason: string };

interface Asked {
  resolve(rows: readonly ComparedRow[]): void;
  reject(error: Error): void;
}

/** A comparison that is being made or was. Ends with `dispose`. */
export class FileComparison {
  /** Rejects when a file can't be read. */
  readonly files: Promise<ComparedFiles>;
  readonly #worker: Worker;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  /** Why its thread ended. */
  #end: Error | undefined;

  constructor(job: CompareJob, script = join(import.meta.dirname, 'compare-worker.js')) {
    this.#worker = new Worker(script, { workerData: job, trackUnmanagedFds: false });
    this.files = new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        reject(error);
        for (const asked of this.#asked.values()) asked.reject(error);
      };
      const end = (error: Error) => {
        this.#end ??= error;
        fail(error);
      };
      this.#worker.on('error', end);
      // Its last message may come in the same turn, and is taken first.
      this.#worker.on('exit', () => setImmediate(end, new Error('The thread for the comparison ended')));
      this.#worker.on('message', (message: CompareMessage) => {
        if (message.kind === 'compared') resolve(message);
        else if (message.kind === 'failed') fail(new Error(message.reason));
        else this.#asked.get(message.id)?.resolve(message.rows);
      });
    });
    this.files.catch(() => undefined); // also when nobody waits any more
  }

  /** Rows of one kind, in order. Rejects when a file was changed so that they can't be read, or the thread ended. */
  rows(kind: ChangeKind, start: number, count: number): Promise<readonly ComparedRow[]> {
    const id = ++this.#lastId;
    return new Promise<readonly ComparedRow[]>((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      this.#asked.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, start, count } satisfies RowsRequest);
    }).finally(() => this.#asked.delete(id));
  }

  /** What was asked for is not needed any more: it is neither answered nor refused. */
  dispose(): void {
    this.#asked.clear();
    void this.#worker.terminate();
  }
}
