import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { MediaCounts } from '../../dataset/checking/rule';
import { ONLY_SOUND } from '../../dataset/media/mediaFiles';
import { dollarsText } from '../../dataset/targets/price';
import { findTarget, type Target, targetOfService } from '../../dataset/targets/target';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import { newLaunchId } from '../../tuning/contract/launchRecord';
import type { TuningService } from '../../tuning/contract/service';
import { isRemote, methodOf, settingsFor, type TuningSpec } from '../../tuning/contract/spec';
import { isNear } from '../../tuning/google/storage/trainingStorage';
import { jobsBeside } from '../../tuning/launch/launchRules';
import { type Preflight, type PreflightData, preflight } from '../../tuning/launch/preflight';
import { requireRegion } from '../../tuning/models/regions';
import { examplesText, numberText } from '../ui/numberFormat';
import { settings } from '../ui/settings';
import { serviceOf, type Workbench } from '../workbench';
import { countTokens } from './data/countTokens';
import { oneLine, optionLines, placeOf, uploadLines, warningLine, warningsText } from './launchLines';
import { savePlan } from './plan/planFiles';
import { placeLines } from './steps/launchPlace';
import { labelOf } from './steps/settingSteps';
import { readTrainingData, type TrainingData } from './trainingData';

export interface JudgedLaunch extends Preflight {
  /** Of a validation file of this machine. */
  readonly validationSha256: string | undefined;
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
  const target = targetOf(spec, addedTargets);
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
  if (judged.errors.length === 0) return { ...judged, validationSha256: validation?.sha256 };
  throw new UserError(
    judged.errors.length === 1
      ? (judged.errors[0] ?? '')
      : vscode.l10n.t("Can't launch. {0} problems: {1}", judged.errors.length, judged.errors.join(' ')),
    'PREFLIGHT',
  );
}

interface ValidationFacts {
  readonly examples: number | undefined;
  readonly shared: number | undefined;
  readonly sha256: string | undefined;
}

/** Holds a validation file to the same rules as the training file. Undefined when it cannot be read here. */
async function checkValidation(
  workbench: Workbench,
  { validation }: TuningSpec,
  training: TrainingData,
): Promise<ValidationFacts | undefined> {
  if (validation === undefined || isRemote(validation)) return undefined;
  const data = await readTrainingData(workbench, vscode.Uri.parse(validation, true));
  if (training.format !== undefined && data.format !== training.format) {
    throw new UserError(
      vscode.l10n.t(
        'Validation file {0} and training file {1} have different formats.',
        data.name,
        training.name,
      ),
      'OTHER_FORMAT',
    );
  }
  const { statistics, sha256 } = data;
  if (statistics === undefined) return { examples: undefined, shared: undefined, sha256 };
  const { content: held } = data;
  const { content: learned } = training;
  refuseMixture(learned?.media, held?.media, data.name);
  const shared = learned ? held?.countShared({ has: (key) => learned.hasInput(key) }) : 0;
  return { examples: statistics.examples, shared: shared ?? 0, sha256 };
}

/** All examples of both files have one resolution; within a file the rule `media-resolution` tells. */
function refuseMixture(training: MediaCounts | undefined, validation: MediaCounts | undefined, name: string) {
  const own = [...(validation?.keys() ?? [])].filter((key) => key !== ONLY_SOUND);
  const others = [...(training?.keys() ?? [])].filter((key) => key !== ONLY_SOUND);
  if (others.length === 0 || own.every((key) => others.includes(key))) return;
  throw new UserError(
    vscode.l10n.t(
      'Examples with files in {0} have a different "mediaResolution" than those of the training file. Google requires the same in both.',
      name,
    ),
    'OTHER_RESOLUTION',
  );
}

/**
 * Says with numbers what will happen, where and in whose name, and asks once. Rejects with a `CancellationError` unless
 * the user agrees.
 * @param notes what else they should know, first
 */
