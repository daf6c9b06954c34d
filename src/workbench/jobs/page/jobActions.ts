import * as vscode from 'vscode';
import { hasEnded, type TuningJob } from '../../../tuning/contract/job';
import type { JobSurroundings } from './jobFacts';
import type { JobActionId, JobFacts } from './jobPage.protocol';

interface JobAction {
  readonly id: JobActionId;
  readonly label: () => string;
  readonly command: string;
  suits(job: TuningJob, around: Pick<JobSurroundings, 'service' | 'inSandbox'>): boolean;
}

/** In the order of the page: what comes next first. */
const jobActions: readonly JobAction[] = [
  {
    id: 'prompt',
    label: () => vscode.l10n.t('Prompt'),
    command: 'tunewright.openPlayground',
    suits: ({ tunedModel }) => tunedModel !== undefined,
  },
  {
    id: 'evaluate',
    label: () => vscode.l10n.t('Evaluate…'),
    command: 'tunewright.evaluate',
    suits: ({ tunedModel }) => tunedModel !== undefined,
  },
  {
    id: 'cancel',
    label: () => vscode.l10n.t('Cancel Job'),
    command: 'tunewright.cancelJob',
    suits: ({ state }, { service }) => service.can.cancel && !hasEnded(state) && state !== 'CANCELLING',
  },
  {
    id: 'continue',
    label: () => vscode.l10n.t('Continue Tuning…'),
    command: 'tunewright.continueTuning',
    suits: ({ tunedModel, otherMethod }) => tunedModel !== undefined && otherMethod === undefined,
  },
  {
    id: 'relaunch',
    label: () => vscode.l10n.t('Relaunch with Changes…'),
    command: 'tunewright.relaunchJob',
    suits: ({ otherMethod }) => otherMethod === undefined,
  },
  {
    id: 'savePlan',
    label: () => vscode.l10n.t('Save as Plan…'),
    command: 'tunewright.saveAsPlan',
    suits: ({ otherMethod }) => otherMethod === undefined,
  },
  {
    id: 'copyName',
    label: () => vscode.l10n.t('Copy Resource Name'),
    command: 'tunewright.copyName',
    suits: () => true,
  },
  {
    id: 'openConsole',
    label: () => vscode.l10n.t('Open in Google Cloud Console'),
    command: 'tunewright.openInConsole',
    suits: ({ name }, { service, inSandbox }) => !inSandbox && service.consoleUrl(name) !== undefined,
  },
];

export function actionsFor(
  job: TuningJob,
  { service, inSandbox }: Pick<JobSurroundings, 'service' | 'inSandbox'>,
): JobFacts['actions'] {
  return jobActions
    .filter((action) => action.suits(job, { service, inSandbox }))
    .map(({ id, label }) => ({ id, label: label() }));
}

export function commandOf(id: JobActionId): string {
  const action = jobActions.find((one) => one.id === id);
  if (action === undefined) throw new Error(`Unknown action ${id}.`);
  return action.command;
}
