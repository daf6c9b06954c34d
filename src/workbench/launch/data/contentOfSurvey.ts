import { runDiskJob } from '../../../tuning/launch/onDisk/diskJob';
import type { Survey } from '../../../tuning/launch/onDisk/survey';
import type { TrainingContent } from './trainingContent';

/** @param format its id */
export function diskContent(path: string, survey: Survey, format: string): TrainingContent {
  const { size, hasCalls, task, media, lines, inputs } = survey;
  return {
    bytes: size,
    hasCalls,
    task,
    media,
    lines: () => lines,
    hasInput: (key) => isIn(inputs, key),
    countShared: (others) => inputs.reduce((count, key) => count + (others.has(key) ? 1 : 0), 0),
    countTokens: (target) =>
      runDiskJob({ kind: 'tokens', path, size, format, target }, () => {}, AbortSignal.timeout(600_000)),
  };
}

/** @param sorted ascending */
function isIn(sorted: Float64Array, sought: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] as number;
    if (value === sought) return true;
    if (value < sought) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
