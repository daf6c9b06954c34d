import type { GenerationValues, PromptedModel } from '../tuning/contract/prompting';
import type { GenerationParameters, TuningService } from '../tuning/contract/service';
import { toGenerationParameters } from '../tuning/prompt/generationValues';

type Features = Pick<TuningService, 'promptFeatures'>;

/**
 * What a model is asked with: what it takes of the chosen values, and what is advised where nothing was chosen, such as that
 * a tuned model does not think.
 */
export function targetParameters(
  service: Features,
  model: PromptedModel,
  values: GenerationValues,
): GenerationParameters {
  return toGenerationParameters(service.promptFeatures(model).settings, values);
}

/** A judge says the same each time where its model heeds the temperature, and Google does not advise to leave it alone. */
export function judgeParameters(service: Features, model: PromptedModel): GenerationParameters {
  const temperature = service.promptFeatures(model).settings.find(({ key }) => key === 'temperature');
  return targetParameters(service, model, temperature?.isDiscouraged ? {} : { temperature: 0 });
}
