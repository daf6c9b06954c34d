import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { findTarget } from '../../../dataset/targets/target';
import type { Connection } from '../../contract/connection';
import { allTuningRegions } from '../../models/regions';
import { answersAt } from '../../models/servingPlaces';

/**
 * Host of the Vertex AI API for a location: a region, `global`, or one of the multi-regions `us` and `eu`. A location may be
 * out of a stranger's file, and the host gets the user's token: what could end the host's name early is refused.
 * Seen from @google/genai 3.3 with its default URLs.
 */
export function vertexHost(location: string): string {
  if (!/^[a-z0-9-]+$/.test(location))
    throw new UserError(
      l10n.t('Location "{0}" not found. No request was sent.', location),
      'NO_SUCH_LOCATION',
    );
  if (location === 'global') return 'aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}

/** The location in a resource name: a tuned model may be served elsewhere than where it was tuned. */
export function locationOf(resourceName: string): string | undefined {
  return /^projects\/[^/]+\/locations\/([^/]+)\//.exec(resourceName)?.[1];
}

/** The multi-region around a region; undefined where there is none. */
export function multiRegionOf(region: string): 'us' | 'eu' | undefined {
  if (region.startsWith('us-')) return 'us';
  return region.startsWith('europe-') ? 'eu' : undefined;
}

/**
 * Where a base model answers those who tune in a region: there, if it answers in single regions (or nobody knows), else in
 * the multi-region around it, where tuned models answer too, else wherever it does.
 */
export function servingLocation(region: string, baseModel: string): string {
  const target = findTarget(baseModel, [], 'vertexAi');
  if (target === undefined || answersAt(target, region)) return region;
  const around = multiRegionOf(region);
  return around && answersAt(target, around) ? around : 'global';
}

/** Where what is of a connection can be: its region or all, and the multi-regions around them. */
export function placesOf({ region, allRegions }: Connection): Iterable<string> {
  const regions = allRegions ? [region, ...allTuningRegions] : [region];
  return new Set([...regions, ...regions.flatMap((one) => multiRegionOf(one) ?? [])]);
}
