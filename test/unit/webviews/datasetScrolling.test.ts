import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isScaled,
  revealed,
  rowHeight,
  rowsInView,
  scrolledHeight,
  scrollTopOf,
  topOf,
  within,
} from '../../../src/webviews/datasetView/scrolling';

const geometry = fc.record({
  rows: fc.integer({ min: 1, max: 5_000_000 }),
  view: fc.integer({ min: 30, max: 2000 }),
});

describe('rows in a box that scrolls', () => {
  it('never make an element too tall for a browser', () => {
    fc.assert(fc.property(geometry, (box) => assert.ok(scrolledHeight(box) <= 8_000_000)));
  });

  it('are all reached: the ends of the bar show the first and the last row', () => {
    fc.assert(
      fc.property(geometry, (box) => {
        const end = Math.max(0, scrolledHeight(box) - box.view);
        assert.equal(rowsInView(topOf(0, box), box, 0).first, 0);
        assert.equal(rowsInView(within(topOf(end, box), box), box, 0).last, box.rows);
      }),
    );
  });

  it('stand where the bar is put for them', () => {
    fc.assert(
      fc.property(geometry, fc.nat(5_000_000), (box, wanted) => {
        const top = within((wanted % box.rows) * rowHeight, box);
        // A bar of whole pixels, as browsers have it, is right to the share of rows that one of them stands for.
        const step = isScaled(box) ? (box.rows * rowHeight) / scrolledHeight(box) : 0;
        assert.ok(Math.abs(topOf(Math.round(scrollTopOf(top, box)), box) - top) <= step + 1e-6);
      }),
    );
  });

  it('are wholly in view after they are revealed, and nothing moves when they are already', () => {
    fc.assert(
      fc.property(geometry, fc.nat(5_000_000), fc.nat(5_000_000), (box, from, to) => {
        const top = within((from % box.rows) * rowHeight, box);
        const index = to % box.rows;
        const next = revealed(index, top, box);
        assert.ok(next <= index * rowHeight);
        assert.ok(next + box.view >= (index + 1) * rowHeight || box.view < rowHeight);
        assert.equal(revealed(index, next, box), next);
      }),
    );
  });
});
