import assert from 'node:assert/strict';
import { ratedCheckpoints, validationLoss } from '../../../../src/tuning/curves/ratedCheckpoints';

describe('checkpoints beside the validation loss', () => {
  const checkpoint = (id: string, step?: number) => ({ id, endpoint: '', epoch: undefined, step });
  const losses = [
    [10, 1.5],
    [20, 0.9],
    [30, 1.2],
    [40, Number.NaN],
  ] as const;
  const points = losses.map(([step, value]) => ({ step, value }));

  it('have the latest evaluation up to their step, the best first; without one they are left out', () => {
    const all = [checkpoint('a', 12), checkpoint('b', 35), checkpoint('c', 20), checkpoint('d', 5)];
    const rated = ratedCheckpoints([...all, checkpoint('e'), checkpoint('f', 44)], points);
    assert.deepEqual(
      rated.map(({ checkpoint: { id }, loss }) => [id, loss]),
      [
        ['c', 0.9],
        ['b', 1.2],
        ['a', 1.5],
      ],
    );
  });

  it('are held to the validation file, never to the training file', () => {
    const series = { name: 'loss', kind: 'loss' as const, points };
    assert.deepEqual(validationLoss([{ ...series, side: 'train' }]), []);
    assert.deepEqual(validationLoss([{ ...series, side: 'validation' }]), points);
  });
});
