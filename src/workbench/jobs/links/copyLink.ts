import * as vscode from 'vscode';
import type { Workbench } from '../../workbench';
import { targetJob } from '../commandTargets';
import { jobLink } from './jobLink';

/** Copies a link that opens the job's page in VS Code, for whoever may see the job. */
export async function copyLink(workbench: Workbench, argument: unknown): Promise<void> {
  const job = await targetJob(workbench, argument, () => true, vscode.l10n.t('Select a job to link to'));
  await vscode.env.clipboard.writeText(jobLink(vscode.env.uriScheme, job));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied a link to {0}', job.displayName), 4000);
}
