import * as vscode from 'vscode';
import { askOnce, modelIn } from '../jobs/commandTargets';
import { serviceOf, type Workbench } from '../workbench';
import { tunedTarget } from './targets/playgroundTargets';

/** `argument`: the row of a model or checkpoint, or a model; else the user picks, also among base models. */
export async function openPlayground(workbench: Workbench, argument: unknown): Promise<void> {
  const { playgrounds } = workbench;
  const model = modelIn(argument);
  if (model) return playgrounds.show([tunedTarget(serviceOf(workbench, model.service), model)]);
  await askOnce(workbench);
  const target = await playgrounds.pickTarget(vscode.l10n.t('Select a Model to Prompt'));
  if (target) playgrounds.show([target]);
}

export function playgroundHistory({ playgrounds }: Workbench): Promise<void> {
  return playgrounds.showHistory();
}
