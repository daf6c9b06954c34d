// A launch in plain text: what a person must know before they pay for it.
import { counted, grouped } from '../../base/numbers';
import { dollarsText } from '../../dataset/targets/price';
import type { Connection } from '../../tuning/contract/connection';
import type { TuningService } from '../../tuning/contract/service';
import { methodOf, type Setting, type SettingValue, settingsFor } from '../../tuning/contract/spec';
import { uploadFolder } from '../../tuning/google/storage/upload';
import type { PlanOnDisk } from '../../tuning/launch/onDisk/planOnDisk';
import type { Preflight } from '../../tuning/launch/preflight';
import { sentFiles } from '../../tuning/launch/sentFiles';

export interface LaunchFacts {
  readonly plan: PlanOnDisk;
  readonly judged: Preflight;
  readonly service: TuningService;
  readonly connection: Connection;
  readonly isSandbox: boolean;
}

/** A line for each fact, warnings last. */
export function launchLines({ plan, judged, service, connection, isSandbox }: LaunchFacts): string[] {
  const { spec, training, validation } = plan;
  const { estimate, tokensAreApproximate } = judged;
  const method = service.methods.find((one) => one.method === methodOf(spec));
  const about = tokensAreApproximate ? '≈ ' : '';
  return [
    `Tuned model: ${spec.displayName}`,
    isSandbox
      ? 'Account: the local sandbox, which trains a small stand-in model at no cost'
      : 'Account: your Application Default Credentials',
    `Project: ${connection.project}`,
    ...(service.tuningRegions ? [`Region: ${spec.region ?? connection.region}`] : []),
    `Service: ${service.label}`,
    `Base model: ${spec.baseModel}`,
    ...(spec.startFrom ? [`Continues from: ${spec.startFrom.model}`] : []),
    ...(service.methods.length > 1 && method ? [`Method: ${method.label}`] : []),
    ...settingLines(service.hyperparameters, plan, spec.hyperparameters),
    ...settingLines(service.options, plan, spec.options ?? {}),
    ...Object.entries(spec.labels ?? {}).map(([key, value]) => `Label: ${key}=${value}`),
    `Training file: ${fileText(plan.written.dataset ?? training.source, training)}`,
    ...(validation ? [`Validation file: ${fileText(plan.written.validation ?? '', validation)}`] : []),
    uploadLine(plan),
    ...(estimate.steps === undefined ? [] : [`Steps: ${grouped(estimate.steps)}`]),
    ...(estimate.billableTokens === undefined
      ? []
      : [`Training tokens: ${about}${grouped(estimate.billableTokens)} (all epochs)`]),
    ...(isSandbox ? [] : [priceLine(judged)]),
    ...warningsOf(plan, judged).map((warning) => `Warning: ${warning}`),
  ];
}

/** The same as data. */
export function launchFacts({ plan, judged, service, connection, isSandbox }: LaunchFacts) {
  const { spec, training } = plan;
  const { steps, billableTokens, price } = judged.estimate;
  return {
    displayName: spec.displayName,
    service: service.id,
    project: connection.project,
    region: service.tuningRegions ? (spec.region ?? connection.region) : null,
    sandbox: isSandbox,
    baseModel: spec.baseModel,
    dataset: plan.written.dataset,
    sha256: training.survey?.sha256 ?? null,
    examples: training.survey?.examples ?? null,
    uploadsTo: uploadsTo(plan) ?? null,
    steps: steps ?? null,
    billableTokens: billableTokens ?? null,
    price: price ?? null,
    warnings: warningsOf(plan, judged),
  };
}

function warningsOf({ training: { name, survey } }: PlanOnDisk, { warnings }: Preflight): string[] {
  const inFile = survey?.severities.warning ?? 0;
  return [...warnings, ...(inFile > 0 ? [`${name} has ${counted(inFile, 'warning')}.`] : [])];
}

function settingLines(
  settings: readonly Setting[],
  { spec }: PlanOnDisk,
  values: Readonly<Record<string, SettingValue>>,
): string[] {
  return settingsFor(settings, methodOf(spec)).flatMap((setting) => {
    const value = values[setting.key] ?? setting.default;
    if (value === undefined) return [];
    const choice = setting.kind === 'choice' ? setting.choices.find((one) => one.value === value) : undefined;
    return [`${setting.label}: ${choice?.label ?? String(value)}`];
  });
}

function fileText(name: string, { survey }: PlanOnDisk['training']): string {
  return survey === undefined ? name : `${name} (${counted(survey.examples, 'example')})`;
}

function uploadLine(plan: PlanOnDisk): string {
  const { training, validation } = sentFiles(plan.spec, plan.training.file);
  if (!training && !validation) return 'Uploads: nothing';
  const folder = uploadsTo(plan);
  return folder === undefined
    ? 'Uploads: the examples, inside the request'
    : `Uploads: files of this computer to ${folder}`;
}

function uploadsTo({ spec: { bucket } }: PlanOnDisk): string | undefined {
  return bucket === undefined ? undefined : `gs://${bucket}/${uploadFolder}`;
}

function priceLine({ estimate: { price, billableTokens } }: Preflight): string {
  if (billableTokens === undefined)
    return 'Estimated cost: unknown (set epochCount in the plan for an estimate), billed by Google to this project';
  return price
    ? `Estimated cost: ${dollarsText(price.dollars)} (${price.source}), billed by Google to this project`
    : 'Estimated cost: unknown (no published price), billed by Google to this project';
}
