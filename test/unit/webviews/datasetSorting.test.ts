import assert from 'node:assert/strict';
import { ariaSort } from '../../../src/webviews/datasetView/sorting';
import type { RowOrder } from '../../../src/workbench/datasetView/datasetViewMessages.protocol';
import { nextOrder } from '../../../src/workbench/datasetView/nextOrder';

describe('choosing the head of a column', () => {
  const chosen = (column: RowOrder['by'], times: number) => {
    let order = nextOrder(column, undefined);
    for (let time = 1; time < times; time++) order = nextOrder(column, order);
    return order;
  };

  it('sorts one way, the other way, and not any more', () => {
    assert.deepEqual(
      [1, 2, 3].map((times) => chosen('tokens', times)?.isDescending),
      [false, true, undefined],
    );
    assert.deepEqual(
      [1, 2, 3].map((times) => chosen('problems', times)?.isDescending),
      [true, false, undefined],
    );
    assert.deepEqual(
      [1, 2].map((times) => chosen('line', times)?.isDescending),
      [true, undefined],
    );
    assert.deepEqual(nextOrder('turns', chosen('tokens', 1)), { by: 'turns', isDescending: false });
  });

  it('tells screen readers, also that rows stand by their lines when nobody sorts', () => {
    assert.equal(ariaSort('line', undefined), 'ascending');
    assert.equal(ariaSort('line', chosen('tokens', 1)), 'none');
    assert.equal(ariaSort('tokens', chosen('tokens', 2)), 'descending');
    assert.equal(ariaSort('notes', undefined), undefined);
  });
});
