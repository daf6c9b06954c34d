import * as l10n from '@vscode/l10n';
import { type RecordFiles, recordFiles } from '../../base/files/records';
import type { BatchJob } from '../contract/batch';
import { readStage } from '../contract/launchRecord';
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

/** Records of batches as files of one folder, shared by all windows. */
export function batchFiles(folder: string): RecordFiles<BatchRecord> {
  return recordFiles(folder, '.batch.json', readBatch);
}

function readBatch(value: Readonly<Record<string, unknown>>): BatchRecord | undefined {
  const stage = readStage(value.stage);
  const { id, place, spec, destination, isOver } = value;
  if (stage === undefined || typeof id !== 'string' || typeof place !== 'string') return undefined;
  if (typeof spec !== 'object' || spec === null || typeof isOver !== 'boolean') return undefined;
  if (typeof destination !== 'object' || destination === null || !('lines' in destination)) return undefined;
  return { ...(value as unknown as BatchRecord), stage };
}
