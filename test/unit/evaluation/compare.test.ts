import assert from 'node:assert/strict';
import { estimateMean } from '../../../src/evaluation/compare/estimateMean';
import { differenceOf, gainOf, judgeDifferences } from '../../../src/evaluation/compare/pairs';
import type { Metric } from '../../../src/evaluation/metrics/metric';
import { seededRandom } from '../../../src/evaluation/seededRandom';

const higher = { better: 'higher', unit: 'points' } as const;
const right = { better: 'higher', unit: 'rightOrWrong' } as const;

type Pairs = readonly (readonly [first: number, other: number])[];

function differenceIn(metric: Pick<Metric, 'better' | 'unit'>, pairs: Pairs) {
  return differenceOf(
    metric,
    pairs.map((pair) => gainOf(metric, pair)),
  );
}

function comparePairs(metric: Pick<Metric, 'better' | 'unit'>, pairs: Pairs) {
  const difference = differenceIn(metric, pairs);
  return difference && judgeDifferences([difference])[0];
}

describe('the comparison of two targets', () => {
  it('has the interval that theory gives for a mean, the same each time', () => {
    const values = Array.from({ length: 400 }, (_, index) => (index % 4 === 0 ? 1 : 0));
    const { interval } = estimateMean(values) ?? {};
    const half = 1.96 * Math.sqrt((0.25 * 0.75) / 400);
    assert.ok(interval);
    assert.ok(Math.abs(interval.low - (0.25 - half)) < 0.004, `low ${interval.low}`);
    assert.ok(Math.abs(interval.high - (0.25 + half)) < 0.004, `high ${interval.high}`);
    assert.deepEqual(estimateMean(values)?.interval, interval);
  });

  it('is as sure of thousands of rows as resampling them is', () => {
    const random = seededRandom(4);
    const skewed = Array.from({ length: 1999 }, () => -Math.log(1 - random()) - 0.95);
    const resampled = estimateMean(skewed) ?? assert.fail();
    const normal = estimateMean([...skewed, skewed[0] ?? 0]) ?? assert.fail();
    assert.deepEqual([resampled.interval.method, normal.interval.method], ['bootstrap', 'normal']);
    assert.ok(Math.abs(resampled.interval.low - normal.interval.low) < 0.003);
    assert.ok(Math.abs(resampled.interval.high - normal.interval.high) < 0.003);
    assert.ok(Math.abs(resampled.p - normal.p) < 0.01, `${resampled.p} ${normal.p}`);
  });

  it('knows nothing of the spread of values that are all the same', () => {
    assert.equal(estimateMean([7]), undefined);
    assert.equal(estimateMean([7, 7, 7]), undefined);
  });

  for (const [rows, differing] of [
    [20, 0.2],
    [60, 0.1],
    [200, 0.05],
  ] as const) {
    it(`says "better" of two equal models in 5 of 100 cases at most: ${rows} rows, ${100 * differing} % differ`, () => {
      const random = seededRandom(rows);
      let shown = 0;
      for (let time = 0; time < 1000; time++) {
        const pairs = Array.from({ length: rows }, () => {
          if (random() >= differing) return [1, 1] as const;
          return random() < 0.5 ? ([1, 0] as const) : ([0, 1] as const);
        });
        const { verdict } = comparePairs(right, pairs) ?? {};
        if (verdict !== 'none') shown++;
      }
      assert.ok(shown <= 65, `${shown} of 1000 differences that are none were shown`); // 50, and 2 sigma
    });
  }

  it('has an interval of the difference that holds it in 93 of 100 cases or more, however few rows differ', () => {
    const random = seededRandom(5);
    for (const [rows, wins, losses] of [
      [12, 0.3, 0.1],
      [24, 0.05, 0.05],
      [40, 0.5, 0],
      [100, 0.1, 0.02],
    ] as const) {
      let holds = 0;
      for (let time = 0; time < 2000; time++) {
        const pairs = Array.from({ length: rows }, () => {
          const draw = random();
          return draw < wins
            ? ([0, 1] as const)
            : draw < wins + losses
              ? ([1, 0] as const)
              : ([1, 1] as const);
        });
        const { low, high } = comparePairs(right, pairs)?.interval ?? assert.fail();
        if (low <= wins - losses && wins - losses <= high) holds++;
      }
      assert.ok(holds >= 0.93 * 2000 - 23, `${rows} rows: ${holds} of 2000`); // 2 sigma
    }
  });

  it('never has a verdict that its interval denies', () => {
    for (let wins = 0; wins <= 12; wins++) {
      for (let losses = 0; losses <= 12; losses++) {
        for (const equal of [0, 5, 40]) {
          const pairs = [
            ...new Array(wins).fill([0, 1]),
            ...new Array(losses).fill([1, 0]),
            ...new Array(equal).fill([1, 1]),
          ];
          const { verdict, interval, rows } = comparePairs(right, pairs) ?? { rows: 0 };
          if (rows < 10 || interval === undefined) continue;
          const holdsZero = interval.low <= 0 && interval.high >= 0;
          assert.equal(verdict === 'none', holdsZero, `${wins} won, ${losses} lost, ${equal} equal`);
        }
      }
    }
  });

  it('says less of each when many are looked at', () => {
    const pairs = [...new Array(6).fill([0, 1]), ...new Array(30).fill([1, 1])];
    const one = differenceIn(right, pairs) ?? assert.fail(); // p = 0.016
    assert.equal(judgeDifferences([one])[0]?.verdict, 'better');
    const none = differenceIn(right, new Array(36).fill([1, 1])) ?? assert.fail();
    const verdicts = judgeDifferences([one, none, none, none]).map(({ verdict }) => verdict);
    assert.deepEqual(verdicts, ['many', 'none', 'none', 'none']);
  });

  it('does not sell noise as progress: 5 in 100 at most, about', () => {
    const random = seededRandom(7);
    let shown = 0;
    for (let time = 0; time < 200; time++) {
      const pairs = Array.from(
        { length: 60 },
        () => [random() < 0.7 ? 1 : 0, random() < 0.7 ? 1 : 0] as const,
      );
      const { verdict } = comparePairs(right, pairs) ?? {};
      if (verdict !== 'none') shown++;
    }
    assert.ok(shown > 0 && shown <= 18, `${shown} of 200 differences that are none were shown`); // 10 expected, 3 sigma
  });

  it('shows a difference that is there, in the right direction, also where less is better', () => {
    const pairs = Array.from({ length: 40 }, (_, index) => [300, index % 4 === 0 ? 310 : 200] as const);
    const slower = comparePairs(higher, pairs);
    const faster = comparePairs({ better: 'lower', unit: 'tokens' }, pairs);
    assert.deepEqual([slower?.verdict, slower?.wins, slower?.losses], ['worse', 10, 30]);
    assert.deepEqual([faster?.verdict, faster?.wins, faster?.losses], ['better', 30, 10]);
    assert.equal(faster?.gain, 72.5);
  });

  it('shows nothing between equal answers, and nothing for a handful of rows', () => {
    const equal = comparePairs(
      higher,
      Array.from({ length: 50 }, () => [1, 1] as const),
    );
    assert.deepEqual([equal?.verdict, equal?.ties, equal?.gain], ['none', 50, 0]);
    assert.equal(
      comparePairs(higher, [
        [0, 1],
        [0, 1],
        [0, 1],
      ])?.verdict,
      'few',
    );
    assert.equal(comparePairs(higher, []), undefined);
  });
});
