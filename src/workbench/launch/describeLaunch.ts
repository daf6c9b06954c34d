import * as vscode from 'vscode';
import { dollarsText } from '../../dataset/targets/price';
import type { TuningService } from '../../tuning/contract/service';
import { methodOf, settingsFor, type TuningSpec } from '../../tuning/contract/spec';
import type { Preflight } from '../../tuning/launch/preflight';
import { numberText } from '../ui/numberFormat';
import { serviceOf, type Workbench } from '../workbench';
import type { JudgedLaunch } from './judgeLaunch';
import { oneLine, optionLines, placeOf, uploadLines, warningLine, warningsText } from './launchLines';
import { placeLines } from './steps/launchPlace';
import { labelOf } from './steps/settingSteps';
import type { TrainingData } from './trainingData';

/**
 * A launch in plain text: warnings first, then a line for each fact, its name before its value.
 * @param notes what else a person should know, before the warnings
 */
export async function describeLaunch(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  judged: JudgedLaunch,
  notes: readonly string[] = [],
): Promise<string> {
  const noted = data.warnings > 0 ? [warningsText(data.warnings)] : [];
  const warnings = [...notes, ...noted, ...judged.warnings].map(warningLine);
  const table = [
    ...(await placeLines(workbench, spec)),
    ...modelLines(serviceOf(workbench, spec.service), spec),
    ...(workbench.connections.kind === 'sandbox' ? [] : [priceLine(judged.estimate)]),
    ...dataLines(spec, data, judged),
    ...settingLines(serviceOf(workbench, spec.service), spec),
  ].map(oneLine);
  return [warnings, table]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function modelLines(service: TuningService, spec: TuningSpec): string[] {
  const method = service.methods.find((one) => one.method === methodOf(spec));
  return [
    vscode.l10n.t('Service: {0}', service.label),
    vscode.l10n.t('Base model: {0}', spec.baseModel.split('/').at(-1) ?? spec.baseModel),
    ...(spec.startFrom ? [vscode.l10n.t('Continues from: {0}', spec.startFrom.model)] : []),
    ...(service.methods.length > 1 && method ? [vscode.l10n.t('Method: {0}', method.label)] : []),
  ];
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

function dataLines(spec: TuningSpec, data: TrainingData, judged: JudgedLaunch): string[] {
  const { estimate, tokensAreApproximate, validationExamples } = judged;
  const { billableTokens, steps } = estimate;
  const about = tokensAreApproximate ? '≈ ' : '';
  const lines = [
    vscode.l10n.t('Training file: {0}', placeOf(data.source)),
    data.statistics && vscode.l10n.t('Examples: {0}', numberText(data.statistics.examples)),
    billableTokens !== undefined &&
      vscode.l10n.t('Training tokens: {0}{1} (all epochs)', about, numberText(billableTokens)),
    steps !== undefined && vscode.l10n.t('Steps: {0}', numberText(steps)),
    spec.validation !== undefined && vscode.l10n.t('Validation file: {0}', placeOf(spec.validation)),
    validationExamples !== undefined &&
      vscode.l10n.t('Validation examples: {0}', numberText(validationExamples)),
    ...uploadLines(spec, data),
  ];
  return lines.filter((line) => typeof line === 'string');
}

function settingLines(service: TuningService, spec: TuningSpec): string[] {
  const { hyperparameters } = spec;
  const settings = settingsFor(service.hyperparameters, methodOf(spec))
    .filter(({ key, default: usual }) => hyperparameters[key] !== undefined || usual !== undefined)
    .map((one) => `${one.label}: ${labelOf(one, hyperparameters[one.key])}`);
  return [...(settings.length > 0 ? [settings.join(' · ')] : []), ...optionLines(service, spec)];
}
