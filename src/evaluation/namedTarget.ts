import { priceToday } from '../dataset/targets/price';
import type { PromptedModel } from '../tuning/contract/prompting';
import type { GenerationParameters, TuningService } from '../tuning/contract/service';
import { findPrompted } from '../tuning/models/promptedModel';
import type { EvaluationTarget } from './results/records';

/**
 * A model that somebody has named, with what it is asked with and what it costs.
 * @param name what `TuningService.generate` takes
 */
export async function namedTarget(
  service: TuningService,
  name: string,
  ask: (service: TuningService, model: PromptedModel) => GenerationParameters,
  signal: AbortSignal,
): Promise<{
  readonly target: EvaluationTarget;
  /** False: no job that made it was found, so its price isn't known. */
  readonly isKnown: boolean;
}> {
  const found = await findPrompted(service, name, signal);
  const model = found ?? { name, kind: 'tuned', baseModel: '' };
  const asked = { service: service.id, baseModel: model.baseModel, isTuned: model.kind !== 'base' };
  const price = priceToday(asked);
  const label = name.split('/').at(-1) ?? name;
  const parameters = ask(service, model);
  return {
    target: { service: service.id, model: name, label, parameters, ...(price ? { price } : {}) },
    isKnown: found !== undefined,
  };
}
