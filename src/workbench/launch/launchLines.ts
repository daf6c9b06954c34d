import path from 'node:path';
import * as vscode from 'vscode';
import type { TuningService } from '../../tuning/contract/service';
import { isRemote, methodOf, settingsFor, type TuningSpec } from '../../tuning/contract/spec';
import { uploadFolder } from '../../tuning/google/storage/upload';
import { sentFiles } from '../../tuning/launch/sentFiles';
import { numberText } from '../ui/numberFormat';
import { labelOf } from './steps/settingSteps';
import type { TrainingData } from './trainingData';

/** A name from a plan of a stranger must not look like another line of the confirmation. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
}

export function warningLine(text: string): string {
  return `⚠ ${oneLine(text)}`;
}

export function warningsText(count: number): string {
  return count === 1
    ? vscode.l10n.t('The training file has 1 warning.')
    : vscode.l10n.t('The training file has {0} warnings.', numberText(count));
}

/** Where a file is: within the workspace by its path in it, else with all its folders. */
export function placeOf(source: string): string {
  if (isRemote(source)) return source;
  const uri = vscode.Uri.parse(source, true);
  if (vscode.workspace.getWorkspaceFolder(uri)) return vscode.workspace.asRelativePath(uri);
  return uri.scheme === 'file' ? path.normalize(uri.fsPath) : uri.toString(true);
}

/** Where files of this machine are sent before the launch. */
export function uploadLines(spec: TuningSpec, { file }: TrainingData): string[] {
  const { bucket } = spec;
  const { training, validation } = sentFiles(spec, file);
  if (!training && !validation) return [];
  if (bucket === undefined) return [vscode.l10n.t('Sends the examples to the service inside the request')];
  const folder = `gs://${bucket}/${uploadFolder}`;
  if (training && validation) return [vscode.l10n.t('Uploads both files to {0}', folder)];
  return [
    training
      ? vscode.l10n.t('Uploads the training file to {0}', folder)
      : vscode.l10n.t('Uploads the validation file to {0}', folder),
  ];
}

/** What a launch sets besides its hyperparameters, such as a service account or where the output goes. */
export function optionLines(service: TuningService, spec: TuningSpec): string[] {
  const { options = {}, labels = {} } = spec;
  const set = settingsFor(service.options, methodOf(spec)).filter(({ key }) => options[key] !== undefined);
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [
    ...set.map((one) => `${one.label}: ${labelOf(one, options[one.key])}`),
    ...(pairs.length > 0 ? [vscode.l10n.t('Labels: {0}', pairs.join(', '))] : []),
  ];
}
