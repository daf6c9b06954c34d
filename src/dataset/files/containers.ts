import { type Container, HEAD } from './container';
import { wideEncoding } from './encodings';
import { jsonArray, laidOutArray, laidOutJson, laidOutRequest, requestBody } from './jsonDocument';
import { gitLfs, xml, yaml } from './markup';
import { commaTable, semicolonTable, tabTable } from './table';

/** Of several that a file could be, the first is taken. */
export const containers: readonly Container[] = [
  wideEncoding,
  jsonArray,
  laidOutArray,
  laidOutJson,
  requestBody,
  laidOutRequest,
  tabTable,
  commaTable,
  semicolonTable,
  xml,
  yaml,
  gitLfs,
];

/** Undefined for JSON Lines, and for what nobody can name. @param text of a file, or its start */
export function findContainer(text: string): Container | undefined {
  const head = text.slice(0, HEAD).replace(/^\ufeff/, '');
  return containers.find((container) => container.holds(head));
}
