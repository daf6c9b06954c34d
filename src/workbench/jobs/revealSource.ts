import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { planEnding, planNameOf } from '../../tuning/launch/plan';
import { specOf } from '../launch/plan/planFiles';
import { isRemote } from '../launch/trainingData';
import { settings } from '../ui/settings';
import type { Workbench } from '../workbench';
import { targetJob } from './commandTargets';

/** Shows the training file of a job: the local one when its launch is on record here, else where the service has it. */
export async function revealDataset(workbench: Workbench, argument: unknown): Promise<void> {
  const placeHolder = vscode.l10n.t('Select a job to show its training file');
  const job = await targetJob(workbench, argument, () => true, placeHolder);
  const { dataset } = await specOf(workbench, job);
  if (dataset === undefined) {
    throw new UserError(
      vscode.l10n.t(
        "The training file of {0} is unknown. The job wasn't launched here, and the service doesn't report it.",
        job.displayName,
      ),
      'NO_DATASET',
    );
  }
  if (isRemote(dataset)) return showStored(dataset);
  const uri = vscode.Uri.parse(dataset, true);
  try {
    await vscode.window.showTextDocument(uri);
  } catch (error) {
    const name = uri.path.split('/').at(-1) ?? uri.path;
    throw new UserError(
      vscode.l10n.t("Can't open {0}. At launch, it was at {1}.", name, uri.fsPath),
      'NO_FILE',
      [],
      { cause: error },
    );
  }
  if (vscode.workspace.getWorkspaceFolder(uri)) await vscode.commands.executeCommand('revealInExplorer', uri);
}

/** Opens the plan of the workspace that a job was launched from. */
export async function revealPlan(workbench: Workbench, argument: unknown): Promise<void> {
  const placeHolder = vscode.l10n.t('Select a job to show its plan');
  const { displayName, launchId, ...job } = await targetJob(workbench, argument, () => true, placeHolder);
  const runs = launchId ? await vscode.workspace.findFiles(`**/*.${launchId}.run.json`, undefined, 1) : [];
  const [run] = runs;
  const name = run && planNameOf(run.path.split('/').at(-1) ?? '');
  if (run && name) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(run, '..', name));
    return;
  }
  throw new UserError(
    vscode.l10n.t("{1} wasn't launched from a plan ({0}) in this workspace.", `*${planEnding}`, displayName),
    'NO_PLAN',
    [
      {
        kind: 'command',
        title: vscode.l10n.t('Save as Plan…'),
        command: 'tunewright.saveAsPlan',
        args: [{ ...job, displayName, launchId }],
      },
    ],
  );
}

async function showStored(address: string): Promise<void> {
  const copy = vscode.l10n.t('Copy URI');
  const open = vscode.l10n.t('Open in Google Cloud Console');
  const atGoogle = settings.connection.value === 'google';
  const message = vscode.l10n.t('The training file is in Cloud Storage: {0}', address);
  const answer = await vscode.window.showInformationMessage(message, copy, ...(atGoogle ? [open] : []));
  if (answer === copy) await vscode.env.clipboard.writeText(address);
  if (answer === open) {
    const path = address.slice('gs://'.length).split('/').map(encodeURIComponent).join('/');
    const url = `https://console.cloud.google.com/storage/browser/_details/${path}`;
    await vscode.env.openExternal(vscode.Uri.parse(url));
  }
}
