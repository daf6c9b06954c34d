import type { JsonObject } from '../../json/value';
import type { DatasetFormat } from '../format';
import { formats } from '../index';

/** What a line looks like; when in doubt, the file's own format. */
export function detectFormat(
  value: JsonObject,
  fileFormat: DatasetFormat | undefined,
): { likely: DatasetFormat | undefined; sure: boolean } {
  let perhaps: DatasetFormat | undefined;
  for (const format of formats) {
    const likeness = format.likeness(value);
    if (likeness === 2) return { likely: format, sure: true };
    if (likeness === 1 && (!perhaps || format === fileFormat)) perhaps = format;
  }
  return { likely: perhaps, sure: false };
}
