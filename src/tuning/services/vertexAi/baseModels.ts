import * as l10n from '@vscode/l10n';
import { type Target, targets } from '../../../dataset/targets/target';
import type { BaseModel } from '../../contract/service';
import { closedToNew, isCurrent, type Retirement, retirementOfTarget } from '../../models/retirement';
import { vertexAiId } from './settings';

/** The base models that can be tuned, current ones first. The API has no call that lists them: Google's pages do. */
export function tunableModels(now: number): readonly BaseModel[] {
  return listed(
    ({ formats }) => formats.length > 0,
    now,
    ({ note }) => note,
  );
}

/** All base models that can be prompted, current ones first. */
export function promptedModels(now: number): readonly BaseModel[] {
  return listed(() => true, now);
}

/** @param noteOn what else a person should know of a model */
function listed(
  suits: (target: Target) => boolean,
  now: number,
  noteOn: (target: Target) => string | undefined = () => undefined,
): readonly BaseModel[] {
  return targets
    .filter((target) => target.service === vertexAiId && !target.retired && suits(target))
    .toSorted((a, b) => Number(isCurrent(b, now)) - Number(isCurrent(a, now)))
    .map((target) => {
      const note = [...datesOf(target, now), noteOn(target) ?? []].flat().join(' ');
      return { name: target.id, displayName: target.label, ...(note === '' ? {} : { note }) };
    });
}

/** Two dates count: at one it goes, and from the other on new projects may not use it. */
function datesOf(target: Target, now: number): readonly string[] {
  const closed = closedToNew(target, now);
  const retirement = retirementOfTarget(target, now);
  return [
    ...(retirement && (closed || retirement.phase !== 'far') ? [retiresOn(retirement)] : []),
    ...(closed
      ? [l10n.t("Closed since {0} to projects that hadn't used it in the 90 days before.", closed.since)]
      : []),
  ];
}

function retiresOn({ date, phase, orLater }: Retirement): string {
  const day = orLater ? l10n.t('{0} or later', date) : date;
  return phase === 'over' ? l10n.t('Its retirement date was {0}.', day) : l10n.t('Retires on {0}.', day);
}
