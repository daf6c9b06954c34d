import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Checkpoint } from '../../../../src/tuning/contract/job';
import type { MetricSeries } from '../../../../src/tuning/contract/metrics';
import { readCurves } from '../../../../src/tuning/curves/curveReading';

describe('readCurves', () => {
  it('names the best checkpoint of a run that learns its examples by heart', () => {
    const evaluations = [1.9, 1.4, 1.2, 1.35, 1.5, 1.7];
    const [finding, ...others] = readCurves(
      [train(falling(60)), validation(evaluations, 10)],
      evaluations.map((_, i) => checkpoint(i + 1, (i + 1) * 10)),
      true,
    );
    assert.deepEqual(others, []);
    assert.equal(finding?.kind, 'overfitting');
    assert.equal(finding?.checkpoint?.id, '3');
    assert.equal(finding?.step, 30);
    assert.match(finding?.message ?? '', /since step 30, .* 3 evaluations, from 1\.20 to 1\.70/);
    assert.match(finding?.advice ?? '', /^Use checkpoint 3, or tune again with 3 epochs/);
  });

  it('sees the same in a long, noisy curve, and when the run still goes on', () => {
    fc.assert(
      fc.property(noise(80), noise(400), (ofValidation, ofTraining) => {
        const evaluations = ofValidation.map((z, i) => (1.2 + Math.abs(i - 30) * 0.02) * (1 + 0.03 * z));
        const steps = ofTraining.map((z, i) => 2 * Math.exp(-i / 150) * (1 + 0.05 * z));
        assert.deepEqual(kinds([train(steps), validation(evaluations, 5)], false), ['overfitting']);
      }),
    );
  });

  it('does not call it overfitting when the training loss rises too', () => {
    const rising = [1.9, 1.4, 1.2, 1.35, 1.5, 1.7];
    const steps = Array.from({ length: 60 }, (_, i) => 1 + Math.abs(i - 25) * 0.01);
    assert.ok(!kinds([train(steps), validation(rising, 10)]).includes('overfitting'));
  });

  it('sees that what is learned does not carry over to the validation file', () => {
    const steps = Array.from({ length: 60 }, (_, i) => 2.8 * Math.exp(-i / 2));
    const [finding] = readCurves([train(steps), validation([2.27, 2.26, 2.26, 2.26, 2.26], 3)], [], true);
    assert.equal(finding?.kind, 'notCarriedOver');
    assert.match(
      finding?.message ?? '',
      /since step 3, .* fell from 1\.84 to 0\.0000, .* from 2\.27 to 2\.26/,
    );
    const carried = validation([2.27, 1.5, 0.9, 0.8, 0.8], 3);
    assert.ok(!kinds([train(steps), carried]).includes('notCarriedOver'));
    assert.deepEqual(kinds([train(falling(60)), validation([1, 1, 0.99, 1, 1], 12)]), []);
    const slowly = Array.from({ length: 60 }, (_, i) => 1 - i * 0.006);
    assert.deepEqual(kinds([train(slowly), validation([2.27, 2.26, 2.26, 2.26, 2.26], 3)]), []);
  });

  it('finds a loss that rises again', () => {
    fc.assert(
      fc.property(noise(100), (zs) => {
        const steps = zs.map((z, i) => (i < 40 ? 2 - i * 0.03 : 0.8 + (i - 40) * 0.05) + 0.05 * z);
        assert.deepEqual(kinds([train(steps)], false), ['diverging']);
      }),
    );
  });

  it('does not call a little rise after a long fall diverging', () => {
    const steps = Array.from({ length: 100 }, (_, i) => (i < 80 ? 2 - i * 0.02 : 0.4 + (i - 80) * 0.01));
    assert.deepEqual(kinds([train(steps)], false), []);
  });

  it('finds a loss that stays where it was, but not before enough steps', () => {
    fc.assert(
      fc.property(noise(100), (zs) => {
        const steps = zs.map((z) => 2 + 0.01 * z);
        assert.deepEqual(kinds([train(steps)]), ['noLearning']);
        assert.deepEqual(kinds([train(steps.slice(0, 8))]), []);
        assert.deepEqual(kinds([train(steps.slice(0, 20))], false), []);
      }),
    );
  });

  it('sees that a run ended while it was still getting better', () => {
    const steps = Array.from({ length: 50 }, (_, i) => 3 - i * 0.04);
    const [finding] = readCurves([train(steps)], [], true);
    assert.equal(finding?.kind, 'stillImproving');
    assert.match(finding?.message ?? '', /from 1\.62 around step 31 to 1\.22\./);
    assert.deepEqual(kinds([train(steps)], false), []);
    assert.deepEqual(kinds([train(steps), validation([2, 1.5, 1.2, 1.19, 1.18], 10)]), []);
  });

  it('always tells of a loss that is no number, wherever it is', () => {
    const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const curve = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(curve, bad, fc.nat(), fc.boolean(), fc.boolean(), (values, wrong, at, onTrain, ended) => {
        const place = at % values.length;
        const broken = values.with(place, wrong);
        const found = readCurves(
          [train(onTrain ? broken : values), validation(onTrain ? values : broken, 1)],
          [],
          ended,
        );
        assert.deepEqual(
          found.map(({ kind, step }) => [kind, step]),
          [['notANumber', place + 1]],
        );
      }),
    );
  });

  it('has no complaint about any curve that only falls', () => {
    const falls = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 300 });
    const curve = falls.map((parts) => {
      const total = parts.reduce((sum, part) => sum + part, 0);
      let left = 2;
      return [
        left,
        ...parts.map((part) => {
          left -= (1.5 * part) / total;
          return left;
        }),
      ];
    });
    fc.assert(
      fc.property(curve, curve, fc.boolean(), (ofTrain, ofValidation, ended) => {
        const found = readCurves([train(ofTrain), validation(ofValidation, 3)], [], ended);
        assert.deepEqual(
          found.filter(({ severity }) => severity !== 'info'),
          [],
        );
      }),
    );
  });

  it('does not take noise for overfitting', () => {
    const spread = fc.double({ min: 0, max: 0.03, noNaN: true });
    const length = fc.integer({ min: 1, max: 120 });
    const validationCurve = fc
      .tuple(length, fc.integer(), spread, fc.double({ min: 0, max: 1.5, noNaN: true }))
      .map(([count, seed, part, fall]) =>
        gaussian(seed, count).map(
          (z, i) => (1 + fall * Math.exp((-4 * i) / count)) * (1 + part * Math.max(-0.8, Math.min(0.8, z))),
        ),
      );
    fc.assert(
      fc.property(validationCurve, fc.boolean(), (values, ended) => {
        const found = kinds([train(falling(values.length * 5)), validation(values, 5)], ended);
        assert.ok(!found.includes('overfitting') && !found.includes('diverging'), found.join());
      }),
      { numRuns: 2000 },
    );
  });

  it('takes even strong noise for overfitting in less than one of a hundred runs', () => {
    const wrong = Array.from({ length: 3000 }, (_, seed) => {
      const count = 8 + (seed % 60);
      const evaluations = gaussian(seed, count).map(
        (z, i) => (1 + Math.exp((-4 * i) / count)) * (1 + 0.1 * z),
      );
      return kinds([train(falling(count * 5)), validation(evaluations, 5)]).includes('overfitting');
    }).filter(Boolean).length;
    assert.ok(wrong < 30, `${wrong} of 3000`);
  });

  it('says the same whatever the order of curves and points', () => {
    const curves = [
      train(falling(60)),
      validation([1.9, 1.4, 1.2, 1.35, 1.5, 1.7], 10),
      { ...train(falling(60).map((value) => value * 3)), name: '/train_other_loss' },
    ];
    const points = fc.shuffledSubarray([...curves.keys()], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(points, fc.boolean(), (order, reversed) => {
        const shuffled = order.flatMap((at) => {
          const curve = curves[at];
          return curve ? [reversed ? { ...curve, points: curve.points.toReversed() } : curve] : [];
        });
        assert.deepEqual(readCurves(shuffled, [], true), readCurves(curves, [], true));
      }),
    );
  });
});

function kinds(series: readonly MetricSeries[], ended = true): readonly string[] {
  return readCurves(series, [], ended).map(({ kind }) => kind);
}

function train(values: readonly number[]): MetricSeries {
  return curve('/train_total_loss', 'train', values, 1);
}

/** Measured every so many steps. */
function validation(values: readonly number[], every: number): MetricSeries {
  return curve('/eval_total_loss', 'validation', values, every);
}

function curve(name: string, side: MetricSeries['side'], values: readonly number[], every: number) {
  const points = values.map((value, i) => ({ step: (i + 1) * every, value }));
  return { name, side, kind: 'loss' as const, points };
}

function falling(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => 0.5 + 1.5 * Math.exp((-3 * i) / count));
}

function checkpoint(epoch: number, step: number): Checkpoint {
  return { id: String(epoch), epoch, step, endpoint: `projects/p/locations/l/endpoints/${epoch}` };
}

function noise(count: number): fc.Arbitrary<readonly number[]> {
  return fc.integer().map((seed) => gaussian(seed, count));
}

/** Numbers of a normal distribution, the same for the same seed (mulberry32, Box–Muller). */
function gaussian(seed: number, count: number): readonly number[] {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 1) / 2 ** 32;
  };
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
