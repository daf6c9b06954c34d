// What a thread beside the editor does for the rows of a file: finds where they start, searches them, measures them,
// checks them.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DocumentOptions } from '../document/documentOptions';
import type { ReplacedLine } from '../editing/replaceInTexts';
import type { Target } from '../targets/target';
import type { FactBatch } from './factTable';
import type { ProblemBatch } from './problemTable';
import type { TextQuery } from './rowTypes';

export type RowsJob =
  | { readonly kind: 'index'; readonly path: string }
  | {
      readonly kind: 'search';
      readonly path: string;
      readonly query: TextQuery;
      readonly format: string | undefined;
    }
  /** Lines come as messages, for a document that is no file. */
  | { readonly kind: 'searchTexts'; readonly query: TextQuery; readonly format: string | undefined }
  /** The same, of lines that get other texts. */
  | {
      readonly kind: 'replaceTexts';
      readonly query: TextQuery;
      readonly replacement: string;
      readonly format: string | undefined;
    }
  /** What rows are in numbers. Without a path, lines come as messages. */
  | {
      readonly kind: 'facts';
      readonly path?: string;
      readonly format: string | undefined;
      readonly target: Target | undefined;
      /** Tokens are counted, which takes much longer. */
      readonly isExact: boolean;
    }
  /** Picks rows. Without a path, lines come as messages. */
  | (RowPick & { readonly path?: string; readonly format: string | undefined })
  /** Which rows are equal, or nearly so; the same. */
  | {
      readonly kind: 'groups';
      readonly path?: string;
      readonly format: string | undefined;
      readonly isNear: boolean;
    }
  | {
      readonly kind: 'check';
      readonly path: string;
      readonly options: Pick<DocumentOptions, 'severities' | 'target' | 'addedTargets' | 'format'>;
    };

/**
 * What rows are picked by: that an older version of the file, given as its text, does not have them; that they are among
 * those with these keys, or else not (blank lines are neither).
 */
export type RowPick =
  | { readonly kind: 'changed'; readonly before: string }
  | { readonly kind: 'reviewed'; readonly keys: ReadonlySet<string>; readonly is: boolean };

/** A problem whose message cannot be told from its line alone: it speaks of other lines, or of the file. */
export interface ToldProblem {
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export type RowsMessage =
  | { readonly kind: 'starts'; readonly starts: Float64Array }
  | { readonly kind: 'size'; readonly size: number }
  /** `starts` in bytes when a file is searched. */
  | { readonly kind: 'found'; readonly starts: Float64Array; readonly done: number }
  /** The places of texts among those of the message that is answered. */
  | { readonly kind: 'foundTexts'; readonly at: readonly number[] }
  | { readonly kind: 'replacedTexts'; readonly replaced: readonly (ReplacedLine & { readonly at: number })[] }
  /** Of the lines of the message that is answered, or of a file up to a byte. */
  | { readonly kind: 'facts'; readonly batch: FactBatch; readonly done: number }
  /** Of so many lines the places of those that are picked; the lines as with `facts`. */
  | { readonly kind: 'picked'; readonly at: Uint32Array; readonly lines: number; readonly done: number }
  /** Lines are read; as with `facts`. */
  | { readonly kind: 'read'; readonly done: number }
  /** Of each row the first one of its group. The last message before `done`. */
  | { readonly kind: 'groups'; readonly firsts: Uint32Array }
  | { readonly kind: 'checked'; readonly bytes: number }
  | { readonly kind: 'format'; readonly format: string | undefined }
  | { readonly kind: 'problems'; readonly batch: ProblemBatch; readonly told: readonly ToldProblem[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface RunningJob {
  /** Rejects when the file cannot be read; with an `AbortError` when it was stopped. */
  readonly done: Promise<void>;
  post(texts: readonly string[]): void;
}

/**
 * Runs a job in a thread of its own, so that it can be stopped whatever it does.
 * @param script of the thread, beside our own
 */
export function runRowsJob(
  job: RowsJob,
  onMessage: (message: RowsMessage) => void,
  signal: AbortSignal,
  script = join(import.meta.dirname, 'rows-worker.js'),
): RunningJob {
  const worker = new Worker(script, { workerData: job, trackUnmanagedFds: false });
  let stop = () => {};
  const done = new Promise<void>((resolve, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: RowsMessage) => {
      if (signal.aborted) return;
      if (message.kind === 'done') resolve();
      else if (message.kind === 'failed') reject(new Error(message.reason));
      else onMessage(message);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The thread for the rows ended')));
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    return worker.terminate();
  });
  return { done, post: (texts) => worker.postMessage(texts) };
}
