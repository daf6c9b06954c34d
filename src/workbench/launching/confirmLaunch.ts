import * as vscode from 'vscode';
import { findTarget, type Target, targetOfService } from '../../dataset/targets/target';
import type { LaunchRecord } from '../../tuning/launchRecord';
import { newLaunchId } from '../../tuning/launchRecord';
import { type Preflight, type PreflightData, preflight } from '../../tuning/preflight';
import type { TuningService } from '../../tuning/service';
import { methodOf, settingsFor, type TuningSpec } from '../../tuning/spec';
import { UserError } from '../../tuning/userError';
import { fileText, labelOf } from '../commands/settingSteps';
import { serviceOf, type Workbench } from '../commands/workbench';
import { countTokens } from './countTokens';
import { savePlan } from './planFiles';
import { isRemote, readTrainingData, type TrainingData } from './trainingData';

/** Judges a launch. Errors stop it: rejects with a `UserError` that names them. */
export async function judgeLaunch(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
): Promise<Preflight> {
  const service = serviceOf(workbench, spec.service);
  const validation = await checkValidation(workbench, spec, data);
  const connection = await workbench.connections.connect(AbortSignal.timeout(30_000));
  const judged = preflight(spec, await sizeOf(data, workbench.log), {
    service,
    target: targetOf(spec, workbench.datasets.addedTargets),
    region: connection.region,
    bucketIsNear: await isNear(service, spec.bucket),
    validationExamples: validation?.examples,
    sharedExamples: validation?.shared,
    now: Date.now(),
  });
  if (judged.errors.length === 0) return judged;
  throw new UserError(
    judged.errors.length === 1
      ? (judged.errors[0] ?? '')
      : vscode.l10n.t('{0} things stop this launch: {1}', judged.errors.length, judged.errors.join(' ')),
    'PREFLIGHT',
  );
}

/** Holds a validation file to the same rules as the training file. Undefined when it cannot be read here. */
async function checkValidation(
  { datasets }: Workbench,
  { validation }: TuningSpec,
  training: TrainingData,
): Promise<{ readonly examples: number; readonly shared: number } | undefined> {
  if (validation === undefined || isRemote(validation)) return undefined;
  const data = await readTrainingData(datasets, vscode.Uri.parse(validation, true));
  if (training.format !== undefined && data.format !== training.format) {
    throw new UserError(
      vscode.l10n.t(
        'The validation file {0} is written in another format than the training file {1}.',
        data.name,
        training.name,
      ),
      'OTHER_FORMAT',
    );
  }
  if (data.statistics === undefined) return undefined;
  const [held, learned] = await Promise.all(
    [data, training].map(({ source }) => datasetOf(datasets, source)),
  );
  const shared = learned ? held?.countShared({ has: (key) => learned.hasInput(key) }) : 0;
  return { examples: data.statistics.examples, shared: shared ?? 0 };
}

async function datasetOf(datasets: Workbench['datasets'], source: string) {
  if (isRemote(source)) return undefined;
  return datasets.get(await vscode.workspace.openTextDocument(vscode.Uri.parse(source, true)));
}

/** Says with numbers what will happen and asks once. Rejects with a `CancellationError` unless the user agrees. */
export async function confirmLaunch(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
): Promise<LaunchRecord> {
  const judged = await judgeLaunch(workbench, spec, data);
  const service = serviceOf(workbench, spec.service);
  const start = vscode.l10n.t('Start Tuning');
  const question = data.statistics
    ? vscode.l10n.t(
        'Tune "{0}" on the {1} examples of {2}?',
        spec.displayName,
        data.statistics.examples,
        data.name,
      )
    : vscode.l10n.t('Tune "{0}" on {1}?', spec.displayName, data.source);
  const save = vscode.l10n.t('Save as Plan…');
  const detail = describe(workbench, service, spec, data, judged).join('\n');
  const place = await workbench.launching.place(); // what is confirmed holds for it alone
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, start, save);
  if (answer === save) await savePlan({ ...spec, dataset: data.source });
  if (answer !== start) throw new vscode.CancellationError();
  return {
    id: newLaunchId(),
    place,
    spec,
    data: {
      source: data.source,
      ...(spec.validation === undefined ? {} : { validationSource: spec.validation }),
      name: data.name,
      examples: data.statistics?.examples,
      sha256: data.sha256,
    },
    estimate: judged.estimate,
    confirmedAt: Date.now(),
    stage: { kind: 'confirmed' },
  };
}

