import { type Column, columns } from '../../workbench/datasetView/datasetView.protocol';

/** Pixels; a narrower grid has no room for all columns. */
const roomForAll = 480;
const inWide: readonly Column[] = ['tokens', 'turns', 'notes'];

/** What is drawn, and what the keyboard goes over. @param width of the grid; undefined until it is drawn */
export function shownColumns(hidden: readonly Column[], width: number | undefined): readonly Column[] {
  const isNarrow = width !== undefined && width <= roomForAll;
  return columns.filter((column) => !hidden.includes(column) && !(isNarrow && inWide.includes(column)));
}
