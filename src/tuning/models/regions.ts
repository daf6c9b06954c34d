// Regions of Google Cloud: which are there, and which a model can be tuned in.
import * as l10n from '@vscode/l10n';
import { allOf } from '../../base/numbers';
import { closest } from '../../base/spelling';
import { UserError } from '../../base/userError';
import { general, sourceOf, type Target, targets } from '../../dataset/targets/target';

/** Where models answer, and none is tuned. */
const wide: Readonly<Record<string, string>> = {
  us: 'us-central1',
  eu: 'europe-west4',
  global: 'us-central1',
};

/**
 * Refuses a region that Google does not have, before anything is sent there.
 * @param added regions that the user has described
 * @throws UserError that names the one that was probably meant
 */
export function requireRegion(region: string, added: readonly string[] = []): void {
  const known = [...general.cloudRegions.value, ...added];
  if (known.includes(region)) return;
  const inWide = wide[region];
  const meant = inWide ?? meantBy(region, known);
  const reason =
    inWide === undefined
      ? l10n.t('Region "{0}" not found.', region)
      : l10n.t('"{0}" is a serving location. Tuning jobs run in a region.', region);
  const advice =
    meant === undefined
      ? l10n.t('Select a region, such as us-central1 or europe-west4.')
      : inWide === undefined
        ? l10n.t('Did you mean {0}?', meant)
        : l10n.t('Select one, such as {0}.', meant);
  throw new UserError(l10n.t('{0} {1} No request was sent.', reason, advice), 'NO_SUCH_REGION', [
    ...(meant === undefined ? [] : [{ kind: 'region', region: meant } as const]),
    { kind: 'region' },
  ]);
}

/** A zone is in its region; the rest is spelling. */
function meantBy(region: string, known: readonly string[]): string | undefined {
  const written = region
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const ofZone = written.replace(/-[a-f]$/, '');
  return known.find((one) => one === ofZone) ?? closest(written, known);
}

/** The same for a place that is only prompted at. @throws UserError */
export function requirePlace(place: string, added?: readonly string[]): void {
  if (wide[place] === undefined) requireRegion(place, added);
}

export interface TuningRegion {
  readonly name: string;
  /** What a person should know of it. */
  readonly note?: string;
}

/**
 * Where a model can be tuned. Of a model whose regions nobody has published those that once were, and `own`.
 * @param own the connection's region
 */
export function tuningRegions(target: Target | undefined, own: string): readonly TuningRegion[] {
  if (target?.regions) return target.regions.value.map((name) => ({ name }));
  const { formerRegions } = target ?? {};
  const note = formerRegions
    ? l10n.t('listed in {0}; Google has published no newer list', formerRegions.asOf.slice(0, 4))
    : l10n.t('this model might not support tuning here');
  const names = formerRegions?.value ?? allTuningRegions;
  return [...new Set([own, ...names])].map((name) => ({
    name,
    note: names.includes(name) ? note : l10n.t('this model might not support tuning here'),
  }));
}

/** Where Google documents that some model is tuned. */
export const documentedRegions: readonly string[] = [
  ...new Set(targets.flatMap(({ regions }) => regions?.value ?? [])),
];

/** Everywhere that some model is tuned in or was. */
export const allTuningRegions: readonly string[] = [
  ...new Set(
    targets.flatMap(({ regions, formerRegions }) => [
      ...(regions?.value ?? []),
      ...(formerRegions?.value ?? []),
    ]),
  ),
];

/** Why a model cannot be tuned in a region; undefined: it can, as far as is known. */
export function notTunedIn({ label, regions }: Target, region: string): string | undefined {
  if (regions === undefined || regions.value.includes(region)) return undefined;
  return l10n.t(
    '{0} is tuned in {1}, not in {2} ({3}). Select another region.',
    label,
    allOf(regions.value),
    region,
    sourceOf(regions),
  );
}
