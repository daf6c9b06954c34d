import type { Column } from '../../workbench/datasetView/datasetView.protocol';
import type { RowOrder } from '../../workbench/datasetView/datasetViewMessages.protocol';

/** Undefined when nothing is sorted by it. */
export function ariaSort(
  column: Column,
  order: RowOrder | undefined,
): 'ascending' | 'descending' | 'none' | undefined {
  if (column === 'notes') return undefined;
  if ((order?.by ?? 'line') !== column) return 'none';
  return order?.isDescending === true ? 'descending' : 'ascending';
}
