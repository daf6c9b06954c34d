// Regions of Google Cloud: which are there, and which a model can be tuned in.
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
      ? `Region "${region}" not found.`
      : `"${region}" is a serving location. Tuning jobs run in a region.`;
  const advice =
    meant === undefined
      ? 'Select a region, such as us-central1 or europe-west4.'
      : inWide === undefined
        ? `Did you mean ${meant}?`
        : `Select one, such as ${meant}.`;
  throw new UserError(`${reason} ${advice} No request was sent.`, 'NO_SUCH_REGION', [
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
    ? `listed in ${formerRegions.asOf.slice(0, 4)}; Google has published no newer list`
    : 'this model might not support tuning here';
  const names = formerRegions?.value ?? allTuningRegions;
  return [...new Set([own, ...names])].map((name) => ({
    name,
    note: names.includes(name) ? note : 'this model might not support tuning here',
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
  return `${label} is tuned in ${regions.value.join(' and ')}, not in ${region} (${sourceOf(regions)}). Select another region.`;
}
