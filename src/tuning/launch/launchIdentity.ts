import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../../dataset/json/value';
import type { LaunchRecord } from '../contract/launchRecord';

type Launched = Pick<LaunchRecord, 'place' | 'spec' | 'data'>;

/**
 * The same for launches that would make the same model from the same data at the same place. Files count by what they
 * hold, wherever they lie and whatever they are called; only those in Cloud Storage, which nobody here reads, by address.
 */
export function launchIdentity({ place, spec, data }: Launched): string {
  const { region, dataset: _dataset, validation: _validation, ...settings } = spec;
  const [kind = '', project = '', connected = ''] = place.split('/');
  const files = [data.sha256 ?? data.source, data.validationSha256 ?? data.validationSource ?? null];
  const plain: JsonValue = JSON.parse(JSON.stringify([kind, project, region ?? connected, settings, files]));
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}

/** Whether an equal identity means equal data: an object in Cloud Storage may hold something else by now. */
export function isKnownData({ sha256, validationSource, validationSha256 }: LaunchRecord['data']): boolean {
  return sha256 !== undefined && (validationSource === undefined || validationSha256 !== undefined);
}
