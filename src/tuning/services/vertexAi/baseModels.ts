import { type Target, targets } from '../../../dataset/targets/target';
import { closedToNew, isCurrent, retirementOfTarget } from '../../retirement';
import type { BaseModel } from '../../service';
import { vertexAiId } from './settings';

/** The base models that can be tuned, current ones first. The API has no call that lists them: Google's pages do. */
export function tunableModels(now: number): readonly BaseModel[] {
  return listed(({ formats }) => formats.length > 0, now);
}

/** All base models that can be prompted, current ones first. */
export function promptedModels(now: number): readonly BaseModel[] {
  return listed(() => true, now);
}

function listed(suits: (target: Target) => boolean, now: number): readonly BaseModel[] {
  return targets
    .filter((target) => target.service === vertexAiId && !target.retired && suits(target))
    .toSorted((a, b) => Number(isCurrent(b, now)) - Number(isCurrent(a, now)))
    .map((target) => {
      const note = noteOn(target, now);
      return { name: target.id, displayName: target.label, ...(note === undefined ? {} : { note }) };
    });
}

function noteOn(target: Target, now: number): string | undefined {
  const closed = closedToNew(target, now);
  if (closed) return `Closed since ${closed.since} to projects that did not use it in the 90 days before.`;
  const retirement = retirementOfTarget(target, now);
  if (retirement?.phase === 'over' && !retirement.orLater)
    return `It was to be retired on ${retirement.date}.`;
  return target.note;
}
