import assert from 'node:assert/strict';
import { priceOfEpoch } from '../../../../src/dataset/features/price';
import type { Target } from '../../../../src/dataset/targets/target';

describe('the price of an epoch', () => {
  const target: Target = { id: 'x', label: 'X', service: 'vertexAi', formats: [] };

  it('comes from the list price, and is unknown without one', () => {
    const priced = { ...target, trainingPrice: { value: 5, asOf: '2026', source: 'test' } };
    assert.equal(priceOfEpoch(2_000_000, priced), 10);
    assert.equal(priceOfEpoch(2_000_000, target), undefined);
    assert.equal(priceOfEpoch(2_000_000, undefined), undefined);
  });
});
