// Where models answer, by the table of models.
import * as l10n from '@vscode/l10n';
import type { Target } from '../../dataset/targets/target';

/** Places that are no single regions. */
const wide = ['us', 'eu', 'global'];

/** Whether a base model answers at a location, as far as is known: `global`, a multi-region or a region. */
export function answersAt({ servedAt }: Target, location: string): boolean {
  if (servedAt === undefined) return true;
  return (
    servedAt.value.includes(location) || (servedAt.value.includes('regions') && !wide.includes(location))
  );
}

/** Where a base model answers, in words; none: nobody knows. */
export function servingPlaces({ servedAt }: Target): readonly string[] {
  return (servedAt?.value ?? []).map((place) => (place === 'regions' ? l10n.t('single regions') : place));
}
