import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { findTarget } from '../../../dataset/targets/target';
import type { BaseModel, TuningService } from '../../../tuning/contract/service';
import type { TuningMethod, TuningSpec } from '../../../tuning/contract/spec';
import { isNear, type TrainingStorage } from '../../../tuning/google/storage/trainingStorage';
import type { TuningRegion } from '../../../tuning/models/regions';
import { numberText } from '../../ui/numberFormat';
import type { StepUi } from '../../ui/steps';
import type { Workbench } from '../../workbench';
import type { TrainingData } from '../trainingData';

/** The method whose examples the file holds; a file in Cloud Storage nobody has read, so it is the usual method. */
export function methodFor(service: TuningService, { format }: TrainingData): TuningMethod {
  const fits = service.methods.find((one) => one.datasetFormat === format?.id);
  return (fits ?? service.methods[0])?.method ?? 'supervised';
}

/** Whether it tunes on the format of the file. */
export function suits(service: TuningService, { format }: TrainingData): boolean {
  return format === undefined
    ? service.storage !== undefined
    : service.methods.some((one) => one.datasetFormat === format.id);
}

/** Rejects with a `UserError` that offers the conversion when the chosen one needs another format. */
export async function pickService(
  services: readonly TuningService[],
  data: TrainingData,
  now: TuningService,
  ui: StepUi,
): Promise<TuningService> {
  const items = services.map((service) => ({
    label: service.label,
    description: suits(service, data)
      ? vscode.l10n.t("supports this file's format")
      : vscode.l10n.t('needs another format'),
    service,
  }));
  const placeholder = vscode.l10n.t('Select a service for tuning on {0}', data.name);
  const { service } = await ui.pick({ placeholder, items, active: (item) => item.service === now });
  if (suits(service, data)) return service;
  throw otherFormat(service, data);
}

export function otherFormat(service: TuningService, data: TrainingData): UserError {
  const format = service.methods[0]?.datasetFormat;
  if (data.file.kind === 'remote') {
    return new UserError(
      vscode.l10n.t("{0} doesn't support files in Cloud Storage. Use a local file.", service.label),
      'NO_REMOTE_FILE',
    );
  }
  return new UserError(
    vscode.l10n.t(
      "{0} is in {1} format, which {2} doesn't support.",
      data.name,
      data.format?.label ?? '',
      service.label,
    ),
    'OTHER_FORMAT',
    format === undefined ? [] : [{ kind: 'convert', format, source: data.source }],
  );
}

export type Source = Pick<TuningSpec, 'baseModel' | 'startFrom'>;

/** Base models that can be tuned on a format: those that a setting added first. */
export async function tunableModels(
  { datasets }: Workbench,
  service: TuningService,
  format: string | undefined,
): Promise<readonly BaseModel[]> {
  const { addedTargets } = datasets;
  const found = await service.baseModels(AbortSignal.timeout(60_000));
  const added = addedTargets
    .filter((target) => target.service === service.id && !target.retired)
    .map(({ id, label }) => ({ name: id, displayName: label }));
  const others = found.filter(({ name }) => !added.some((one) => one.name === name));
  return [...added, ...others].filter(({ name }) => takesFormat(name, service, format, addedTargets));
}

function takesFormat(
  model: string,
  service: TuningService,
  format: string | undefined,
  added: Workbench['datasets']['addedTargets'],
): boolean {
  const target = findTarget(model, added, service.id);
  return format === undefined || target === undefined || target.formats.includes(format);
}

/** A base model, or a tuned model to go on from. */
export async function pickModel(
  workbench: Workbench,
  service: TuningService,
  format: string | undefined,
  usual: Source,
  ui: StepUi,
): Promise<Source> {
  const { watcher, datasets, memory } = workbench;
  const tuned = watcher.jobs(service.id).jobs.flatMap(({ tunedModel, otherMethod }) => {
    if (!tunedModel || otherMethod !== undefined || memory.isDeleted(tunedModel)) return [];
    return takesFormat(tunedModel.baseModel, service, format, datasets.addedTargets) ? [tunedModel] : [];
  });
  const goOn = tuned.flatMap((model) => [
    {
      label: `$(history) ${model.displayName}`,
      description: vscode.l10n.t('continue from this model'),
      source: { baseModel: model.baseModel, startFrom: { model: model.model } } as Source,
    },
    ...model.checkpoints.map((checkpoint) => ({
      label: `$(history) ${model.displayName}`,
      description: vscode.l10n.t('continue from checkpoint {0}', checkpoint.id),
      source: {
        baseModel: model.baseModel,
        startFrom: { model: model.model, checkpoint: checkpoint.id },
      } as Source,
    })),
  ]);
  const other = {
    label: vscode.l10n.t('$(edit) Other model…'),
    description: vscode.l10n.t('unknown format'),
    source: undefined as Source | undefined,
  };
  const items = tunableModels(workbench, service, format).then((found) => [
    ...found.map((model) => ({
      label: model.note === undefined ? model.displayName : `$(warning) ${model.displayName}`,
      description: model.name,
      ...(model.note === undefined ? {} : { detail: model.note }),
      source: { baseModel: model.name } as Source | undefined,
    })),
    other,
    ...goOn,
  ]);
  const placeholder = vscode.l10n.t('Select a base model, or a tuned model to continue from');
  const active = ({ source }: { readonly source: Source | undefined }) =>
    source !== undefined && isSameSource(source, usual);
  const { source } = await ui.pick<vscode.QuickPickItem & { readonly source: Source | undefined }>({
    placeholder,
    items,
    active,
  });
  return source ?? { baseModel: await pickOtherModel(service, datasets, ui) };
}

