import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { serviceOf, type Workbench } from '../workbench';
import { targetJob } from './commandTargets';

/** Opens a job's page in Google's console. The sandbox has none. */
export async function openInConsole(workbench: Workbench, argument: unknown): Promise<void> {
  if (workbench.connections.kind !== 'google') {
    throw new UserError(
      vscode.l10n.t('Only jobs on Google Cloud can be opened in the Google Cloud console.'),
      'NOT_AT_GOOGLE',
    );
  }
  const urlOf = (service: string, name: string) => serviceOf(workbench, service).consoleUrl(name);
  const job = await targetJob(
    workbench,
    argument,
    ({ service, name }) => urlOf(service, name) !== undefined,
    vscode.l10n.t('Select a job to open in the Google Cloud console'),
  );
  const url = urlOf(job.service, job.name);
  if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
}
