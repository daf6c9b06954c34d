// The thread of a `Measurer`: compares long texts, and computes intervals.
import { parentPort } from 'node:worker_threads';
import { findMetric } from '../metrics/index';
import { Labels } from '../metrics/labels';
import type { MeasureTask } from './measurer';
import { statisticsOf } from './statistics';

const setup = { labels: new Labels([]) };

parentPort?.on('message', (task: MeasureTask) => parentPort?.postMessage(perform(task)));

function perform(task: MeasureTask): unknown {
  if (task.kind === 'statistics') return statisticsOf(task.targets);
  const metrics = task.metrics.map(findMetric);
  return task.texts.map((texts) => metrics.map((metric) => metric?.score(texts, setup)));
}
