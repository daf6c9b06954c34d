import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { dollarsText } from '../../../dataset/targets/price';
import { findTarget } from '../../../dataset/targets/target';
import type { TuningService } from '../../../tuning/contract/service';
import { lacksPlaceOfResults, type TuningSpec } from '../../../tuning/contract/spec';
import { isNear } from '../../../tuning/google/storage/trainingStorage';
import { regionToContinue } from '../../../tuning/launch/launchRules';
import { sentFiles } from '../../../tuning/launch/sentFiles';
import { findValidation } from '../../editor/pairs/pairPlaces';
import { retirementNote } from '../../jobs/tree/retirementText';
import { examplesText, numberText } from '../../ui/numberFormat';
import { type FormRow, runForm, type StepUi } from '../../ui/steps';
import { serviceOf, type Workbench } from '../../workbench';
import { warningsText } from '../launchLines';
import type { TrainingData } from '../trainingData';
import { sharedText, showDataProblems } from '../validationFile';
import { launchAdvice } from './launchAdvice';
import {
  askName,
  methodFor,
  nameFrom,
  otherFormat,
  pickBucket,
  pickModel,
  pickRegion,
  pickService,
  regionsOf,
  type Source,
  suits,
  tunableModels,
} from './launchSteps';
import { settingRows, usualSettings } from './settingSteps';

/** A training file, and how it stands to that of an earlier launch ("same data"). */
export interface LaunchFile {
  readonly data: TrainingData;
  readonly note?: string;
}

/** Asks for another training file. */
export type AskFile = (ui: StepUi) => Promise<LaunchFile>;

/** What the form was left with. */
export interface FilledLaunch {
  readonly spec: TuningSpec;
  readonly file: LaunchFile;
}

/**
 * Shows everything that a launch needs, filled in, each line to be changed, and *Start Tuning* first.
 * @param proposal what it is filled in with, such as by an earlier launch
 */
export async function askForLaunch(
  workbench: Workbench,
  given: LaunchFile,
  askFile: AskFile,
  proposal?: TuningSpec,
): Promise<FilledLaunch> {
  let file = given;
  let spec = await fillIn(workbench, file.data, usualService(workbench, file.data, proposal), proposal);
  const take = (now: TuningSpec) => {
    spec = now;
  };
  /** Why the file that was chosen last can't be tuned on: the form stays as it was filled in. */
  let refusal = '';
  const changeFile = async (ui: StepUi) => {
    try {
      const chosen = await askFile(ui);
      spec = await forFile(workbench, chosen.data, spec, file.data);
      file = chosen;
      refusal = '';
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusal = error.message;
    }
  };
  const change = (changes: Changes) => take(changed(spec, changes));
  await runForm(
    vscode.l10n.t('Tune Model'),
    vscode.l10n.t('Press Enter to start with these values, or select one to change'),
    async () => {
      const service = serviceOf(workbench, spec.service);
      const { data } = file;
      return [
        startRow(service, spec, data, change),
        ...(await problemRows(workbench, spec, data)),
        fileRow(file, refusal, changeFile),
        ...(await placeRows(workbench, spec, data, proposal, take)),
        ...settingRows(service, spec, launchAdvice(data), change),
      ];
    },
  );
  return { spec, file };
}

/** The same launch on another file: with its own validation file, and its own name unless the user has given one. */
async function forFile(
  workbench: Workbench,
  data: TrainingData,
  { validation: _, ...spec }: TuningSpec,
  before: TrainingData,
): Promise<TuningSpec> {
  const found = await validationFor(data);
  const displayName = spec.displayName === nameFrom(before) ? nameFrom(data) : spec.displayName;
  const proposal = { ...spec, displayName, ...(found ? { validation: found.toString() } : {}) };
  return fillIn(workbench, data, usualService(workbench, data, proposal), proposal);
}

type Changes = { readonly [Key in keyof TuningSpec]?: TuningSpec[Key] | undefined };

