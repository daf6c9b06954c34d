import type { Checkpoint, TunedModel } from '../../../tuning/contract/job';
import type { PromptedModel } from '../../../tuning/contract/prompting';
import type { BaseModel, TuningService } from '../../../tuning/contract/service';
import type { PlaygroundTarget } from '../protocol/playgroundState.protocol';

export function tunedTarget(service: TuningService, model: TunedModel): PlaygroundTarget {
  return target(service, { name: model.name, kind: 'tuned', baseModel: model.baseModel }, model.displayName);
}

/** `displayName`: how the checkpoint is told, such as "support bot, checkpoint 2". */
export function checkpointTarget(
  service: TuningService,
  model: TunedModel,
  checkpoint: Checkpoint,
  displayName: string,
): PlaygroundTarget {
  const { baseModel } = model;
  return target(service, { name: checkpoint.endpoint, kind: 'checkpoint', baseModel }, displayName);
}

export function baseTarget(service: TuningService, { name, displayName }: BaseModel): PlaygroundTarget {
  return target(service, { name, kind: 'base', baseModel: name }, displayName);
}

export function targetId(service: Pick<TuningService, 'id'>, model: Pick<PromptedModel, 'name'>): string {
  return `${service.id}:${model.name}`;
}

function target(service: TuningService, model: PromptedModel, displayName: string): PlaygroundTarget {
  return {
    ...model,
    id: targetId(service, model),
    service: service.id,
    serviceLabel: service.label,
    displayName,
    features: service.promptFeatures(model),
  };
}
