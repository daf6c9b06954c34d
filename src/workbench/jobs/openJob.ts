import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Workbench } from '../workbench';
import { askOnce, calledOn } from './commandTargets';
import type { JobReference } from './page/jobPage.protocol';
import { describeJob } from './tree/jobText';

/**
 * Opens the page of a job: of a tree's row, a job, `{service, name}`, else one that the user picks.
 * @param from `row`: a click, which leaves the focus in the tree
 */
export async function openJob(workbench: Workbench, argument: unknown, from?: unknown): Promise<void> {
  const [named] = calledOn(workbench, [argument]);
  const job = referenceIn(named) ?? (await pickJob(workbench));
  workbench.jobPages.show(job, { preserveFocus: from === 'row' });
}

/** What an argument says of a job; undefined when it is none. */
export function referenceIn(argument: unknown): JobReference | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('job' in argument) return referenceIn(argument.job);
  if (!('service' in argument && 'name' in argument)) return undefined;
  const { service, name } = argument;
  if (typeof service !== 'string' || typeof name !== 'string') return undefined;
  const displayName = 'displayName' in argument ? argument.displayName : undefined;
  return {
    service,
    name,
    displayName: typeof displayName === 'string' ? displayName : (name.split('/').at(-1) ?? name),
  };
}

async function pickJob(workbench: Workbench): Promise<JobReference> {
  await askOnce(workbench);
  const items = workbench.watcher.allJobs().map((job) => ({
    label: job.displayName,
    description: describeJob(job),
    job,
  }));
  if (items.length === 0) {
    throw new UserError(vscode.l10n.t('No tuning jobs yet. Tune a model first.'), 'NO_JOB', [
      { kind: 'command', title: vscode.l10n.t('Tune Model…'), command: 'tunewright.tuneModel' },
    ]);
  }
  const placeHolder = vscode.l10n.t('Select a job to open');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.job;
}
