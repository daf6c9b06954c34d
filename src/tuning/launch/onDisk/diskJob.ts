// What a thread beside the editor finds out of a training file on disk.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Target } from '../../../dataset/targets/target';
import type { Survey, SurveyOptions } from './survey';

export type DiskJob =
  | { readonly kind: 'survey'; readonly path: string; readonly options: SurveyOptions }
  | {
      readonly kind: 'tokens';
      readonly path: string;
      /** Bytes. */
      readonly size: number;
      /** Id. */
      readonly format: string;
      readonly target: Target | undefined;
    };

export interface CountedTokens {
  readonly tokens: number;
  /** Of larger files the start is counted, and the rest told by its share. */
  readonly isExact: boolean;
}

export type DiskMessage =
  | { readonly kind: 'share'; readonly share: number }
  /** Undefined: the file was changed meanwhile. */
  | { readonly kind: 'survey'; readonly survey: Survey | undefined }
  | ({ readonly kind: 'tokens' } & CountedTokens)
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Runs a job in a thread of its own, and resolves to its result. Rejects when the file cannot be read; with the signal's
 * reason when it was stopped.
 * @param report told the share that is done
 * @param script of the thread, beside our own
 */
export function runDiskJob<Job extends DiskJob>(
  job: Job,
  report: (share: number) => void,
  signal: AbortSignal,
  script = join(import.meta.dirname, 'training-file-worker.js'),
): Promise<Extract<DiskMessage, { kind: Job['kind'] }>> {
  signal.throwIfAborted();
  const worker = new Worker(script, { workerData: job, trackUnmanagedFds: false });
  let stop = () => {};
  return new Promise<Extract<DiskMessage, { kind: Job['kind'] }>>((resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: DiskMessage) => {
      if (message.kind === 'share') report(message.share);
      else if (message.kind === 'failed') reject(new Error(message.reason));
      else resolve(message as Extract<DiskMessage, { kind: Job['kind'] }>); // each job has one result, of its kind
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The thread for the training file ended')));
  }).finally(() => {
    signal.removeEventListener('abort', stop);
    return worker.terminate();
  });
}
