import assert from 'node:assert/strict';
import { escapeQuotes } from '../../../../src/dataset/editing/escapeQuotes';

describe('quotes inside a text', () => {
  it('get backslashes, wherever they stand in it', () => {
    const pairs = [
      ['{"a": "He said "hi"", "b": "x"}', '{"a": "He said \\"hi\\"", "b": "x"}'],
      ['{"a": ""Hi", she said, "you"", "b": "x"}', '{"a": "\\"Hi\\", she said, \\"you\\"", "b": "x"}'],
      [
        '{"a": [{"text": "the "{x}" thing"}, {"text": "a \\"b\\" "c""}]}',
        '{"a": [{"text": "the \\"{x}\\" thing"}, {"text": "a \\"b\\" \\"c\\""}]}',
      ],
    ] as const;
    for (const [wrong, right] of pairs) assert.equal(escapeQuotes(wrong), right);
  });

  it('are left alone where that makes no JSON, or where nothing is wrong', () => {
    for (const line of ['{"a": "b"', '{"a": "b"}', 'no json', '{\'a\': "b"}']) {
      assert.equal(escapeQuotes(line), undefined, line);
    }
  });
});
