import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { Workbench } from '../../workbench';
import { askOnce } from '../commandTargets';
import { referenceIn } from '../openJob';
import type { JobReference } from '../page/jobPage.protocol';
import { describeJob } from '../tree/jobText';

/** Compares the runs that are marked in the view, else two or more that the user picks. @param args as VS Code passes them for a tree */
export async function compareRuns(workbench: Workbench, ...args: unknown[]): Promise<void> {
  const [clicked, marked] = args;
  const rows = Array.isArray(marked) && marked.length > 1 ? marked : [clicked];
  const named = rows.flatMap((row) => referenceIn(row) ?? []);
  workbench.runComparisons.show(named.length > 1 ? unique(named) : await pickRuns(workbench, named));
}

async function pickRuns(
  workbench: Workbench,
  chosen: readonly JobReference[],
): Promise<readonly JobReference[]> {
  await askOnce(workbench);
  const jobs = workbench.watcher.allJobs();
  if (jobs.length < 2) {
    throw new UserError(
      vscode.l10n.t("There aren't two jobs to compare yet. Tune a model first."),
      'NO_JOBS',
      [{ kind: 'command', title: vscode.l10n.t('Tune Model…'), command: 'tunewright.tuneModel' }],
    );
  }
  const items = jobs.map((job) => ({
    label: job.displayName,
    description: describeJob(job),
    picked: chosen.some(({ name }) => name === job.name),
    job,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    placeHolder: vscode.l10n.t('Select two or more jobs to compare'),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  if (picked.length < 2)
    throw new UserError(vscode.l10n.t('Select at least two jobs to compare.'), 'ONE_RUN', []);
  return picked.map(({ job }) => job);
}

/** A job and its model may both be marked. */
function unique(jobs: readonly JobReference[]): readonly JobReference[] {
  return [...new Map(jobs.map((job) => [`${job.service} ${job.name}`, job])).values()];
}
