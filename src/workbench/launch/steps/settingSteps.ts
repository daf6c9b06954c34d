import * as vscode from 'vscode';
import { jsonLinesEndings } from '../../../dataset/files/fileNames';
import type { TuningService } from '../../../tuning/contract/service';
import {
  isRemote,
  methodOf,
  type Setting,
  type SettingValue,
  settingsFor,
  type TuningMethod,
  type TuningSpec,
} from '../../../tuning/contract/spec';
import { wrongValue } from '../../../tuning/launch/preflight';
import type { FormRow, StepUi } from '../../ui/steps';
import type { LaunchAdvice } from './launchAdvice';

type Asked = Pick<TuningSpec, 'hyperparameters' | 'options' | 'validation' | 'labels'>;
type Values = Readonly<Record<string, SettingValue>>;

/** @param before what they were, as by an earlier launch; what is absent: the defaults */
export function usualSettings(service: TuningService, method: TuningMethod, before: Partial<Asked>): Asked {
  const training = settingsFor(service.hyperparameters, method);
  const hyperparameters = before.hyperparameters
    ? only(training, before.hyperparameters)
    : Object.fromEntries(
        training.flatMap((one) => (one.default === undefined ? [] : [[one.key, one.default]])),
      );
  const options = only(settingsFor(service.options, method), before.options ?? {});
  const { validation, labels = {} } = before;
  return {
    hyperparameters,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(service.can.validation && validation !== undefined ? { validation } : {}),
    ...(service.can.labels && Object.keys(labels).length > 0 ? { labels } : {}),
  };
}

/**
 * A row for each setting of a launch; choosing it changes it.
 * @param advice what Google recommends for the file
 * @param change takes what has changed; `undefined` takes a field away
 */
export function settingRows(
  service: TuningService,
  spec: TuningSpec,
  advice: LaunchAdvice | undefined,
  change: (changes: { readonly [Key in keyof Asked]?: Asked[Key] | undefined }) => void,
): FormRow[] {
  const training = settingsFor(service.hyperparameters, methodOf(spec));
  const others = settingsFor(service.options, methodOf(spec));
  const { hyperparameters, options = {}, validation, labels = {} } = spec;
  const rowOf = (setting: Setting, values: Values, take: (changed: Values) => void): FormRow => ({
    label: setting.label,
    description: labelOf(setting, values[setting.key]),
    detail: setting.description,
    change: async (ui) => {
      const value = await askSetting(setting, values[setting.key], ui);
      const rest = Object.entries(values).filter(([key]) => key !== setting.key && !isReplaced(key));
      function isReplaced(key: string): boolean {
        const other = training.find((one) => one.key === key);
        return value !== undefined && (key === setting.insteadOf || other?.insteadOf === setting.key);
      }
      take(Object.fromEntries(value === undefined ? rest : [...rest, [setting.key, value]]));
    },
  });
  const trainingRows = training.map((one) =>
    rowOf(one, hyperparameters, (changed) => change({ hyperparameters: changed })),
  );
  const epochs = trainingRows[training.findIndex(({ key }) => key === 'epochCount')];
  const adviceRow = advice && {
    label: `$(lightbulb) ${advice.label}`,
    description: advice.description,
    detail: advice.detail,
    ...(epochs?.change ? { change: epochs.change } : {}),
  };
  const validationRow: FormRow = {
    label: vscode.l10n.t('Validation file'),
    description: validation === undefined ? vscode.l10n.t('none') : fileText(validation),
    detail: vscode.l10n.t('Held-out examples for measuring the model during training'),
    change: async (ui) => change({ validation: await askValidationFile(validation, ui) }),
  };
  const labelsRow: FormRow = {
    label: vscode.l10n.t('Labels'),
    description: writeLabels(labels) || vscode.l10n.t('none'),
    detail: vscode.l10n.t('Google Cloud labels, such as for billing reports'),
    change: async (ui) => {
      const asked = await askLabels(labels, ui);
      change({ labels: Object.keys(asked).length > 0 ? asked : undefined });
    },
  };
  const takeOptions = (changed: Values) =>
    change({ options: Object.keys(changed).length > 0 ? changed : undefined });
  const more = [
    ...others.map((one) => rowOf(one, options, takeOptions)),
    ...(service.can.labels ? [labelsRow] : []),
  ];
  return [
    ...(service.can.validation ? [validationRow] : []),
    ...(adviceRow ? [adviceRow] : []),
    ...trainingRows,
    { label: vscode.l10n.t('additional settings'), kind: vscode.QuickPickItemKind.Separator },
    ...more,
  ];
}

