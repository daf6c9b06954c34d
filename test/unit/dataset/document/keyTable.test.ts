import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyTable } from '../../../../src/dataset/document/keyTable';

describe('a table by keys', () => {
  it('holds what a Map holds, whichever keys share a place', () => {
    // Keys of rankings are below zero and no whole numbers; these share their low bits, over the end of the table too.
    const key = fc.tuple(fc.nat(3), fc.constantFrom(0, 1, 14, 15, 15.5, -1, -1.5)).map(([high, low]) => {
      return high * 2 ** 40 + low;
    });
    const step = fc.record({ key, value: fc.option(fc.record({ is: fc.nat() }), { freq: 2 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 80 }), (steps) => {
        const table = new KeyTable<{ is: number }>();
        const map = new Map<number, { is: number }>();
        for (const { key, value } of steps) {
          if (value) {
            table.set(key, value);
            map.set(key, value);
          } else {
            table.delete(key);
            map.delete(key);
          }
          assert.equal(table.size, map.size);
          for (const each of steps) assert.equal(table.get(each.key), map.get(each.key));
        }
        assert.deepEqual(new Set(table.values()), new Set(map.values()));
      }),
    );
  });
});