/** One that the service lists and the table does not know, or whatever is typed. */
async function pickOtherModel(
  service: TuningService,
  { addedTargets }: Workbench['datasets'],
  ui: StepUi,
): Promise<string> {
  const listed = await service.promptableModels(AbortSignal.timeout(30_000)).catch(() => []);
  const unknown = listed.filter(({ name }) => findTarget(name, addedTargets, service.id) === undefined);
  if (unknown.length === 0) return askModelName(ui);
  const items: (vscode.QuickPickItem & { readonly name?: string })[] = [
    ...unknown.map(({ name, displayName }) => ({
      label: displayName,
      description: vscode.l10n.t('might not support tuning'),
      name,
    })),
    { label: vscode.l10n.t('$(edit) Enter a name…') },
  ];
  const placeholder = vscode.l10n.t('Other models listed by {0}', service.label);
  const { name } = await ui.pick({ placeholder, items });
  return name ?? askModelName(ui);
}

function askModelName(ui: StepUi): Promise<string> {
  return ui.input({
    prompt: vscode.l10n.t('Model ID of the base model'),
    value: '',
    validate: (name) =>
      /^([\w.-]+\/)*[\w.@-]+$/.test(name)
        ? undefined
        : vscode.l10n.t('Enter a name such as {0}.', 'gemini-3.5-flash'),
  });
}

/** A service may name a base model shorter than it was asked for: `publishers/google/models/X` and `X` are one. */
function isSameSource(one: Source, other: Source): boolean {
  if (one.startFrom || other.startFrom) {
    const [a, b] = [one.startFrom, other.startFrom];
    return a?.model === b?.model && a?.checkpoint === b?.checkpoint;
  }
  return one.baseModel.split('/').at(-1) === other.baseModel.split('/').at(-1);
}

/** The regions that a model can be tuned in, and that of the connection; undefined: the service has none. */
export async function regionsOf(
  { connections, datasets }: Workbench,
  service: TuningService,
  baseModel: string,
) {
  const { region: own } = await connections.connect(AbortSignal.timeout(30_000));
  const regions = service.tuningRegions?.(findTarget(baseModel, datasets.addedTargets, service.id), own);
  return regions && { own, regions };
}

export async function pickRegion(
  { own, regions }: { readonly own: string; readonly regions: readonly TuningRegion[] },
  now: string | undefined,
  ui: StepUi,
): Promise<string> {
  const items = regions.map(({ name, note }) => ({
    label: name,
    description: name === own ? vscode.l10n.t('from your settings') : '',
    ...(note === undefined ? {} : { detail: note }),
  }));
  const { label } = await ui.pick({
    placeholder: vscode.l10n.t('Select a region to tune in; the training file and the model stay there'),
    items,
    active: (item) => item.label === now,
  });
  return label;
}

export function askName(service: TuningService, usual: string, ui: StepUi): Promise<string> {
  return ui.input({
    prompt: vscode.l10n.t('Name of the tuned model'),
    value: usual.slice(0, service.displayNameLimit),
    validate: (name) => wrongDisplayName(service, name),
  });
}

export function nameFrom({ name }: TrainingData): string {
  return name.replace(/\.[^.]*$/, '').replaceAll('_', ' ');
}

/** What is wrong with the name of a tuned model, if anything. */
export function wrongDisplayName(service: TuningService, name: string): string | undefined {
  if (name === '') return vscode.l10n.t('Enter a name for the tuned model.');
  if ([...name].length <= service.displayNameLimit) return undefined;
  return vscode.l10n.t(
    'Use at most {1} characters ({0} limit).',
    service.label,
    numberText(service.displayNameLimit),
  );
}

/**
 * @param usual the bucket to start on
 * @param region where it is read; undefined: it does not matter
 */
export async function pickBucket(
  storage: TrainingStorage,
  usual: string | undefined,
  region: string | undefined,
  ui: StepUi,
  placeholder = vscode.l10n.t('Select a Cloud Storage bucket to upload the training file to'),
): Promise<string> {
  const create = { label: vscode.l10n.t('$(add) Create bucket…'), name: undefined };
  const items = storage.buckets(AbortSignal.timeout(60_000)).then((buckets) => [
    ...buckets
      .map((bucket) => ({ ...bucket, near: region === undefined || isNear(bucket, region) }))
      .toSorted((a, b) => Number(b.near) - Number(a.near))
      .map(({ name, location, near }) => ({
        label: `$(database) ${name}`,
        description: near
          ? location
          : vscode.l10n.t('{0} · different region (slower, transfer might be billed)', location),
        name,
      })),
    create,
  ]);
  const { name } = await ui.pick<vscode.QuickPickItem & { readonly name: string | undefined }>({
    placeholder,
    items,
    active: (item) => usual !== undefined && item.name === usual,
  });
  if (name !== undefined) return name;
  const created = await ui.input({
    prompt: vscode.l10n.t('Name of the new bucket (must be globally unique)'),
    value: `tunewright-${Date.now().toString(36)}`,
    validate: (typed) =>
      /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(typed)
        ? undefined
        : vscode.l10n.t(
            'Use 3 to 63 lowercase letters, digits, dashes, dots, or underscores. Start and end with a letter or digit.',
          ),
  });
  await storage.createBucket(created, AbortSignal.timeout(60_000), region === 'global' ? undefined : region);
  return created;
}
