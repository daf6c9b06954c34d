import * as v from 'valibot';
import { type RecordFiles, recordFiles } from '../../base/files/records';
import { type LaunchRecord, launchStage } from '../contract/launchRecord';

/** What everything else hangs on; of the rest, this version takes what it finds. */
const launchRecord = v.looseObject({
  id: v.string(),
  place: v.string(),
  spec: v.looseObject({}),
  data: v.looseObject({}),
  estimate: v.looseObject({}),
  confirmedAt: v.number(),
  stage: launchStage,
});

/** Launch records as files of one folder, shared by all windows, oldest first. */
export function launchFiles(folder: string): RecordFiles<LaunchRecord> {
  const files = recordFiles<LaunchRecord>(folder, '.launch.json', launchRecord);
  return {
    ...files,
    all: async () =>
      [...(await files.all())].sort((a, b) => a.confirmedAt - b.confirmedAt || (a.id < b.id ? -1 : 1)),
  };
}
