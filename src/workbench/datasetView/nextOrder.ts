import type { RowOrder } from './datasetViewMessages.protocol';

/** What is looked for first is shown first: the last rows, the worst problems. */
const startsDescending: readonly RowOrder['by'][] = ['line', 'problems'];

/** What choosing the head of a column comes to: one way, the other way, and as the rows stand in the file. */
export function nextOrder(column: RowOrder['by'], order: RowOrder | undefined): RowOrder | undefined {
  const first = startsDescending.includes(column);
  if (order?.by !== column) return { by: column, isDescending: first };
  const isLast = column === 'line' || order.isDescending !== first;
  return isLast ? undefined : { by: column, isDescending: !order.isDescending };
}
