import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalNumber, parseExactly, stringifyExactly } from '../../../src/dataset/json/exactNumbers';
import type { JsonValue } from '../../../src/dataset/json/value';

const again = (text: string) => stringifyExactly(parseExactly(text) ?? null);

describe('JSON with all its digits', () => {
  it('keeps what a double cannot hold, and reads the rest as JSON.parse does', () => {
    for (const text of [
      '{"id":12345678901234567890}',
      '[9007199254740993,-9007199254740993]',
      '[1e999,-1E+999,0.12345678901234567890123]',
      '{"12345678901234567890":"12345678901234567890 and \\u0000","a":[1,{"b":12345678901234567891}]}',
    ])
      assert.equal(again(text), text);
    assert.deepEqual(parseExactly('[1.0,1e0,9007199254740992,0.1]'), [1, 1, 9007199254740992, 0.1]);
    assert.equal(parseExactly('{"a":01}'), undefined);
  });

  it('changes no value that JSON.parse can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.equal(again(text), JSON.stringify(JSON.parse(text) as JsonValue));
      }),
    );
  });

  it('has one text for one number', () => {
    for (const number of ['1', '1.0', '1e0', '10e-1', '0.1E1']) assert.equal(canonicalNumber(number), '1e0');
    assert.notEqual(canonicalNumber('9007199254740993'), canonicalNumber('9007199254740992'));
    assert.equal(canonicalNumber('-0'), '0');
  });

  it('reads zeros inside a number in time that grows in step with their number', () => {
    const millisecondsFor = (inside: string) => {
      const start = performance.now();
      assert.equal(canonicalNumber(`1${inside.repeat(100_000)}1`), `1${inside.repeat(100_000)}1e0`);
      return performance.now() - start;
    };
    const other = millisecondsFor('2');
    assert.ok(millisecondsFor('0') < 100 * other + 20, 'zeros take far longer than other digits');
  });
});