/** A file as people read it: its path in the workspace, or its address in Cloud Storage. */
export function fileText(source: string): string {
  return isRemote(source) ? source : vscode.workspace.asRelativePath(vscode.Uri.parse(source, true));
}

function only(settings: readonly Setting[], values: Values): Values {
  const keys = new Set(settings.map(({ key }) => key));
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)));
}

/** Undefined leaves the choice to the service. */
async function askSetting(
  setting: Setting,
  value: SettingValue | undefined,
  ui: StepUi,
): Promise<SettingValue | undefined> {
  const theirs = { label: serviceChooses(), value: undefined };
  if (setting.kind === 'choice' || setting.kind === 'toggle') {
    const choices =
      setting.kind === 'choice'
        ? setting.choices
        : [
            { label: vscode.l10n.t('yes'), value: true },
            { label: vscode.l10n.t('no'), value: false },
          ];
    const items: (vscode.QuickPickItem & { readonly value: string | boolean | undefined })[] = [
      ...choices,
      theirs,
    ];
    const active = (item: { readonly value: unknown }) => item.value === value;
    return (await ui.pick({ placeholder: setting.description, items, active })).value;
  }
  const read = (typed: string): SettingValue =>
    setting.kind === 'text'
      ? typed
      : setting.kind === 'list'
        ? typed.split(/[\s,]+/).filter((item) => item !== '')
        : Number(typed);
  const typed = await ui.input({
    prompt: `${setting.label}: ${setting.description}. ${vscode.l10n.t('Leave empty to use the service default.')}`,
    value: value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value),
    validate(text) {
      const wrong = text === '' ? undefined : wrongValue(setting, read(text));
      return wrong && vscode.l10n.t('Must be {0}.', wrong);
    },
  });
  return typed === '' ? undefined : read(typed);
}

/** A file of this machine (its URI) or in Cloud Storage; undefined for none. */
async function askValidationFile(before: string | undefined, ui: StepUi): Promise<string | undefined> {
  const browse = {
    label: vscode.l10n.t('$(folder-opened) Local file…'),
    kind: 'browse' as const,
  };
  const stored = { label: vscode.l10n.t('$(cloud) Cloud Storage file…'), kind: 'stored' as const };
  const none = { label: vscode.l10n.t('None'), kind: 'none' as const };
  type Item = { readonly label: string; readonly is: 'browse' | 'stored' | 'none' };
  const items: Item[] = [browse, stored, none].map(({ label, kind }) => ({ label, is: kind }));
  const { is } = await ui.pick<Item>({ placeholder: vscode.l10n.t('Select a validation file'), items });
  if (is === 'none') return undefined;
  if (is === 'stored') {
    return ui.input({
      prompt: vscode.l10n.t('Cloud Storage URI of the validation file'),
      value: before?.startsWith('gs://') ? before : 'gs://',
      validate: (typed) =>
        /^gs:\/\/[^/]+\/.+\.jsonl$/.test(typed)
          ? undefined
          : vscode.l10n.t('Enter a URI such as gs://bucket/folder/file.jsonl.'),
    });
  }
  const chosen = await vscode.window.showOpenDialog({ filters: { JSONL: [...jsonLinesEndings] } });
  return chosen?.[0]?.toString() ?? before;
}

async function askLabels(
  before: Readonly<Record<string, string>>,
  ui: StepUi,
): Promise<Readonly<Record<string, string>>> {
  const typed = await ui.input({
    prompt: vscode.l10n.t('Labels, such as team=support, stage=test'),
    value: writeLabels(before),
    validate: (text) =>
      readLabels(text) === undefined
        ? vscode.l10n.t('Enter key=value pairs. Use lowercase letters, digits, dashes, and underscores.')
        : undefined,
  });
  return readLabels(typed) ?? {};
}

function readLabels(text: string): Record<string, string> | undefined {
  const pairs = text.split(',').flatMap((pair) => (pair.trim() === '' ? [] : [pair.trim()]));
  const read = pairs.map((pair) => /^([a-z][a-z0-9_-]{0,62})\s*=\s*([a-z0-9_-]{0,63})$/.exec(pair));
  if (read.some((match) => match === null)) return undefined;
  return Object.fromEntries(read.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
}

function writeLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

function serviceChooses(): string {
  return vscode.l10n.t('service default');
}

/** A setting's value as people read it. */
export function labelOf(setting: Setting, value: SettingValue | undefined): string {
  if (value === undefined) return serviceChooses();
  const choice = setting.kind === 'choice' ? setting.choices.find((one) => one.value === value) : undefined;
  if (typeof value === 'boolean') return value ? vscode.l10n.t('yes') : vscode.l10n.t('no');
  return choice?.label ?? String(value);
}
