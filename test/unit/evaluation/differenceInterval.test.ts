import assert from 'node:assert/strict';
import { differenceInterval } from '../../../src/evaluation/compare/pairedShares';

/** [share of rows that only one model gets right, of those that only the other does]. */
const pairs = [
  [0.1, 0.1],
  [0.2, 0.1],
  [0.3, 0.05],
  [0.25, 0.25],
  [0.4, 0.2],
  [0.5, 0.4],
] as const;

/** How often the interval holds the true difference: not drawn, but summed over all outcomes. */
function coverage(win: number, loss: number, rows: number): number {
  const factorials = [0];
  for (let i = 1; i <= rows; i++) factorials.push((factorials[i - 1] ?? 0) + Math.log(i));
  const log = (count: number, share: number) => count * Math.log(share) - (factorials[count] ?? 0);
  let covered = 0;
  for (let wins = 0; wins <= rows; wins++)
    for (let losses = 0; wins + losses <= rows; losses++) {
      const ties = rows - wins - losses;
      const chance = Math.exp(
        (factorials[rows] ?? 0) + log(wins, win) + log(losses, loss) + log(ties, 1 - win - loss),
      );
      if (chance < 1e-7) continue; // all of these together are far below what is asserted
      const { low, high } = differenceInterval({ wins, losses, rows });
      if (low <= win - loss && win - loss <= high) covered += chance;
    }
  return covered;
}

describe('the interval of a difference of two shares of the same rows', function () {
  this.timeout(120_000);
  for (const rows of [20, 50, 100])
    it(`holds the true difference in 93 to 97 of 100 cases with ${rows} rows`, () => {
      for (const [win, loss] of pairs) {
        const covered = coverage(win, loss, rows);
        assert.ok(covered >= 0.93 && covered <= 0.97, `${win}, ${loss}: ${covered}`);
      }
    });
});
