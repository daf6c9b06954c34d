import type { EvaluationTarget } from '../../../evaluation/results/records';
import type { GenerationValues } from '../../../tuning/contract/prompting';
import { toGenerationParameters } from '../../../tuning/prompt/generationValues';
import type { Workbench } from '../../workbench';
import { playgroundTarget } from '../page/rowActions';

/**
 * A target with the parameters that it is asked with: what its model takes of the chosen values, and what is advised where
 * nothing was chosen, such as that a tuned model does not think.
 */
export function withParameters<Target extends EvaluationTarget>(
  workbench: Pick<Workbench, 'services' | 'watcher'>,
  target: Target,
  values: GenerationValues,
): Target {
  const settings = playgroundTarget(workbench, target)?.features.settings;
  return settings ? { ...target, parameters: toGenerationParameters(settings, values) } : target;
}
