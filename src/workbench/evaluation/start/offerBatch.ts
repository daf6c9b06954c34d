import * as vscode from 'vscode';
import { dollarsText } from '../../../dataset/targets/price';
import type { BatchPart } from '../../../evaluation/batch/batchEvaluations';
import type { EvaluationPlan } from '../../../evaluation/plan';
import type { EvaluationTarget } from '../../../evaluation/results/records';
import type { BatchPrediction } from '../../../tuning/contract/batch';
import { newLaunchId } from '../../../tuning/contract/launchRecord';
import type { TrainingStorage } from '../../../tuning/google/storage/trainingStorage';
import { pickBucket } from '../../launch/steps/launchSteps';
import { numberText } from '../../ui/numberFormat';
import { runSteps } from '../../ui/steps';
import type { Workbench } from '../../workbench';

const usualThreshold = 1000;

/** What an evaluation would ask as batches. */
export interface BatchOffer {
  readonly parts: readonly BatchPart[];
  readonly price: BatchPrediction['price'];
  readonly storage: TrainingStorage;
  /** Where the first of them runs. */
  place(): Promise<string>;
}

/** Undefined for few rows, and when no target can be asked in a batch. */
export function batchOffer(workbench: Workbench, { header, rows }: EvaluationPlan): BatchOffer | undefined {
  const settings = vscode.workspace.getConfiguration('tunewright.evaluation');
  const threshold = settings.get<number>('batchFrom', usualThreshold);
  if (threshold <= 0 || rows.length < threshold) return undefined;
  const parts = header.targets.flatMap((target, index) => {
    const model = batchModel(workbench, target);
    return model === undefined ? [] : [{ id: newLaunchId(), target: index, model, service: target.service }];
  });
  const service = workbench.services.find(({ id }) => id === parts[0]?.service);
  if (!service?.batch || !service.storage) return undefined;
  const { batch, storage } = service;
  const [{ model } = { model: '' }] = parts;
  const place = () => batch.placeOf(model, AbortSignal.timeout(30_000));
  return { parts, price: batch.price, storage, place };
}

/** A batch names a tuned model itself, not where it is served; a checkpoint has no such name. */
function batchModel(
  { services, watcher }: Workbench,
  { service: id, model }: EvaluationTarget,
): string | undefined {
  if (services.find((service) => service.id === id)?.batch === undefined) return undefined;
  if (!model.includes('/')) return model;
  const tuned = watcher.jobs(id).jobs.find(({ tunedModel }) => tunedModel?.name === model);
  return tuned?.tunedModel?.model;
}

/** A line of the confirmation. */
export function batchLine({ parts, price }: BatchOffer, { header, estimate }: EvaluationPlan): string {
  const targets = header.targets.length;
  const share = vscode.l10n.t('{0}% of the standard price', price.factor * 100);
  if (parts.length < targets || header.judge) {
    return vscode.l10n.t(
      'As a batch (for {0} of {1} models): {2}, results within hours ({3}).',
      numberText(parts.length),
      numberText(targets),
      share,
      price.source,
    );
  }
  return estimate.dollars === undefined
    ? vscode.l10n.t('As a batch: {0}, results within hours ({1}).', share, price.source)
    : vscode.l10n.t(
        'As a batch: {0}, about {1}, results within hours ({2}).',
        share,
        dollarsText(estimate.dollars * price.factor),
        price.source,
      );
}

/** Where prompts and answers are put. */
export async function chooseBatchBucket({ storage, place }: BatchOffer): Promise<string> {
  const placeholder = vscode.l10n.t('Select a Cloud Storage bucket for prompts and responses');
  const where = await place();
  return runSteps(
    vscode.l10n.t('Evaluate as Batch'),
    [(_, ui) => pickBucket(storage, undefined, where, ui, placeholder)],
    '',
  );
}
