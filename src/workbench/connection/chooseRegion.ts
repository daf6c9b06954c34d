import * as vscode from 'vscode';
import { allTuningRegions } from '../../tuning/models/regions';
import { settings } from '../ui/settings';

/** Sets the region in which models are tuned unless a launch says otherwise. @param region one that is known to be right */
export async function chooseRegion(_: unknown, region: unknown): Promise<void> {
  const chosen = typeof region === 'string' ? region : await pickRegion();
  await settings.googleRegion.change(chosen);
}

async function pickRegion(): Promise<string> {
  const now = settings.googleRegion.value?.trim();
  const items = allTuningRegions.map((name) => ({ label: name === now ? `$(check) ${name}` : name, name }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Select Region'),
    placeHolder: vscode.l10n.t('Select a region for tuning jobs; you can select another one for each launch'),
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.name;
}
