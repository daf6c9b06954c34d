import * as vscode from 'vscode';
import { jobIn } from '../../jobs/commandTargets';
import { numberText } from '../../ui/numberFormat';
import type { Workbench } from '../../workbench';
import { confirmLaunch } from '../confirmLaunch';
import { describeLaunch } from '../describeLaunch';
import { judgeLaunch } from '../judgeLaunch';
import { showLaunched } from '../showLaunched';
import { openPlan, savePlan, specOf, writeRunFile } from './planFiles';
import { planMeant, plansMeant } from './plansMeant';

/**
 * Launches what a plan file says, and writes beside it what became of that. Several are launched one after the other, each
 * with a confirmation of its own; what ends one leaves those after it alone.
 */
export async function launchPlan(workbench: Workbench, argument: unknown, selected: unknown): Promise<void> {
  const files = await plansMeant(argument, selected);
  for (const [index, file] of files.entries()) {
    const notes =
      files.length > 1
        ? [vscode.l10n.t('Plan {0} of {1}.', numberText(index + 1), numberText(files.length))]
        : [];
    await oneAtATime(file, async () => {
      const plan = await openPlan(workbench, file);
      const confirmed = await confirmLaunch(workbench, plan.spec, plan.data, notes);
      const record = await workbench.launching.start(confirmed, plan.data);
      await writeRunFile(plan, record);
      await showLaunched(workbench, record);
    });
  }
}

/** Says what a launch of the plan would do and cost, without launching it. */
export async function checkPlan(workbench: Workbench, argument: unknown): Promise<void> {
  const file = await planMeant(argument);
  await oneAtATime(file, async () => {
    const { spec, data } = await openPlan(workbench, file);
    const judged = await judgeLaunch(workbench, spec, data);
    const detail = await describeLaunch(workbench, spec, data, judged);
    const message = vscode.l10n.t('"{0}" is ready to launch.', spec.displayName);
    await vscode.window.showInformationMessage(message, { modal: true, detail });
  });
}

const underWay = new Set<string>();

/** A second click on a lens, before the first has led to a dialog, is no second wish. */
async function oneAtATime(file: vscode.Uri, act: () => Promise<void>): Promise<void> {
  const key = file.toString();
  if (underWay.has(key)) return;
  underWay.add(key);
  try {
    await act();
  } finally {
    underWay.delete(key);
  }
}

/** Writes a plan that repeats a job. */
export async function saveAsPlan(workbench: Workbench, argument: unknown): Promise<void> {
  const job = jobIn(argument);
  if (job) return savePlan(await specOf(workbench, job));
  const items = workbench.watcher.allJobs().map((job) => ({
    label: job.displayName,
    description: job.baseModel,
    job,
  }));
  const placeHolder = vscode.l10n.t('Select a job to save as a plan');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen === undefined) throw new vscode.CancellationError();
  await savePlan(await specOf(workbench, chosen.job));
}
