import assert from 'node:assert/strict';
import { findFormat } from '../../../../src/dataset/formats/index';
import { exampleTitle } from '../../../../src/dataset/reading/exampleTitle';
import { enclosingRanges } from '../../../../src/dataset/reading/selectionRanges';

describe('selection ranges', () => {
  it('grow from the text to its literal, its property, its object and the line', () => {
    const line = '{"contents": [{"role": "user", "parts": [{"text": "hi \\"you\\""}]}, {}]}';
    const ranges = enclosingRanges(line, line.indexOf('you'));
    assert.deepEqual(
      ranges.map(({ start, end }) => line.slice(start, end)),
      [
        'hi \\"you\\"',
        '"hi \\"you\\""',
        '"text": "hi \\"you\\""',
        '{"text": "hi \\"you\\""}',
        '[{"text": "hi \\"you\\""}]',
        '"parts": [{"text": "hi \\"you\\""}]',
        '{"role": "user", "parts": [{"text": "hi \\"you\\""}]}',
        '[{"role": "user", "parts": [{"text": "hi \\"you\\""}]}, {}]',
        '"contents": [{"role": "user", "parts": [{"text": "hi \\"you\\""}]}, {}]',
        line,
      ],
    );
  });

  it('grow from a key to its property', () => {
    const line = '{"role": "user"}';
    assert.deepEqual(
      enclosingRanges(line, 3).map(({ start, end }) => line.slice(start, end)),
      ['role', '"role"', '"role": "user"', line],
    );
  });

  it('are found on lines that are no JSON', () => {
    for (const line of ['', '{"a', '[[[', '{"a": }', 'no json']) {
      for (let column = 0; column <= line.length; column++) {
        assert.deepEqual(enclosingRanges(line, column).at(-1), { start: 0, end: line.length });
      }
    }
  });
});

describe('the title of an example', () => {
  it('is the first words of the user', () => {
    const format = findFormat('vertexContents');
    assert.ok(format);
    const text = `First\\n  line of ${'a long question '.repeat(10)}`;
    const line = `{"systemInstruction": {"parts": [{"text": "S"}]}, "contents": [{"role": "user", "parts": [{"text": "${text}"}]}]}`;
    assert.equal(exampleTitle(line, format)?.asked, 'First line of a long question a long question a long…');
    assert.equal(exampleTitle('{"contents"', format), undefined);
  });
});
