import type { EvaluationTarget } from '../../../evaluation/results/records';
import type { PromptedModel } from '../../../tuning/contract/prompting';
import type { GenerationParameters, TuningService } from '../../../tuning/contract/service';
import type { Workbench } from '../../workbench';
import { playgroundTarget } from '../page/rowActions';

/** A target with the parameters that it is asked with. */
export function withParameters<Target extends EvaluationTarget>(
  workbench: Pick<Workbench, 'services' | 'watcher'>,
  target: Target,
  ask: (service: TuningService, model: PromptedModel) => GenerationParameters,
): Target {
  const service = workbench.services.find(({ id }) => id === target.service);
  const model = playgroundTarget(workbench, target);
  return service && model ? { ...target, parameters: ask(service, model) } : target;
}
