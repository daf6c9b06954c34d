// The thread of a `Measurer`: compares long texts, and computes intervals.
import { parentPort } from 'node:worker_threads';
import { UserError } from '../../base/userError';
import { findMetric } from '../metrics/index';
import { Labels } from '../metrics/labels';
import type { RowRecord } from '../results/records';
import { seenIn, type TrainingFile } from '../seen';
import type { MeasureTask } from './measurer';
import { statisticsOf } from './statistics';

const setup = { labels: new Labels([]) };

parentPort?.on('message', (task: MeasureTask) => parentPort?.postMessage(perform(task)));

function perform(task: MeasureTask): unknown {
  switch (task.kind) {
    case 'statistics':
      return statisticsOf(task.targets);
    case 'seen':
      return seenOrNothing(task.file, task.rows);
    case 'scores': {
      const metrics = task.metrics.map(findMetric);
      return task.texts.map((texts) => metrics.map((metric) => metric?.score(texts, setup)));
    }
  }
}

function seenOrNothing(
  file: TrainingFile,
  rows: readonly RowRecord[],
): ReturnType<typeof seenIn> | undefined {
  try {
    return seenIn(file, rows);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
