import { findTarget, sourceOf, type Target } from '../../dataset/targets/target';
import type { ServiceId } from '../contract/service';

/**
 * When a base model goes, and with it every model tuned from it: "the tuned model shares the same discontinuation date
 * as the base model" (Google Cloud documentation, model versions and lifecycle).
 */
export interface Retirement {
  /** The last day, `YYYY-MM-DD`. */
  readonly date: string;
  /** Whole days from now until then; negative when it is over. */
  readonly days: number;
  /** Google says "or later". */
  readonly orLater: boolean;
  readonly phase: 'far' | 'soon' | 'over';
  readonly source: string;
}

const day = 24 * 60 * 60 * 1000;
/** Days in which a person should look for a successor. New tuning ends a month before the date already. */
const soon = 92;

/**
 * Undefined for a model whose date nobody has published.
 * @param now milliseconds since 1970
 * @param place where it is used: a location, or the resource name of a job or a tuned model
 */
export function retirementOf(
  service: ServiceId,
  baseModel: string,
  now: number,
  place = '',
): Retirement | undefined {
  const target = findTarget(baseModel, [], service);
  return target && retirementOfTarget(target, now, place);
}

export function retirementOfTarget(
  { retires, retiresLater }: Target,
  now: number,
  place = '',
): Retirement | undefined {
  if (retires === undefined) return undefined;
  const later = retiresLater?.value.regions.some((region) => place.split('/').includes(region))
    ? retiresLater.value.date
    : undefined;
  const { value: date, orLater = false } = { ...retires, ...(later && { value: later }) };
  const days = daysUntil(date, now);
  const phase = days < 0 ? 'over' : days <= soon ? 'soon' : 'far';
  return { date, days, orLater, phase, source: sourceOf(retires) };
}

/** Since when projects that have not used a model may not use it, `YYYY-MM-DD`, and who says so; undefined: they may. */
export function closedToNew(
  { closesToNew }: Target,
  now: number,
): { readonly since: string; readonly source: string } | undefined {
  if (closesToNew === undefined || daysUntil(closesToNew.value, now) > 0) return undefined;
  return { since: closesToNew.value, source: sourceOf(closesToNew) };
}

/** May be chosen for anything new, as far as is known: neither retired, nor closed, nor past its date. */
export function isCurrent(target: Target, now: number): boolean {
  if (target.retired || closedToNew(target, now)) return false;
  const retirement = retirementOfTarget(target, now);
  return retirement?.phase !== 'over' || retirement.orLater;
}

/** The day itself still counts, in whatever time zone. */
function daysUntil(date: string, now: number): number {
  return Math.ceil((Date.parse(`${date}T23:59:59Z`) - now) / day) - 1;
}
