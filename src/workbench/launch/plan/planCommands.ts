import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { planEnding } from '../../../tuning/launch/planNames';
import { isNode, jobIn } from '../../jobs/commandTargets';
import type { Workbench } from '../../workbench';
import { confirmLaunch } from '../confirmLaunch';
import { describeLaunch } from '../describeLaunch';
import { judgeLaunch } from '../judgeLaunch';
import { showLaunched } from '../showLaunched';
import { openPlan, savePlan, specOf, writeRunFile } from './planFiles';

/** Launches what a plan file says, and writes beside it what became of that. */
export function launchPlan(workbench: Workbench, argument: unknown): Promise<void> {
  return oneAtATime(planInFront(argument), async (file) => {
    const plan = await openPlan(workbench, file);
    const confirmed = await confirmLaunch(workbench, plan.spec, plan.data);
    const record = await workbench.launching.start(confirmed, plan.data);
    await writeRunFile(plan, record);
    await showLaunched(workbench, record);
  });
}

/** Says what a launch of the plan would do and cost, without launching it. */
export function checkPlan(workbench: Workbench, argument: unknown): Promise<void> {
  return oneAtATime(planInFront(argument), async (file) => {
    const { spec, data } = await openPlan(workbench, file);
    const judged = await judgeLaunch(workbench, spec, data);
    const detail = await describeLaunch(workbench, spec, data, judged);
    const message = vscode.l10n.t('"{0}" is ready to launch.', spec.displayName);
    await vscode.window.showInformationMessage(message, { modal: true, detail });
  });
}

const underWay = new Set<string>();

/** A second click on a lens, before the first has led to a dialog, is no second wish. */
async function oneAtATime(file: vscode.Uri, act: (file: vscode.Uri) => Promise<void>): Promise<void> {
  const key = file.toString();
  if (underWay.has(key)) return;
  underWay.add(key);
  try {
    await act(file);
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

function planInFront(argument: unknown): vscode.Uri {
  const uri =
    argument instanceof vscode.Uri
      ? argument
      : isNode(argument) && argument.kind === 'plan'
        ? vscode.Uri.parse(argument.uri, true)
        : vscode.window.activeTextEditor?.document.uri;
  if (uri?.path.endsWith(planEnding)) return uri;
  throw new UserError(
    vscode.l10n.t(
      'Open a plan ({0}) first. You can save one from a job, or before you launch it.',
      `*${planEnding}`,
    ),
    'NO_PLAN',
  );
}
