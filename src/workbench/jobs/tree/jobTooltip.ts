import * as vscode from 'vscode';
import { modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { TuningService } from '../../../tuning/contract/service';
import { methodOf, type Setting, type SettingValue, settingsFor } from '../../../tuning/contract/spec';
import { retirementOf } from '../../../tuning/models/retirement';
import { labelOf } from '../../launch/steps/settingSteps';
import { code, plain } from '../../ui/markdownText';
import { dateText, numberText } from '../../ui/numberFormat';
import { describeJob, durationText, stateLabel } from './jobText';
import { retirementText } from './retirementText';
import type { CheckpointNode, TreeNode } from './tuningNodes';

/** Everything that is known of a row's subject; undefined for a row that says it all. Made when somebody asks for it. */
export function tooltipOf(node: TreeNode): vscode.MarkdownString | undefined {
  switch (node.kind) {
    case 'job':
    case 'model':
      return jobTooltip(node.job, node.service);
    case 'checkpoint':
      return checkpointTooltip(node);
    case 'service':
    case 'launch':
    case 'failure':
    case 'plans':
    case 'plan':
    case 'evaluations':
    case 'evaluation':
    case 'datasets':
    case 'dataset':
      return undefined;
  }
}

function jobTooltip(job: TuningJob, service: TuningService): vscode.MarkdownString {
  const method = service.methods.find((one) => one.method === methodOf(job.spec));
  const model = modelOf(job);
  return markdown(
    [
      `**${plain(job.displayName)}** · ${plain(job.tunedModel ? stateLabel(job.state) : describeJob(job))}`,
      job.error === undefined ? '' : vscode.l10n.t('Error: {0}', plain(job.error)),
    ],
    [
      [vscode.l10n.t('Service'), plain(service.label)],
      [vscode.l10n.t('Method'), service.methods.length > 1 ? plain(method?.label ?? '') : ''],
      [vscode.l10n.t('Base model'), code(job.baseModel)],
      [vscode.l10n.t('Retirement'), retirementFact(job)],
      [vscode.l10n.t('Continues from'), startText(job)],
      [vscode.l10n.t('Created'), timeText(job.createTime)],
      [vscode.l10n.t('Started'), timeText(job.startTime)],
      [vscode.l10n.t('Ended'), endText(job)],
      ...settings(settingsFor(service.hyperparameters, methodOf(job.spec)), job.spec.hyperparameters),
      ...settings(settingsFor(service.options, methodOf(job.spec)), job.spec.options ?? {}),
      [vscode.l10n.t('Training file'), job.spec.dataset === undefined ? '' : code(job.spec.dataset)],
      [vscode.l10n.t('Validation file'), job.spec.validation === undefined ? '' : code(job.spec.validation)],
      [vscode.l10n.t('Examples'), examplesText(job)],
      [vscode.l10n.t('Billable tokens'), count(job.dataStats?.billableTokens)],
      [vscode.l10n.t('Labels'), labelsText(job)],
      [vscode.l10n.t('Job'), code(job.name)],
      [vscode.l10n.t('Model'), model && model.model !== job.name ? code(model.model) : ''],
      [vscode.l10n.t('Endpoint'), model && model.name !== model.model ? code(model.name) : ''],
      [vscode.l10n.t('Checkpoints'), model?.checkpoints.length ? count(model.checkpoints.length) : ''],
    ],
  );
}

function checkpointTooltip({ checkpoint, of }: CheckpointNode): vscode.MarkdownString {
  return markdown(
    [vscode.l10n.t('**Checkpoint {0}** of {1}', plain(checkpoint.id), plain(of.model.displayName))],
    [
      [vscode.l10n.t('Epoch'), count(checkpoint.epoch)],
      [vscode.l10n.t('Step'), count(checkpoint.step)],
      [vscode.l10n.t('Endpoint'), code(checkpoint.endpoint)],
    ],
  );
}

type Fact = readonly [label: string, value: string];

/** @param facts those without a value are left out */
function markdown(paragraphs: readonly string[], facts: readonly Fact[]): vscode.MarkdownString {
  const told = facts.filter(([, value]) => value !== '');
  const table = ['| | |', '|---|---|', ...told.map(([label, value]) => `| ${plain(label)} | ${value} |`)];
  const text = [...paragraphs.filter((one) => one !== ''), table.join('\n')].join('\n\n');
  return new vscode.MarkdownString(text);
}

function settings(known: readonly Setting[], values: Readonly<Record<string, SettingValue>>): Fact[] {
  return known.flatMap((setting): Fact[] => {
    const value = values[setting.key];
    return value === undefined ? [] : [[setting.label, plain(labelOf(setting, value))]];
  });
}

function retirementFact({ service, baseModel, name }: TuningJob): string {
  const retirement = retirementOf(service, baseModel, Date.now(), name);
  return retirement === undefined ? '' : plain(`${retirementText(retirement)} (${retirement.source})`);
}

function startText({ spec: { startFrom } }: TuningJob): string {
  if (startFrom === undefined) return '';
  const model = code(startFrom.model);
  return startFrom.checkpoint
    ? vscode.l10n.t('{0}, checkpoint {1}', model, plain(startFrom.checkpoint))
    : model;
}

function endText({ startTime, endTime }: TuningJob): string {
  if (endTime === undefined) return '';
  if (startTime === undefined || endTime < startTime) return timeText(endTime);
  return vscode.l10n.t('{0}, after {1}', timeText(endTime), plain(durationText(endTime - startTime)));
}

function examplesText({ dataStats }: TuningJob): string {
  if (dataStats?.examples === undefined) return '';
  const all = count(dataStats.examples);
  return dataStats.droppedCount > 0
    ? vscode.l10n.t('{0}, {1} dropped', all, count(dataStats.droppedCount))
    : all;
}

function labelsText({ spec: { labels = {} } }: TuningJob): string {
  return Object.entries(labels)
    .map(([key, value]) => code(`${key}=${value}`))
    .join(' ');
}

function timeText(time: number | undefined): string {
  return time === undefined ? '' : plain(dateText(time));
}

function count(number: number | undefined): string {
  return number === undefined ? '' : plain(numberText(number));
}
