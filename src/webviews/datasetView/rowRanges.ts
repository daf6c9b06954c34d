// Which rows are selected: ranges in order that neither touch nor overlap, so that a million rows in a row are one of them.
import type { RowRange } from '../../workbench/datasetView/datasetView.protocol';

export function hasRow(ranges: readonly RowRange[], row: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Number.POSITIVE_INFINITY) <= row;
}

export function rowCount(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

export function rangeBetween(a: number, b: number): RowRange {
  return [Math.min(a, b), Math.max(a, b)];
}

/** Selects a row, or no longer. */
export function toggled(ranges: readonly RowRange[], row: number): RowRange[] {
  if (hasRow(ranges, row)) {
    return ranges.flatMap(([first, last]): RowRange[] => {
      if (row < first || row > last) return [[first, last]];
      const before: RowRange[] = first < row ? [[first, row - 1]] : [];
      return row < last ? [...before, [row + 1, last]] : before;
    });
  }
  const sorted = [...ranges, [row, row] as RowRange].sort(([a], [b]) => a - b);
  const joined: RowRange[] = [];
  for (const [first, last] of sorted) {
    const open = joined.at(-1);
    if (open && open[1] + 1 === first) joined[joined.length - 1] = [open[0], last];
    else joined.push([first, last]);
  }
  return joined;
}
