import * as vscode from 'vscode';
import type { BaseModel, TrainingStorage, TuningService } from '../../tuning/service';
import type { Hyperparameter, TuningSpec } from '../../tuning/spec';
import { UserError } from '../../tuning/userError';
import { runSteps, type Step, type StepUi } from '../steps';
import type { CheckedDataset } from './preflight';
import { serviceOf, type Workbench } from './workbench';

/** Asks for everything that a launch needs, one question after the other, with Back. */
export function askForSpec(workbench: Workbench, dataset: CheckedDataset): Promise<TuningSpec> {
  const service = (spec: TuningSpec) => serviceOf(workbench, spec.service);
  const steps: Step<TuningSpec>[] = [
    async (spec, ui) => ({ ...spec, service: (await pickService(workbench.services, dataset, ui)).id }),
    async (spec, ui) => ({ ...spec, baseModel: (await pickBaseModel(service(spec), ui)).name }),
    async (spec, ui) => ({ ...spec, displayName: await askName(service(spec), dataset, ui) }),
    async (spec, ui) => ({ ...spec, hyperparameters: await askHyperparameters(service(spec), ui) }),
    async ({ bucket: _before, ...spec }, ui) => {
      const { storage } = service(spec);
      return storage ? { ...spec, bucket: await pickBucket(storage, ui) } : spec;
    },
  ];
  const unasked: TuningSpec = { service: '', baseModel: '', displayName: '', hyperparameters: {} };
  return runSteps(vscode.l10n.t('Tune Model'), steps, unasked);
}

async function pickService(
  services: readonly TuningService[],
  dataset: CheckedDataset,
  ui: StepUi,
): Promise<TuningService> {
  const suits = (service: TuningService) => service.datasetFormat === dataset.format.id;
  const items = services.map((service) => ({
    label: service.label,
    description: suits(service) ? vscode.l10n.t('takes this file') : vscode.l10n.t('takes another format'),
    service,
  }));
  const placeholder = vscode.l10n.t('Where to tune on {0}', dataset.name);
  const { service } = await ui.pick({ placeholder, items, active: (item) => suits(item.service) });
  if (suits(service)) return service;
  throw new UserError(
    vscode.l10n.t(
      '{0} is written in the format {1}, which {2} does not take.',
      dataset.name,
      dataset.format.label,
      service.label,
    ),
    'OTHER_FORMAT',
  );
}

async function pickBaseModel(service: TuningService, ui: StepUi): Promise<BaseModel> {
  const models = service.baseModels(AbortSignal.timeout(60_000));
  const items = models.then((found) =>
    found.map((model) => ({ label: model.displayName, description: model.name, model })),
  );
  return (await ui.pick({ placeholder: vscode.l10n.t('Base model to start from'), items })).model;
}

function askName(service: TuningService, dataset: CheckedDataset, ui: StepUi): Promise<string> {
  return ui.input({
    prompt: vscode.l10n.t('Name of the tuned model'),
    value: dataset.name
      .replace(/\.[^.]*$/, '')
      .replaceAll('_', ' ')
      .slice(0, service.displayNameLimit),
    validate(name) {
      if (name === '') return vscode.l10n.t('A tuned model needs a name.');
      if ([...name].length <= service.displayNameLimit) return undefined;
      return vscode.l10n.t('{0} takes at most {1} characters.', service.label, service.displayNameLimit);
    },
  });
}

/** One list with all settings: choosing one changes it, the first row goes on. */
async function askHyperparameters(
  service: TuningService,
  ui: StepUi,
): Promise<TuningSpec['hyperparameters']> {
  const values = Object.fromEntries(service.hyperparameters.map((field) => [field.key, field.default]));
  for (;;) {
    const proceed = { label: vscode.l10n.t('$(check) Use these settings'), field: undefined };
    const items = service.hyperparameters.map((field) => ({
      label: field.label,
      description: labelOf(field, values[field.key]),
      detail: field.description,
      field,
    }));
    const placeholder = vscode.l10n.t('Training settings; choose one to change it');
    const { field } = await ui.pick<vscode.QuickPickItem & { readonly field: Hyperparameter | undefined }>({
      placeholder,
      items: [proceed, ...items],
    });
    if (field === undefined) return values;
    values[field.key] = await askHyperparameter(field, values[field.key], ui);
  }
}

async function askHyperparameter(
  field: Hyperparameter,
  value: number | string | undefined,
  ui: StepUi,
): Promise<number | string> {
  if (field.kind === 'choice') {
    const active = (item: { readonly value: string }) => item.value === value;
    return (await ui.pick({ placeholder: field.description, items: [...field.choices], active })).value;
  }
  const text = await ui.input({
    prompt: `${field.label}: ${field.description}`,
    value: String(value ?? ''),
    validate(typed) {
      const number = Number(typed);
      const right = typed !== '' && number >= field.minimum && number <= field.maximum;
      if (right && (field.kind === 'number' || Number.isInteger(number))) return undefined;
      const message =
        field.kind === 'integer' ? 'A whole number from {0} to {1}.' : 'A number from {0} to {1}.';
      return vscode.l10n.t(message, field.minimum, field.maximum);
    },
  });
  return Number(text);
}

function labelOf(field: Hyperparameter, value: number | string | undefined): string {
  const choice = field.kind === 'choice' ? field.choices.find((one) => one.value === value) : undefined;
  return choice?.label ?? String(value);
}

async function pickBucket(storage: TrainingStorage, ui: StepUi): Promise<string> {
  const signal = AbortSignal.timeout(60_000);
  const create = { label: vscode.l10n.t('$(add) Create a bucket…'), name: undefined };
  const items = storage
    .buckets(signal)
    .then((names) => [...names.map((name) => ({ label: `$(database) ${name}`, name })), create]);
  const { name } = await ui.pick<vscode.QuickPickItem & { readonly name: string | undefined }>({
    placeholder: vscode.l10n.t('Cloud Storage bucket that the training file is uploaded to'),
    items,
  });
  if (name !== undefined) return name;
  const created = await ui.input({
    prompt: vscode.l10n.t('Name of the new bucket; it must be unique in all of Google Cloud'),
    value: `tunewright-${Date.now().toString(36)}`,
    validate: (typed) =>
      /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(typed)
        ? undefined
        : vscode.l10n.t(
            '3 to 63 small letters, digits, dashes, dots or underscores, with a letter or digit at both ends.',
          ),
  });
  await storage.createBucket(created, AbortSignal.timeout(60_000));
  return created;
}
