import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { type Target, targetToTune } from '../../dataset/targets/target';
import type { TuningSpec } from '../../tuning/contract/spec';
import { isBucketNear } from '../../tuning/google/storage/trainingStorage';
import { jobsBeside } from '../../tuning/launch/launchRules';
import { type Preflight, type PreflightData, preflight } from '../../tuning/launch/preflight';
import { requireRegion } from '../../tuning/models/regions';
import { numberText } from '../ui/numberFormat';
import { serviceOf, type Workbench } from '../workbench';
import { countTokens } from './data/countTokens';
import { oneLine } from './launchLines';
import type { TrainingData } from './trainingData';
import { checkValidation } from './validationFile';

export interface JudgedLaunch extends Preflight {
  /** Of a validation file of this machine; undefined without one. */
  readonly validationSha256: string | undefined;
  /** Of a validation file that can be read here. */
  readonly validationExamples: number | undefined;
  /** Of those, how many are in the training file too. */
  readonly sharedExamples: number;
}

/** Judges a launch, shown in the status bar meanwhile. Errors stop it: rejects with a `UserError` that names them. */
export async function judgeLaunch(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
): Promise<JudgedLaunch> {
  const title = vscode.l10n.t('Checking "{0}"…', oneLine(spec.displayName));
  const options = { location: vscode.ProgressLocation.Window, title };
  return vscode.window.withProgress(options, () => judge(workbench, spec, data));
}

async function judge(workbench: Workbench, spec: TuningSpec, data: TrainingData): Promise<JudgedLaunch> {
  const service = serviceOf(workbench, spec.service);
  const validation = await checkValidation(workbench, spec, data);
  const { addedTargets } = workbench.datasets;
  const connection = await workbench.connections.connect(AbortSignal.timeout(30_000));
  const region = spec.region ?? connection.region;
  if (service.tuningRegions) requireRegion(region, connection.addedRegions);
  const target = targetToTune(spec.service, spec.baseModel, addedTargets);
  const judged = preflight(spec, await sizeOf(data, target, workbench.log), {
    service,
    jobs: await jobsBeside(service, workbench.watcher.jobs(spec.service).jobs, region),
    target,
    region,
    bucketIsNear: await isBucketNear(service, spec.bucket, region),
    validationExamples: validation?.examples,
    sharedExamples: validation?.shared,
    now: Date.now(),
  });
  if (judged.errors.length === 0)
    return {
      ...judged,
      validationSha256: validation?.sha256,
      validationExamples: validation?.examples,
      sharedExamples: validation?.shared ?? 0,
    };
  throw new UserError(
    judged.errors.length === 1
      ? (judged.errors[0] ?? '')
      : vscode.l10n.t(
          "Can't launch. {0} problems: {1}",
          numberText(judged.errors.length),
          judged.errors.join(' '),
        ),
    'PREFLIGHT',
  );
}

async function sizeOf(
  { format, statistics, content }: TrainingData,
  target: Target | undefined,
  log: vscode.LogOutputChannel,
): Promise<PreflightData | undefined> {
  if (format === undefined || statistics === undefined || content === undefined) return undefined;
  const tokens = await countTokens(content, target, log);
  const characters = statistics.inputCharacters + statistics.outputCharacters;
  return {
    format: format.id,
    examples: statistics.examples,
    mediaExamples: statistics.mediaExamples,
    hasCalls: content.hasCalls,
    bytes: content.bytes,
    size: tokens ?? { characters },
    promptShare: characters === 0 ? 0 : statistics.inputCharacters / characters,
  };
}
