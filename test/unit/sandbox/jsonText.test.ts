import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeJson } from '../../../src/sandbox/google/protoJson/json';
import { JsonTextError, readJson } from '../../../src/sandbox/google/protoJson/jsonText';

describe('reading JSON as Google does', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), undefined, indent);
        assert.equal(writeJson(readJson(spaced)), JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('takes a comma after the last field or element', () => {
    assert.equal(writeJson(readJson('{"a": [1, 2,], "b": {"c": 5,},\n}')), '{"a":[1,2],"b":{"c":5}}');
  });

  it('keeps every digit of a 64-bit number, and __proto__ as a key like any other', () => {
    assert.deepEqual(readJson('[9007199254740993, -1, 1.50, 1e3]'), [9007199254740993n, -1, 1.5, 1000]);
    assert.deepEqual(Object.keys(readJson('{"__proto__": 1}') ?? {}), ['__proto__']);
  });

  for (const [text, message] of [
    ['', 'Unexpected end of string. Expected a value.\n\n^'],
    ['{"a" 1}', 'Expected : between key:value pair.\n{"a" 1}\n     ^'],
    ['{"a": 1 "b": 2}', 'Expected , or } after key:value pair.\n{"a": 1 "b": 2}\n        ^'],
    ['{a: 1}', 'Expected an object key or }.\n{a: 1}\n ^'],
    ['[1 2]', 'Expected , or ] after array value.\n[1 2]\n   ^'],
    ['[,]', 'Expected a value.\n[,]\n ^'],
    ['{} {}', 'Parsing terminated before end of input.\n{} {}\n   ^'],
    ['[01]', 'Expected a value.\n[01]\n ^'],
    ['["a', 'Closing quote expected in string.\n["a\n ^'],
    ['["\\x"]', 'Invalid escape or character in string.\n["\\x"]\n ^'],
    [
      `"${'x'.repeat(50)}" y`,
      `Parsing terminated before end of input.\n${'x'.repeat(18)}" y\n${' '.repeat(20)}^`,
    ],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.throws(() => readJson(text), new JsonTextError(message));
    });
  }

  it('reads 4 MB of one string, and refuses nesting that would break a parser', () => {
    const long = JSON.stringify({ text: 'é\n'.repeat(2_000_000) });
    assert.equal(writeJson(readJson(long)).length, long.length);
    assert.throws(() => readJson('['.repeat(2_000_000)), /Message too deep/);
  });
});
