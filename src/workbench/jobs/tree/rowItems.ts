import * as vscode from 'vscode';
import { isolated } from '../../../base/isolated';
import { hasEnded } from '../../../tuning/contract/job';
import { failureOf } from '../../../tuning/google/errors/jobFailure';
import { retirementOf } from '../../../tuning/models/retirement';
import type { ServiceJobs } from '../../../tuning/watch/serviceJobs';
import { sentenceOf, shortSentenceOf } from '../../ui/errorBoundary';
import { nextStepsOf, titleOf } from '../../ui/nextSteps';
import { numberText } from '../../ui/numberFormat';
import { settings } from '../../ui/settings';
import { describeJob, stateIcon, stateLabel } from './jobText';
import { retirementText } from './retirementText';
import type { CheckpointNode, FailureNode, JobNode, LaunchNode, ModelNode, ServiceNode } from './tuningNodes';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/**
 * `contextValue` of a row: what it is, then what can be done with it. Menus and keys in package.json ask for the words, such as
 * `viewItem =~ /\bcancel\b/`.
 */
type RowWord =
  | 'service'
  | 'job'
  | 'model'
  | 'checkpoint'
  | 'failure'
  | 'launch'
  /** A launch that has not left this machine. */
  | 'unsent'
  /** Has a resource name, a job page and settings that can be launched again. */
  | 'name'
  | 'cancel'
  | 'delete'
  | 'prompt'
  | 'continue'
  | 'rename'
  | 'makeDefault'
  | 'share'
  | 'console'
  /** The service names rows of the training file for which it has failed. */
  | 'rows'
  /** A plan of the workspace was launched as this. */
  | 'planned';

/** What the row of a job shows that the job itself does not tell. */
export interface RowFacts {
  /** A plan of the workspace was launched as this. */
  readonly isPlanned: boolean;
  /** Jobs that its launch has made, where that is more than this one. */
  readonly ofLaunch?: number | undefined;
}

/** @param where the sandbox, or the project and the account; empty while nobody knows */
export function serviceItem(
  { service }: ServiceNode,
  known: ServiceJobs,
  { shown, all }: { readonly shown: number; readonly all: number },
  where: string,
): vscode.TreeItem {
  const item = new vscode.TreeItem(service.label, Expanded);
  item.id = `service:${service.id}`;
  item.iconPath = new vscode.ThemeIcon('cloud');
  item.contextValue = words('service');
  const state =
    known.status === 'loading'
      ? vscode.l10n.t('loading…')
      : known.status === 'ready' && all === 0
        ? vscode.l10n.t('no jobs yet')
        : shown < all
          ? vscode.l10n.t('{0} of {1}', numberText(shown), numberText(all))
          : '';
  item.description = [state, where].filter((fact) => fact !== '').join(' · ');
  return labelled(item, service.label, item.description);
}

export function jobItem(node: JobNode, { isPlanned, ofLaunch }: RowFacts): vscode.TreeItem {
  const { job, service } = node;
  const ended = hasEnded(job.state);
  const reached = job.interimModel?.checkpoints.length ?? 0;
  const item = new vscode.TreeItem(isolated(job.displayName), reached > 0 ? Collapsed : None);
  item.id = idOf(node);
  const isModelGone = job.tunedModel !== undefined; // else it would be a model's row
  const state = [
    isModelGone ? vscode.l10n.t('tuned model deleted') : describeJob(job),
    elsewhere(job),
    oneOf(ofLaunch),
  ]
    .filter((fact) => fact !== undefined)
    .join(' · ');
  item.description = job.error ? `${state} · ${isolated(job.error)}` : state;
  item.iconPath = isModelGone ? new vscode.ThemeIcon('trash') : stateIcon(job.state);
  item.contextValue = words(
    'job',
    'name',
    service.can.cancel && !ended && job.state !== 'CANCELLING' && 'cancel',
    ended && (service.can.deleteFailed || (service.can.deleteModel && reached > 0)) && 'delete',
    service.consoleUrl(job.name) !== undefined && 'console',
    isPlanned && 'planned',
    job.launchId !== undefined && (failureOf(job)?.rows ?? []).length > 0 && 'rows',
  );
  item.command = openPage(node);
  return labelled(item, job.displayName, vscode.l10n.t('tuning job on {0}', service.label), item.description);
}

/** The same while the job runs and when it has become a model: the row stays marked and open. */
function idOf({ job }: JobNode | ModelNode): string {
  return `job:${job.service}:${job.name}`;
}

/** The launch of a job has made others, too: each is billed. */
function oneOf(ofLaunch: number | undefined): string | undefined {
  return ofLaunch === undefined
    ? undefined
    : vscode.l10n.t('one of {0} jobs of one launch', numberText(ofLaunch));
}

/** The region of a job that is not in the one of the settings. */
function elsewhere({ spec: { region } }: JobNode['job']): string | undefined {
  return region === settings.googleRegion.value?.trim() ? undefined : region;
}

