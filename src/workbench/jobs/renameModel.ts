import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { TunedModel } from '../../tuning/contract/job';
import { wrongDisplayName } from '../launch/steps/launchSteps';
import { serviceOf, type Workbench } from '../workbench';
import { calledOn, jobOf, modelIn, targetModel } from './commandTargets';

/** Gives a tuned model another name to be shown by. Its resource name stays. */
export async function renameModel(workbench: Workbench, argument: unknown): Promise<void> {
  const [row] = calledOn(workbench, [argument]);
  const named = modelIn(row);
  if (named && !serviceOf(workbench, named.service).can.rename) throw keepsName(workbench, named);
  const model = await targetModel(
    workbench,
    row,
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

function keepsName(workbench: Workbench, { displayName, service }: TunedModel): UserError {
  const { label } = serviceOf(workbench, service);
  return new UserError(
    vscode.l10n.t("Can't rename {0}. {1} doesn't support renaming tuned models.", displayName, label),
    'NOT_POSSIBLE',
  );
}