/** @param changes `undefined` takes a field away */
function changed(spec: TuningSpec, changes: Changes): TuningSpec {
  const entries = Object.entries({ ...spec, ...changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as TuningSpec;
}

/** The one of the proposal if it tunes on such a file, else the first that does. */
function usualService(
  { services }: Workbench,
  data: TrainingData,
  proposal: TuningSpec | undefined,
): TuningService {
  const fitting = services.filter((service) => suits(service, data));
  const usual = fitting.find(({ id }) => id === proposal?.service) ?? fitting[0];
  const [first] = services.filter(({ storage }) => storage);
  if (usual) return usual;
  if (first === undefined) throw new Error('There is no tuning service.');
  throw otherFormat(first, data);
}

async function fillIn(
  workbench: Workbench,
  data: TrainingData,
  service: TuningService,
  proposal: TuningSpec | undefined,
): Promise<TuningSpec> {
  const own = proposal?.service === service.id ? proposal : undefined;
  const method = methodFor(service, data);
  const source: Source = own
    ? { baseModel: own.baseModel, ...(own.startFrom ? { startFrom: own.startFrom } : {}) }
    : { baseModel: await usualModel(workbench, service, data) };
  const found = await validationFor(data);
  const spec: TuningSpec = {
    service: service.id,
    ...source,
    displayName: (proposal?.displayName ?? nameFrom(data)).slice(0, service.displayNameLimit),
    ...(method === 'supervised' ? {} : { method }),
    ...usualSettings(service, method, own ?? (found ? { validation: found.toString() } : {})),
  };
  return inRegion(workbench, service, data, spec, own);
}

async function validationFor({ file, source }: TrainingData): Promise<vscode.Uri | undefined> {
  return file.kind !== 'remote' ? findValidation(vscode.Uri.parse(source, true)) : undefined;
}

/** The target that the file is held to, if it can be tuned, else the first that nothing speaks against. */
async function usualModel(workbench: Workbench, service: TuningService, data: TrainingData): Promise<string> {
  const models = await tunableModels(workbench, service, data.format?.id);
  const target = models.find(({ name }) => name.split('/').at(-1) === data.target?.id);
  return (target ?? models.find(({ note }) => note === undefined) ?? models[0])?.name ?? '';
}

/** With the region and the bucket that suit the model. @param own what an earlier launch had */
async function inRegion(
  workbench: Workbench,
  service: TuningService,
  data: TrainingData,
  spec: TuningSpec,
  own: TuningSpec | undefined,
): Promise<TuningSpec> {
  const places = await regionsOf(workbench, service, spec.baseModel);
  const { jobs } = workbench.watcher.jobs(spec.service);
  const usual = regionToContinue(spec, jobs) ?? own?.region;
  const region = places?.regions.some(({ name }) => name === usual)
    ? usual
    : (places?.regions.find(({ name }) => name === places.own) ?? places?.regions[0])?.name;
  const { storage } = service;
  if (storage === undefined || !needsBucket(spec, data)) return changed(spec, { region, bucket: undefined });
  const isAsBefore = own?.bucket !== undefined && own.region === region;
  return changed(spec, {
    region,
    bucket: isAsBefore ? own.bucket : await bucketIn(storage, region, own?.bucket),
  });
}

/** The bucket that was wanted, unless it is known to be far from the region; else the only one nearby, if there is one. */
async function bucketIn(
  storage: NonNullable<TuningService['storage']>,
  region: string | undefined,
  wanted: string | undefined,
): Promise<string | undefined> {
  const all = await storage.buckets(AbortSignal.timeout(60_000));
  const near = all.filter((bucket) => region === undefined || isNear(bucket, region));
  const named = (bucket: { readonly name: string }) => bucket.name === wanted;
  if (wanted !== undefined && (near.some(named) || !all.some(named))) return wanted;
  return near.length === 1 ? near[0]?.name : undefined;
}

/** For files, or for the results of an evaluation by Google. */
function needsBucket(spec: TuningSpec, { file, source }: TrainingData): boolean {
  const { training, validation } = sentFiles(spec, file);
  return training || validation || lacksPlaceOfResults(spec, source);
}

/** Asks for the bucket when there is none yet. */
function startRow(
  service: TuningService,
  spec: TuningSpec,
  data: TrainingData,
  change: (changes: Changes) => void,
): FormRow {
  const { storage } = service;
  const row = {
    label: vscode.l10n.t('$(rocket) Start Tuning'),
    description: vscode.l10n.t('asks for confirmation first'),
    ends: true,
  };
  if (storage === undefined || spec.bucket !== undefined || !needsBucket(spec, data)) return row;
  return {
    ...row,
    change: async (ui) => change({ bucket: await pickBucket(storage, undefined, spec.region, ui) }),
  };
}

/** What is wrong with the file, and what the validation file repeats of it: one step away. */
async function problemRows(workbench: Workbench, spec: TuningSpec, data: TrainingData): Promise<FormRow[]> {
  const shared = await sharedText(workbench, spec, data);
  const found = [...(data.warnings > 0 ? [warningsText(data.warnings)] : []), ...(shared ? [shared] : [])];
  return found.map((label) => ({
    label: `$(warning) ${label}`,
    description: vscode.l10n.t('show problems'),
    change: async () => {
      await showDataProblems(workbench, spec, data);
      throw new vscode.CancellationError();
    },
  }));
}

function fileRow(
  { data, note = '' }: LaunchFile,
  refusal: string,
  change: (ui: StepUi) => Promise<void>,
): FormRow {
  const { name, statistics } = data;
  const facts = [name, statistics ? examplesText(statistics.examples) : '', note];
  return {
    label: vscode.l10n.t('Training file'),
    description: facts.filter((fact) => fact !== '').join(' · '),
    ...(refusal === '' ? {} : { detail: `$(error) ${refusal}` }),
    change,
  };
}

/** @param take takes the whole that a choice leads to: another service has other settings, another model other regions */
async function placeRows(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  proposal: TuningSpec | undefined,
  take: (now: TuningSpec) => void,
): Promise<FormRow[]> {
  const service = serviceOf(workbench, spec.service);
  const { storage } = service;
  const places = await regionsOf(workbench, service, spec.baseModel);
  const change = (changes: Changes) => take(changed(spec, changes));
  const serviceRow: FormRow = {
    label: vscode.l10n.t('Service'),
    description: service.label,
    detail: await whereText(workbench),
    change: async (ui) => {
      const chosen = await pickService(workbench.services, data, service, ui);
      if (chosen !== service) take(await fillIn(workbench, data, chosen, proposal));
    },
  };
  const modelRow: FormRow = {
    label: vscode.l10n.t('Base model'),
    ...modelText(workbench, service, spec),
    change: async (ui) => {
      const source = await pickModel(workbench, service, data.format?.id, spec, ui);
      const { startFrom: _, ...rest } = spec;
      take(await inRegion(workbench, service, data, { ...rest, ...source }, spec));
    },
  };
  const nameRow: FormRow = {
    label: vscode.l10n.t('Name of the tuned model'),
    description: spec.displayName,
    change: async (ui) => change({ displayName: await askName(service, spec.displayName, ui) }),
  };
  const regionRow = places && {
    label: vscode.l10n.t('Region'),
    description: spec.region ?? places.own,
    change: async (ui: Parameters<NonNullable<FormRow['change']>>[0]) => {
      const region = await pickRegion(places, spec.region, ui);
      const bucket = storage && spec.bucket && (await bucketIn(storage, region, spec.bucket));
      change({ region, bucket });
    },
  };
  const bucketRow = storage &&
    needsBucket(spec, data) && {
      label: vscode.l10n.t('Bucket'),
      description: spec.bucket ?? vscode.l10n.t('not selected yet'),
      change: async (ui: Parameters<NonNullable<FormRow['change']>>[0]) =>
        change({ bucket: await pickBucket(storage, spec.bucket, spec.region, ui) }),
    };
  return [
    serviceRow,
    modelRow,
    nameRow,
    ...(regionRow ? [regionRow] : []),
    ...(bucketRow ? [bucketRow] : []),
  ];
}

async function whereText({ connections }: Workbench): Promise<string> {
  if (connections.kind === 'sandbox')
    return vscode.l10n.t('Sandbox: a stand-in model on this computer, free');
  const { project } = await connections.connect(AbortSignal.timeout(30_000));
  return vscode.l10n.t('Project: {0}', project);
}

/** The model with its price and its end. */
function modelText(
  { datasets }: Workbench,
  service: TuningService,
  { baseModel, startFrom }: TuningSpec,
): { readonly description: string; readonly detail?: string } {
  const target = findTarget(baseModel, datasets.addedTargets, service.id);
  const name = target?.label ?? baseModel.split('/').at(-1) ?? baseModel;
  const price = target?.trainingPrice;
  const facts = [
    price && vscode.l10n.t('{0} per 1 million training tokens', dollarsText(price.value)),
    target?.exampleTokens &&
      vscode.l10n.t('up to {0} tokens an example', numberText(target.exampleTokens.value)),
    retirementNote(service.id, baseModel),
  ].filter((fact) => fact !== undefined);
  return {
    description: startFrom
      ? vscode.l10n.t('{0}, continued from {1}', name, startFrom.model.split('/').at(-1) ?? '')
      : name,
    ...(facts.length > 0 ? { detail: facts.join(' · ') } : {}),
  };
}
