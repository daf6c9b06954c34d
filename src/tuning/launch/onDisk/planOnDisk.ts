// A plan with its files, judged without an editor.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { findTarget, targetToTune } from '../../../dataset/targets/target';
import type { Connection } from '../../contract/connection';
import type { TuningJob } from '../../contract/job';
import { listJobs, type TuningService } from '../../contract/service';
import { isRemote, type TuningSpec } from '../../contract/spec';
import { isBucketNear } from '../../google/storage/trainingStorage';
import { requireRegion } from '../../models/regions';
import { jobsBeside } from '../launchRules';
import { readPlan } from '../plan';
import { type Preflight, preflight } from '../preflight';
import { requireAlike } from '../validationPair';
import { type LaunchFile, readLaunchFile, sizeOf } from './launchFile';
import type { SurveyOptions } from './survey';

export interface PlanOnDisk {
  readonly path: string;
  /** As it is written. */
  readonly written: TuningSpec;
  /** With an address in place of the validation file's relative path. */
  readonly spec: TuningSpec;
  readonly training: LaunchFile;
  readonly validation: LaunchFile | undefined;
}

/**
 * Reads a plan and the files that it names, with all rules.
 * @param optionsOf what a file is checked with, by its path
 * @throws UserError that names the first thing that stops a launch
 */
export async function openPlan(
  file: string,
  optionsOf: (file: string) => SurveyOptions,
): Promise<PlanOnDisk> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(l10n.t("Can't read the plan {0}.", file), 'NO_FILE', [], { cause: error });
  });
  const written = readPlan(text, path.basename(file));
  const target = findTarget(written.baseModel, [], written.service)?.id;
  const read = (name: string) => {
    if (isRemote(name)) return readLaunchFile(name, {});
    const source = path.resolve(path.dirname(file), name.replaceAll('\\', '/'));
    return readLaunchFile(source, { ...optionsOf(source), ...(target === undefined ? {} : { target }) });
  };
  const training = await read(written.dataset);
  const validation = written.validation === undefined ? undefined : await read(written.validation);
  const spec = { ...written, ...(validation ? { validation: validation.source } : {}) };
  return { path: file, written, spec, training, validation };
}

/** Everything that can be judged before it is sent. Asks the service, and costs nothing. */
export async function judgePlan(
  { spec, training, validation }: PlanOnDisk,
  service: TuningService,
  connection: Connection,
): Promise<Preflight> {
  const region = spec.region ?? connection.region;
  if (service.tuningRegions) requireRegion(region, connection.addedRegions);
  const target = targetToTune(spec.service, spec.baseModel);
  const shared = sharedOf(training, validation);
  return preflight(spec, await sizeOf(training, target), {
    service,
    jobs: await jobsBeside(service, await origins(spec, service), region),
    target,
    region,
    bucketIsNear: await isBucketNear(service, spec.bucket, region),
    validationExamples: validation?.survey?.examples,
    sharedExamples: shared,
    now: Date.now(),
  });
}

/** What a launch that goes on from a model has to know of the job that made it. */
async function origins({ startFrom }: TuningSpec, service: TuningService): Promise<readonly TuningJob[]> {
  if (startFrom === undefined) return [];
  return listJobs(service, { ofModel: startFrom.model }, AbortSignal.timeout(60_000));
}

/** Examples of the validation file whose input the training file has too. */
function sharedOf(training: LaunchFile, validation: LaunchFile | undefined): number | undefined {
  const [learned, held] = [training.survey, validation?.survey];
  if (learned === undefined || held === undefined) return undefined;
  requireAlike({ name: training.name, ...learned }, { name: validation?.name ?? '', ...held });
  const inputs = new Set(learned.inputs);
  return held.inputs.reduce((count, key) => count + (inputs.has(key) ? 1 : 0), 0);
}
