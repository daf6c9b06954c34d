import { type RecordFiles, recordFiles } from '../../base/files/records';
import { type LaunchRecord, readStage } from '../contract/launchRecord';

/** Launch records as files of one folder, shared by all windows, oldest first. */
export function launchFiles(folder: string): RecordFiles<LaunchRecord> {
  const files = recordFiles(folder, '.launch.json', readLaunch);
  return {
    ...files,
    all: async () =>
      [...(await files.all())].sort((a, b) => a.confirmedAt - b.confirmedAt || (a.id < b.id ? -1 : 1)),
  };
}

function readLaunch(value: Readonly<Record<string, unknown>>): LaunchRecord | undefined {
  const stage = readStage(value.stage);
  const { id, place, spec, data, estimate, confirmedAt } = value;
  if (stage === undefined || typeof id !== 'string' || typeof place !== 'string') return undefined;
  if (!isObject(spec) || !isObject(data) || !isObject(estimate) || typeof confirmedAt !== 'number')
    return undefined;
  return { ...(value as unknown as LaunchRecord), stage };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
