import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { type RecordFiles, recordFiles } from '../../base/files/records';
import type { BatchJob } from '../contract/batch';
import { launchStage } from '../contract/launchRecord';
import type { Prompt, ServiceId, TuningService } from '../contract/service';
import { type PaidLaunch, PaidLaunches, type PaidLaunchesOptions } from './launches';

/** What is known of one confirmed batch, on disk, until its answers are where they belong. */
export interface BatchRecord extends PaidLaunch {
  readonly spec: {
    readonly service: ServiceId;
    readonly displayName: string;
    /** As `BatchLaunch.model`. */
    readonly model: string;
    readonly bucket: string;
  };
  /** Where the answers belong: a results file, and which of its targets was asked for which lines. */
  readonly destination: {
    readonly file: string;
    /** Of the evaluation: another one may have got the file's name. */
    readonly startedAt: string;
    readonly target: number;
    readonly lines: readonly number[];
  };
  /** The answers are there, or nobody wants them any more. */
  readonly isOver: boolean;
}

/** Launches of batches: each that the user has confirmed makes one job. */
export class Batches extends PaidLaunches<BatchRecord, readonly Prompt[], BatchJob> {
  constructor(
    services: readonly TuningService[],
    options: Omit<PaidLaunchesOptions<BatchRecord, readonly Prompt[], BatchJob>, 'launcher'>,
  ) {
    super({
      ...options,
      launcher({ spec }) {
        const batch = services.find(({ id }) => id === spec.service)?.batch;
        if (batch === undefined)
          throw new Error(l10n.t("{0} doesn't support batch prediction.", spec.service));
        return {
          prepare: ({ id }, prompts, onProgress, signal) =>
            batch.prepare({ ...spec, id, prompts, onProgress }, signal),
          create: (launch, signal) => batch.create(launch, signal),
          find: (launch, signal) => batch.find(launch, signal),
        };
      },
    });
  }
}

const batchRecord = v.looseObject({
  id: v.string(),
  place: v.string(),
  spec: v.looseObject({}),
  destination: v.looseObject({ lines: v.array(v.number()) }),
  isOver: v.boolean(),
  stage: launchStage,
});

/** Records of batches as files of one folder, shared by all windows. */
export function batchFiles(folder: string): RecordFiles<BatchRecord> {
  return recordFiles<BatchRecord>(folder, '.batch.json', batchRecord);
}
