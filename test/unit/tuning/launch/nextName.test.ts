import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextName } from '../../../../src/tuning/launch/nextName';

describe('the name of another run of the same', () => {
  it('counts on', () => {
    assert.equal(nextName('Support', new Set(), 40), 'Support 2');
    assert.equal(nextName('Support 2', new Set(['Support 2']), 40), 'Support 3');
    assert.equal(nextName('Support', new Set(['Support 2', 'Support 3']), 40), 'Support 4');
    assert.equal(nextName('gemini 2.5', new Set(), 40), 'gemini 2.5 2');
    assert.equal(nextName('12', new Set(), 40), '12 2');
    assert.equal(nextName('a name that is long', new Set(), 10), 'a name t 2');
  });

  it('is free, fits and is another', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 50 });
    fc.assert(
      fc.property(name, fc.array(name), fc.integer({ min: 10, max: 128 }), (before, others, limit) => {
        const taken = new Set([before, ...others, nextName(before, new Set(), limit)]);
        const next = nextName(before, taken, limit);
        assert.ok(!taken.has(next));
        assert.ok([...next].length <= limit);
      }),
    );
  });
});
