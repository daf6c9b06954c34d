import * as vscode from 'vscode';
import { priceToday } from '../../../dataset/targets/price';
import type { EvaluationTarget } from '../../../evaluation/results/records';
import { type Checkpoint, modelOf, type TunedModel } from '../../../tuning/contract/job';
import type { BaseModel, TuningService } from '../../../tuning/contract/service';
import { askOnce } from '../../jobs/commandTargets';
import { retirementNote } from '../../jobs/tree/retirementText';
import { sentenceOf } from '../../ui/errorBoundary';
import type { Workbench } from '../../workbench';

export interface ModelItem extends vscode.QuickPickItem {
  readonly target?: EvaluationTarget;
  /** Chosen unless the user chooses otherwise. */
  readonly isProposed?: boolean;
  readonly kind?: vscode.QuickPickItemKind;
}

/**
 * Everything that can be asked: first what is proposed, a tuned model after what it was tuned from, then base models,
 * tuned ones and their checkpoints by service. Base models come first: the others are compared with the first chosen.
 * @param named the tuned model that is proposed; else the newest
 */
export async function modelItems(workbench: Workbench, named: TunedModel | undefined): Promise<ModelItem[]> {
  await askOnce(workbench);
  const lists = await Promise.all(workbench.services.map((service) => itemsOf(workbench, service)));
  const newest = workbench.watcher.allJobs().find(({ tunedModel }) => tunedModel)?.tunedModel;
  return withProposal(lists.flat(), named ?? newest);
}

function withProposal(items: readonly ModelItem[], model: TunedModel | undefined): ModelItem[] {
  const isProposed = ({ target }: ModelItem) =>
    model !== undefined &&
    target?.service === model.service &&
    [model.baseModel, model.name].includes(target.model);
  const proposed = items.filter(isProposed).map((item) => ({ ...item, isProposed: true }));
  if (proposed.length === 0) return [...items];
  const heading = { label: vscode.l10n.t('Suggested'), kind: vscode.QuickPickItemKind.Separator };
  return [heading, ...proposed, ...items.filter((item) => !isProposed(item))];
}

async function itemsOf(workbench: Workbench, service: TuningService): Promise<ModelItem[]> {
  const { watcher, log, datasets, connections } = workbench;
  const { jobs } = watcher.jobs(service.id);
  const tuned = jobs.flatMap((job) => {
    const model = modelOf(job);
    if (model && workbench.memory.isDeleted(model)) return [];
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
    note = retirementNote(service.id, base, model),
  ): ModelItem => {
    const asked = { service: service.id, baseModel: base, isTuned: model !== base };
    // Only Google sends bills.
    const price = connections.kind === 'google' ? priceToday(asked, datasets.addedTargets) : undefined;
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
