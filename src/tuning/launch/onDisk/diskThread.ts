// One job for a training file on disk (diskJob.ts), on a thread of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { findFormat } from '../../../dataset/formats/index';
import { countTokensOf } from '../../../dataset/scan/tokenStatistics';
import type { DiskJob, DiskMessage } from './diskJob';
import { surveyOf } from './survey';

function send(message: DiskMessage): void {
  parentPort?.postMessage(message);
}

async function run(job: DiskJob): Promise<void> {
  if (job.kind === 'survey') {
    const survey = await surveyOf(job.path, job.options, (share) => send({ kind: 'share', share }));
    return send({ kind: 'survey', survey });
  }
  const format = findFormat(job.format);
  if (format === undefined) throw new Error(`There is no format ${job.format}`);
  const { total, exact } = await countTokensOf(job, format, job.target);
  send({ kind: 'tokens', tokens: total, isExact: exact });
}

run(workerData as DiskJob).catch((error: unknown) =>
  send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
);
