import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasRow, rowCount, toggled } from '../../../src/webviews/datasetView/rowRanges';
import type { RowRange } from '../../../src/workbench/datasetView/datasetView.protocol';

describe('ranges of selected rows', () => {
  it('hold what a set of rows holds, in as few ranges as there are runs', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (rows) => {
        let ranges: readonly RowRange[] = [];
        const plain = new Set<number>();
        for (const row of rows) {
          ranges = toggled(ranges, row);
          if (!plain.delete(row)) plain.add(row);
        }
        assert.equal(rowCount(ranges), plain.size);
        for (let row = 0; row < 10; row++) assert.equal(hasRow(ranges, row), plain.has(row));
        const runs = [...plain].filter((row) => !plain.has(row - 1)).length;
        assert.equal(ranges.length, runs);
      }),
    );
  });
});
