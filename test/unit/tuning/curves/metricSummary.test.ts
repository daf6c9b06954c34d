import assert from 'node:assert/strict';
import { summaryOf } from '../../../../src/tuning/curves/metricSummary';

const points = [3, Number.NaN, 1, 2].map((value, step) => ({ step, value }));

describe('what a curve came to', () => {
  it('is its last and its best point, of what are numbers', () => {
    assert.deepEqual(summaryOf({ kind: 'loss', points }), { final: points[3], best: points[2] });
    assert.deepEqual(summaryOf({ kind: 'accuracy', points })?.best, points[0]);
    assert.equal(summaryOf({ kind: 'count', points })?.best, undefined);
    assert.equal(
      summaryOf({ kind: 'loss', points: [{ step: 1, value: Number.POSITIVE_INFINITY }] }),
      undefined,
    );
  });
});
