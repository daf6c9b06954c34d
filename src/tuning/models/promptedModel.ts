import { modelOf, type TuningJob } from '../contract/job';
import type { PromptedModel } from '../contract/prompting';
import type { TuningService } from '../contract/service';

/**
 * What a name stands for that somebody has typed: a base model, or what a job has tuned. Asks the service for jobs only of
 * the latter; undefined when none of them has made it.
 * @param name what `TuningService.generate` takes
 */
export async function findPrompted(
  service: Pick<TuningService, 'list'>,
  name: string,
  signal: AbortSignal,
): Promise<PromptedModel | undefined> {
  if (!isTunedModel(name)) return { name, kind: 'base', baseModel: name };
  for await (const jobs of service.list({ ofModel: name }, signal)) {
    const found = promptedIn(jobs, name);
    if (found) return found;
  }
  return undefined;
}

/** A tuned model or a checkpoint, by its name, among jobs. */
function promptedIn(jobs: readonly TuningJob[], name: string): PromptedModel | undefined {
  for (const job of jobs) {
    const { baseModel } = job;
    if (job.tunedModel?.name === name) return { name, kind: 'tuned', baseModel };
    if (modelOf(job)?.checkpoints.some(({ endpoint }) => endpoint === name))
      return { name, kind: 'checkpoint', baseModel };
  }
  return undefined;
}

/** True of a name that only tuning gives; base models are nobody's own. */
export function isTunedModel(model: string): boolean {
  return /(^|\/)(tunedModels|endpoints)\/|^projects\/[^/]+\/locations\/[^/]+\/models\//.test(model);
}