/** The lines under the question, also shown by *Check*. */
export function describe(
  { connections }: Workbench,
  service: TuningService,
  spec: TuningSpec,
  data: TrainingData,
  { estimate, tokensAreApproximate, warnings }: Preflight,
): string[] {
  const isSandbox = connections.kind === 'sandbox';
  const model = spec.baseModel.split('/').at(-1) ?? spec.baseModel;
  const method = service.methods.find((one) => one.method === methodOf(spec));
  const { hyperparameters } = spec;
  const settings = settingsFor(service.hyperparameters, methodOf(spec))
    .filter(({ key, default: usual }) => hyperparameters[key] !== undefined || usual !== undefined)
    .map((one) => `${one.label}: ${labelOf(one, hyperparameters[one.key])}`);
  const number = (value: number) => value.toLocaleString();
  const facts = [
    estimate.steps === undefined ? undefined : vscode.l10n.t('{0} steps', number(estimate.steps)),
    estimate.billableTokens === undefined
      ? undefined
      : vscode.l10n.t(
          '{0}{1} tokens in all epochs',
          tokensAreApproximate ? '≈ ' : '',
          number(estimate.billableTokens),
        ),
  ].filter((fact) => fact !== undefined);
  const noted = data.warnings > 0 ? [vscode.l10n.t('The file has {0} warnings.', data.warnings)] : [];
  return [
    spec.startFrom
      ? vscode.l10n.t('{0}, going on from {1}', service.label, spec.startFrom.model)
      : vscode.l10n.t('{0}, from {1}', service.label, model),
    ...(service.methods.length > 1 && method ? [vscode.l10n.t('Method: {0}', method.label)] : []),
    settings.join(' · '),
    ...(spec.validation ? [vscode.l10n.t('Measured on {0}', fileText(spec.validation))] : []),
    ...(facts.length > 0 ? [facts.join(' · ')] : []),
    ...(spec.bucket ? [vscode.l10n.t('The file is uploaded to gs://{0} first.', spec.bucket)] : []),
    isSandbox
      ? vscode.l10n.t('The sandbox trains a small stand-in model on this machine. It costs nothing.')
      : priceLine(estimate),
    ...[...warnings, ...noted].map((warning) => `⚠ ${warning}`),
  ];
}

function priceLine({ price }: Preflight['estimate']): string {
  return price
    ? vscode.l10n.t(
        'Google bills the training to your project: about {0} US dollars ({1}).',
        price.dollars.toFixed(2),
        price.source,
      )
    : vscode.l10n.t('Google bills the training to your project. The price is not known to Tunewright.');
}

async function sizeOf(data: TrainingData, log: vscode.LogOutputChannel): Promise<PreflightData | undefined> {
  const { statistics, file } = data;
  if (statistics === undefined || file.kind === 'remote') return undefined;
  const tokens = await countTokens(data, log);
  const characters = statistics.inputCharacters + statistics.outputCharacters;
  return {
    examples: statistics.examples,
    bytes: Buffer.byteLength(file.text),
    size: tokens === undefined ? { characters } : { tokens },
    promptShare: characters === 0 ? 0 : statistics.inputCharacters / characters,
  };
}

/** The limits of the base model; for services whose models are all alike, of the service. */
function targetOf({ baseModel, service }: TuningSpec, added: readonly Target[]) {
  return findTarget(baseModel, added) ?? targetOfService(service);
}

async function isNear({ storage }: TuningService, bucket: string | undefined): Promise<boolean | undefined> {
  if (storage === undefined || bucket === undefined) return undefined;
  const buckets = await storage.buckets(AbortSignal.timeout(60_000));
  return buckets.find(({ name }) => name === bucket)?.near;
}
