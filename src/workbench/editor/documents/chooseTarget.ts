import * as vscode from 'vscode';
import { defaultTarget, type Target, targets } from '../../../dataset/targets/target';
import { closedToNew } from '../../../tuning/models/retirement';
import type { Authoring } from '../../authoring';
import { datasetInFront } from './datasetInFront';

/** Says which model the training data is for: its limits are the ones that are checked. */
export async function chooseTarget(authoring: Authoring, argument: unknown): Promise<void> {
  const { document, dataset } = await datasetInFront(authoring, argument);
  const { target: chosen, addedTargets = [] } = authoring.datasets.optionsOf(document);
  const { format } = dataset;
  const takes = (target: Target) => !format || target.formats.includes(format.id);
  const all = [
    ...addedTargets,
    ...targets.filter(
      ({ id, formats }) => formats.length > 0 && !addedTargets.some((added) => added.id === id),
    ),
  ];
  const usual = format && defaultTarget(format.id);
  const item = (target: Target) => ({
    label: target.id === chosen ? `$(check) ${target.label}` : target.label,
    description: stateText(target),
    target: target.id as string | undefined,
  });
  const automatic = {
    label: vscode.l10n.t('Default for this format'),
    ...(usual ? { description: usual.label } : {}),
    target: undefined,
  };
  const other = {
    label: vscode.l10n.t('other formats'),
    kind: vscode.QuickPickItemKind.Separator,
    target: undefined,
  };
  const fitting = all.filter(takes).map(item);
  const others = all.filter((target) => !takes(target)).map(item);
  const items = [automatic, ...fitting, ...(others.length > 0 ? [other, ...others] : [])];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Target Model'),
    placeHolder: vscode.l10n.t('Select the model to check this dataset against'),
    matchOnDescription: true,
  });
  if (picked) await authoring.datasetSettings.chooseTarget(document, picked.target);
}

function stateText(target: Target): string {
  if (target.retired) return vscode.l10n.t('{0} (retired)', target.id);
  return closedToNew(target, Date.now())
    ? vscode.l10n.t('{0} (closed to new projects)', target.id)
    : target.id;
}
