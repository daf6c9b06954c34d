import assert from 'node:assert/strict';
import { probability } from '../../../src/evaluation/compare/binomial';
import { shareInterval } from '../../../src/evaluation/compare/shareInterval';

const counts = [10, 12, 15, 20, 30, 50, 100, 200, 500];
const shares = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

/** How often the interval holds the true share: not drawn, but summed over all outcomes. */
function coverage(
  share: number,
  intervals: readonly { readonly low: number; readonly high: number }[],
): number {
  return intervals.reduce(
    (sum, { low, high }, hits) =>
      low <= share && share <= high ? sum + probability(hits, intervals.length - 1, share) : sum,
    0,
  );
}

describe('the interval of a share', () => {
  for (const count of counts) {
    const intervals = Array.from({ length: count + 1 }, (_, hits) => shareInterval(hits, count));

    it(`holds what it says with ${count} rows: 93 % at every share, 93 to 97 % over all`, () => {
      for (const share of shares) {
        const covered = coverage(share, intervals);
        assert.ok(covered >= 0.93, `${share}: ${covered}`);
        // Coarse counts cover more than they should; with many rows, and away from the ends, they are fine enough.
        if (count * Math.min(share, 1 - share) >= 10) assert.ok(covered <= 0.97, `${share}: ${covered}`);
      }
      const all = Array.from({ length: 193 }, (_, step) => coverage(0.02 + step * 0.005, intervals));
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      assert.ok(mean >= 0.93 && mean <= 0.97, `mean ${mean}`);
      assert.ok(Math.min(...all) >= 0.919, `least ${Math.min(...all)}`);
    });
  }

  it('is no point when all are right, or none', () => {
    const all = shareInterval(12, 12);
    assert.ok(all.low > 0.7 && all.low < 0.8, `${all.low}`);
    assert.equal(all.high, 1);
    const none = shareInterval(0, 12);
    assert.equal(none.low, 0);
    assert.ok(Math.abs(none.high - (1 - all.low)) < 1e-9);
  });

  it('is found at once for a hundred thousand rows, and as theory says', () => {
    const { low, high } = shareInterval(80_000, 100_000);
    const half = 1.96 * Math.sqrt((0.8 * 0.2) / 100_000);
    assert.ok(Math.abs(low - 0.8 + half) < 2e-5 && Math.abs(high - 0.8 - half) < 2e-5, `${low} ${high}`);
  });
});
