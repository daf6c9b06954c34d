import * as vscode from 'vscode';
import type { TuningSpec } from '../../../tuning/contract/spec';
import { projectNames } from '../../../tuning/google/projectNames';
import { chosenCredentials } from '../../connection/checkSetup/checkSetup';
import type { ChosenBy } from '../../connection/connections';
import type { Workbench } from '../../workbench';

/** Milliseconds that a confirmation waits for the project's number. */
const patience = 5000;

/** Lines that say who launches, and where: what a person must see before they pay. */
export async function placeLines(
  { connections, credentials }: Workbench,
  { region }: Pick<TuningSpec, 'region'>,
): Promise<string[]> {
  if (connections.kind === 'sandbox') {
    const local = vscode.l10n.t('The sandbox trains a small stand-in model locally, at no cost.');
    return region === undefined ? [local] : [local, vscode.l10n.t('Region: {0}{1}', region, '')];
  }
  const connection = await connections.connect(AbortSignal.timeout(30_000));
  const [{ label }, names] = await Promise.all([
    chosenCredentials(credentials),
    projectNames(connection, AbortSignal.timeout(patience)),
  ]);
  const project = names ? `${names.id} (${names.number})` : connection.project;
  return [
    vscode.l10n.t('Account: {0}', label),
    vscode.l10n.t('Project: {0}{1}', project, chosenText(connections.projectChosenBy)),
    region === undefined || region === connection.region
      ? vscode.l10n.t('Region: {0}{1}', connection.region, chosenText(connections.regionChosenBy))
      : vscode.l10n.t(
          'Region: {0} (in the settings: {1}); the Tuning view will show all regions',
          region,
          connection.region,
        ),
  ];
}

function chosenText(by: ChosenBy): string {
  switch (by) {
    case 'workspace':
      return vscode.l10n.t(', set by this workspace');
    case 'environment':
      return vscode.l10n.t(', set by the environment variable {0}', 'GOOGLE_CLOUD_PROJECT');
    case 'user':
    case 'nobody':
      return '';
  }
}
