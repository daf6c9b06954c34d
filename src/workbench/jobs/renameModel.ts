import * as vscode from 'vscode';
import { wrongDisplayName } from '../launch/steps/launchSteps';
import { serviceOf, type Workbench } from '../workbench';
import { jobOf, targetModel } from './commandTargets';

/** Gives a tuned model another name to be shown by. Its resource name stays. */
export async function renameModel(workbench: Workbench, argument: unknown): Promise<void> {
  const model = await targetModel(
    workbench,
    argument,
    (one) => serviceOf(workbench, one.service).can.rename,
    vscode.l10n.t('Select a tuned model to rename'),
  );
  const service = serviceOf(workbench, model.service);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', model.displayName),
    prompt: vscode.l10n.t("New display name. The resource name doesn't change."),
    value: model.displayName,
    validateInput: (text) => wrongDisplayName(service, text.trim()),
  });
  const displayName = typed?.trim();
  if (displayName === undefined || displayName === model.displayName) return;
  await service.rename(model, { displayName }, AbortSignal.timeout(60_000));
  const job = jobOf(workbench, model);
  if (job) workbench.watcher.track({ ...job, displayName, tunedModel: { ...model, displayName } });
  await workbench.watcher.refresh();
}
