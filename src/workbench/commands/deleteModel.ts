import * as vscode from 'vscode';
import { targetModel } from './targets';
import { serviceOf, type Workbench } from './workbench';

export async function deleteModel(workbench: Workbench, argument: unknown): Promise<void> {
  const model = await targetModel(
    workbench,
    argument,
    (one) => serviceOf(workbench, one.service).can.deleteModel,
    vscode.l10n.t('Tuned model to delete'),
  );
  const remove = vscode.l10n.t('Delete');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the tuned model {0}?', model.displayName),
    { modal: true, detail: vscode.l10n.t('{0} will be gone for good. The training file stays.', model.name) },
    remove,
  );
  if (answer !== remove) return;
  await serviceOf(workbench, model.service).deleteModel(model, AbortSignal.timeout(60_000));
  await workbench.watcher.refresh();
}
