import * as vscode from 'vscode';
import { answerPrice } from '../../../dataset/targets/price';
import { findTarget } from '../../../dataset/targets/target';
import type { EvaluationTarget } from '../../../evaluation/results/records';
import { type Checkpoint, modelOf, type TunedModel } from '../../../tuning/contract/job';
import type { BaseModel, TuningService } from '../../../tuning/contract/service';
import { askOnce } from '../../jobs/commandTargets';
import { retirementNote } from '../../jobs/tree/retirementText';
import { sentenceOf } from '../../ui/errorBoundary';
import type { Workbench } from '../../workbench';

export interface ModelItem extends vscode.QuickPickItem {
  readonly target?: EvaluationTarget;
  readonly kind?: vscode.QuickPickItemKind;
}

/**
 * Everything that can be asked: base models, tuned ones and their checkpoints, by service. Base models come first: the
 * others are compared with the first that is chosen.
 */
export async function modelItems(workbench: Workbench): Promise<ModelItem[]> {
  await askOnce(workbench);
  const lists = await Promise.all(workbench.services.map((service) => itemsOf(workbench, service)));
  return lists.flat();
}

/** The tuned model and what it was tuned from. */
export function usualTargets(model: TunedModel): readonly Pick<EvaluationTarget, 'service' | 'model'>[] {
  return [
    { service: model.service, model: model.baseModel },
    { service: model.service, model: model.name },
  ];
}

async function itemsOf(workbench: Workbench, service: TuningService): Promise<ModelItem[]> {
  const { watcher, log, datasets, connections } = workbench;
  const { jobs } = watcher.jobs(service.id);
  const tuned = jobs.flatMap((job) => {
    const model = modelOf(job);
    return model ? [{ ...model, isWhole: job.tunedModel !== undefined }] : [];
  });
  const base = new Map<string, BaseModel>(
    tuned.map(({ baseModel }) => [baseModel, { name: baseModel, displayName: shortName(baseModel) }]),
  );
  try {
    for (const model of await service.promptableModels(AbortSignal.timeout(30_000)))
      base.set(model.name, model);
  } catch (error) {
    log.warn(`Base models of ${service.id}: ${sentenceOf(error)}`); // those of tuned models are known anyway
  }
  const item = (
    model: string,
    base: string,
    label: string,
    description: string,
    note = retirementNote(service.id, base),
  ): ModelItem => {
    const target = findTarget(base, datasets.addedTargets);
    const list = answerPrice(target, {
      isTuned: model !== base,
      isRegional: target?.service === 'vertexAi' && service.id === target.service,
      day: new Date().toISOString().slice(0, 10),
    });
    const price = connections.kind === 'google' ? list : undefined; // only Google sends bills
    return {
      label: note === undefined ? label : `$(warning) ${label}`,
      description,
      ...(note === undefined ? {} : { detail: note }),
      target: { service: service.id, model, label, ...(price ? { price } : {}) },
    };
  };
  const baseItems = [...base.values()].map(({ name, displayName, note }) =>
    item(name, name, displayName, vscode.l10n.t('base model'), note),
  );
  const tunedItems = tuned.flatMap((model) => [
    ...(model.isWhole
      ? [
          item(
            model.name,
            model.baseModel,
            model.displayName,
            vscode.l10n.t('tuned from {0}', shortName(model.baseModel)),
          ),
        ]
      : []),
    ...model.checkpoints
      .filter(isServed)
      .map(({ id, endpoint, epoch }) =>
        item(
          endpoint,
          model.baseModel,
          vscode.l10n.t('{0}, checkpoint {1}', model.displayName, id),
          epoch === undefined ? '' : vscode.l10n.t('after epoch {0}', epoch),
        ),
      ),
  ]);
  const unique = [...baseItems, ...tunedItems].filter(
    (one, index, all) => all.findIndex(({ target }) => target?.model === one.target?.model) === index,
  );
  if (unique.length === 0) return [];
  return [{ label: service.label, kind: vscode.QuickPickItemKind.Separator }, ...unique];
}

/** A checkpoint that is deployed nowhere cannot be asked. */
function isServed({ endpoint }: Checkpoint): boolean {
  return endpoint !== '';
}

function shortName(model: string): string {
  return model.split('/').at(-1) ?? model;
}
