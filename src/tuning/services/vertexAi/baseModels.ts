import { type Target, targets } from '../../../dataset/targets/target';
import { closedToNew, isCurrent, type Retirement, retirementOfTarget } from '../../retirement';
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

/** Two dates count: from one on, new projects may not use it, and at the other it goes. */
function noteOn(target: Target, now: number): string | undefined {
  const closed = closedToNew(target, now);
  const retirement = retirementOfTarget(target, now);
  const sentences = [
    ...(closed
      ? [`Closed since ${closed.since} to projects that did not use it in the 90 days before.`]
      : []),
    ...(retirement && (closed || retirement.phase !== 'far') ? [retiresOn(retirement)] : []),
    ...(target.note === undefined ? [] : [target.note]),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function retiresOn({ date, phase, orLater }: Retirement): string {
  const day = orLater ? `${date} or later` : date;
  return phase === 'over' ? `It was to be retired on ${day}.` : `Retires on ${day}.`;
}