export async function confirmLaunch(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  notes: readonly string[] = [],
): Promise<LaunchRecord> {
  const judged = await judgeLaunch(workbench, spec, data);
  const start = vscode.l10n.t('Start Tuning');
  const question = data.statistics
    ? vscode.l10n.t(
        'Tune "{0}" on {1} from {2}?',
        oneLine(spec.displayName),
        examplesText(data.statistics.examples),
        oneLine(data.name),
      )
    : vscode.l10n.t('Tune "{0}" on {1}?', oneLine(spec.displayName), oneLine(data.source));
  const save = vscode.l10n.t('Save as Plan…');
  const confirmedFor = await workbench.launching.confirmedFor(); // it holds for these alone
  const detail = [...notes.map(warningLine), ...(await describe(workbench, spec, data, judged))].join('\n');
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, start, save);
  if (answer === save) await savePlan({ ...spec, dataset: data.source });
  if (answer !== start) throw new vscode.CancellationError();
  const { region } = await workbench.connections.connect(AbortSignal.timeout(30_000));
  if (spec.region !== undefined && spec.region !== region) await settings.googleAllRegions.set(true);
  return {
    id: newLaunchId(),
    ...confirmedFor,
    spec,
    data: {
      source: data.source,
      ...(spec.validation === undefined ? {} : { validationSource: spec.validation }),
      name: data.name,
      examples: data.statistics?.examples,
      sha256: data.sha256,
      ...(judged.validationSha256 === undefined ? {} : { validationSha256: judged.validationSha256 }),
    },
    estimate: judged.estimate,
    confirmedAt: Date.now(),
    stage: { kind: 'confirmed' },
  };
}

/** The lines under the question, also shown by *Check*. */
export async function describe(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  { estimate, tokensAreApproximate, warnings }: Preflight,
): Promise<string[]> {
  const service = serviceOf(workbench, spec.service);
  const isSandbox = workbench.connections.kind === 'sandbox';
  const model = spec.baseModel.split('/').at(-1) ?? spec.baseModel;
  const method = service.methods.find((one) => one.method === methodOf(spec));
  const { hyperparameters } = spec;
  const settings = settingsFor(service.hyperparameters, methodOf(spec))
    .filter(({ key, default: usual }) => hyperparameters[key] !== undefined || usual !== undefined)
    .map((one) => `${one.label}: ${labelOf(one, hyperparameters[one.key])}`);
  const number = (value: number) => numberText(value);
  const facts = [
    estimate.steps === undefined
      ? undefined
      : estimate.steps === 1
        ? vscode.l10n.t('1 step')
        : vscode.l10n.t('{0} steps', number(estimate.steps)),
    estimate.billableTokens === undefined
      ? undefined
      : vscode.l10n.t(
          '{0}{1} training tokens (all epochs)',
          tokensAreApproximate ? '≈ ' : '',
          number(estimate.billableTokens),
        ),
  ].filter((fact) => fact !== undefined);
  const noted = data.warnings > 0 ? [warningsText(data.warnings)] : [];
  return [
    ...(await placeLines(workbench, spec)),
    spec.startFrom
      ? vscode.l10n.t('Service: {0} · Continues from: {1}', service.label, spec.startFrom.model)
      : vscode.l10n.t('Service: {0} · Base model: {1}', service.label, model),
    ...(service.methods.length > 1 && method ? [vscode.l10n.t('Method: {0}', method.label)] : []),
    settings.join(' · '),
    vscode.l10n.t('Training file: {0}', placeOf(data.source)),
    ...(spec.validation ? [vscode.l10n.t('Validation file: {0}', placeOf(spec.validation))] : []),
    ...uploadLines(spec, data),
    ...optionLines(service, spec),
    ...(facts.length > 0 ? [facts.join(' · ')] : []),
    ...(isSandbox ? [] : [priceLine(estimate)]),
    ...[...warnings, ...noted].map(warningLine),
  ].map(oneLine);
}

function priceLine({ price }: Preflight['estimate']): string {
  return price
    ? vscode.l10n.t(
        'Estimated cost: {0} ({1}), billed by Google to this project',
        dollarsText(price.dollars),
        price.source,
      )
    : vscode.l10n.t('Estimated cost: unknown (no published price), billed by Google to this project');
}

async function sizeOf(
  { statistics, content }: TrainingData,
  target: Target | undefined,
  log: vscode.LogOutputChannel,
): Promise<PreflightData | undefined> {
  if (statistics === undefined || content === undefined) return undefined;
  const tokens = await countTokens(content, target, log);
  const characters = statistics.inputCharacters + statistics.outputCharacters;
  return {
    examples: statistics.examples,
    mediaExamples: statistics.mediaExamples,
    hasCalls: content.hasCalls,
    bytes: content.bytes,
    size: tokens ?? { characters },
    promptShare: characters === 0 ? 0 : statistics.inputCharacters / characters,
  };
}

/** The limits of the base model; for services whose models are all alike, of the service. */
function targetOf({ baseModel, service }: TuningSpec, added: readonly Target[]) {
  return findTarget(baseModel, added) ?? targetOfService(service);
}

async function isBucketNear(
  { storage }: TuningService,
  bucket: string | undefined,
  region: string,
): Promise<boolean | undefined> {
  if (storage === undefined || bucket === undefined) return undefined;
  const found = (await storage.buckets(AbortSignal.timeout(60_000))).find(({ name }) => name === bucket);
  return found && isNear(found, region);
}
