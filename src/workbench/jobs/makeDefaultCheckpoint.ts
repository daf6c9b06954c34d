import * as vscode from 'vscode';
import type { Checkpoint, TunedModel, TuningJob } from '../../tuning/contract/job';
import { serviceOf, type Workbench } from '../workbench';
import { isNode, targetJob } from './commandTargets';

/** Lets a tuned model be another one of its checkpoints from now on, for everyone who prompts it. */
export async function makeDefaultCheckpoint(workbench: Workbench, argument: unknown): Promise<void> {
  const job = await targetJob(
    workbench,
    argument,
    (one) => serviceOf(workbench, one.service).can.defaultCheckpoint && others(one.tunedModel).length > 0,
    vscode.l10n.t('Select a tuned model to change its default checkpoint'),
  );
  const { tunedModel: model } = job;
  if (model === undefined) return;
  const checkpoint =
    isNode(argument) && argument.kind === 'checkpoint' ? argument.checkpoint : await pick(job, model);
  if (checkpoint === undefined) return;
  const service = serviceOf(workbench, job.service);
  await service.setDefaultCheckpoint(model, checkpoint, AbortSignal.timeout(60_000));
  workbench.watcher.track(await service.get(job, AbortSignal.timeout(60_000)));
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('Checkpoint {1} is now the default of {0}.', model.displayName, checkpoint.id),
    10_000,
  );
}

function others(model: TunedModel | undefined): readonly Checkpoint[] {
  return (model?.checkpoints ?? []).filter(({ endpoint }) => endpoint !== '' && endpoint !== model?.name);
}

async function pick({ displayName }: TuningJob, model: TunedModel): Promise<Checkpoint | undefined> {
  const items = others(model).map((checkpoint) => ({
    label: vscode.l10n.t('Checkpoint {0}', checkpoint.id),
    description: checkpoint.epoch === undefined ? '' : vscode.l10n.t('epoch {0}', checkpoint.epoch),
    checkpoint,
  }));
  const title = vscode.l10n.t('Default checkpoint of {0}', displayName);
  return (await vscode.window.showQuickPick(items, { title }))?.checkpoint;
}