export function modelItem(node: ModelNode, { isPlanned, ofLaunch }: RowFacts): vscode.TreeItem {
  const { model, job, service } = node;
  const item = new vscode.TreeItem(
    isolated(model.displayName),
    model.checkpoints.length > 0 ? Collapsed : None,
  );
  item.id = idOf(node);
  const readiness = job.state === 'SUCCEEDED' ? vscode.l10n.t('ready') : stateLabel(job.state);
  item.description = [
    readiness,
    shortName(model.baseModel),
    elsewhere(job),
    oneOf(ofLaunch),
    retiresSoon(node),
  ]
    .filter((fact) => fact !== undefined)
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon('sparkle', new vscode.ThemeColor('charts.green'));
  item.contextValue = words(
    'model',
    'name',
    'prompt',
    'continue',
    service.can.deleteModel && 'delete',
    service.can.rename && 'rename',
    service.sharing && 'share',
    service.consoleUrl(job.name) !== undefined && 'console',
    isPlanned && 'planned',
  );
  item.command = openPage(node);
  return labelled(
    item,
    model.displayName,
    vscode.l10n.t('tuned model on {0}', service.label),
    item.description,
  );
}

/** A date that is far away stands in the tooltip only. */
function retiresSoon({ model }: ModelNode): string | undefined {
  const retirement = retirementOf(model.service, model.baseModel, Date.now(), model.name);
  return retirement === undefined || retirement.phase === 'far' ? undefined : retirementText(retirement);
}

export function checkpointItem(node: CheckpointNode): vscode.TreeItem {
  const { checkpoint, of, service } = node;
  const isServed = checkpoint.endpoint !== '';
  const isDefault = isServed && checkpoint.endpoint === of.job.tunedModel?.name;
  const item = new vscode.TreeItem(vscode.l10n.t('Checkpoint {0}', checkpoint.id), None);
  item.id = `checkpoint:${of.model.service}:${of.job.name}:${checkpoint.id}`;
  item.description = [
    checkpoint.epoch === undefined ? '' : vscode.l10n.t('epoch {0}', checkpoint.epoch),
    checkpoint.step === undefined ? '' : vscode.l10n.t('step {0}', numberText(checkpoint.step)),
    isDefault ? vscode.l10n.t('default') : '',
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon('milestone');
  item.contextValue = words(
    'checkpoint',
    hasEnded(of.job.state) && 'continue',
    isServed && 'prompt',
    service.can.defaultCheckpoint && of.job.tunedModel && isServed && !isDefault && 'makeDefault',
  );
  const title = vscode.l10n.t('Open in Playground');
  if (isServed) item.command = { command: 'tunewright.openPlayground', title, arguments: [node] };
  return labelled(item, String(item.label), vscode.l10n.t('of {0}', of.model.displayName), item.description);
}

/** A launch that was not sent, or whose answer is lost. Choosing the row tells all that is known. */
export function launchItem(node: LaunchNode): vscode.TreeItem {
  const { record, service } = node;
  const item = new vscode.TreeItem(isolated(record.spec.displayName), None);
  item.id = `launch:${record.id}`;
  item.description =
    record.stage.kind === 'sent'
      ? vscode.l10n.t('no response, looking for the job')
      : vscode.l10n.t('interrupted, not sent');
  item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = words('launch', record.stage.kind !== 'sent' && 'unsent');
  const title = vscode.l10n.t('Show Interrupted Launch');
  item.command = { command: 'tunewright.showInterruptedLaunch', title, arguments: [node] };
  return labelled(
    item,
    record.spec.displayName,
    vscode.l10n.t('launch on {0}', service.label),
    item.description,
  );
}

/** A service that cannot be asked. Choosing the row takes the next step that mends it. */
export function failureItem({ error, service }: FailureNode): vscode.TreeItem {
  const message = sentenceOf(error);
  const [step] = nextStepsOf(error);
  const title = step ? titleOf(step) : vscode.l10n.t('Try Again');
  const item = new vscode.TreeItem(title, None);
  item.id = `failure:${service.id}`;
  item.description = shortSentenceOf(error);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = words('failure');
  item.tooltip = message;
  item.command = { command: 'tunewright.followNextStep', title, arguments: [service.id] };
  return labelled(item, vscode.l10n.t("Can't reach {0}", service.label), message, title);
}

function openPage(node: JobNode | ModelNode): vscode.Command {
  return { command: 'tunewright.openJob', title: vscode.l10n.t('Open Job'), arguments: [node, 'row'] };
}

/** What a screen reader says: the parts of a row as one sentence. */
export function labelled(
  item: vscode.TreeItem,
  ...parts: readonly (string | boolean | undefined)[]
): vscode.TreeItem {
  const label = parts.filter((part) => part !== undefined && part !== '').join(', ');
  item.accessibilityInformation = { label: label.replaceAll(' · ', ', ') };
  return item;
}

function words(...all: readonly (RowWord | false | undefined)[]): string {
  return all.filter(Boolean).join(' ');
}

function shortName(model: string): string {
  return model.split('/').at(-1) ?? model;
}
