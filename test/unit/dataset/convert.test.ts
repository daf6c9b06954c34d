import assert from 'node:assert/strict';
import { convert } from '../../../src/dataset/convert';
import { findFormat } from '../../../src/dataset/formats/index';

const format = (id: string) => findFormat(id) ?? assert.fail(id);

describe('conversion of a file', () => {
  it('writes every line in the other format, and back', () => {
    const lines = ['{"text_input":"1","output":"2"}', '', '{"text_input":"3","output":"4"}'];
    const there = convert(lines, format('geminiApi'), format('vertexContents'));
    assert.deepEqual(there.notes, []);
    assert.deepEqual(JSON.parse(there.lines[1] ?? ''), {
      contents: [
        { role: 'user', parts: [{ text: '3' }] },
        { role: 'model', parts: [{ text: '4' }] },
      ],
    });
    const back = convert(there.lines, format('vertexContents'), format('geminiApi'));
    assert.deepEqual(
      back.lines.map((line) => JSON.parse(line)),
      lines.filter((line) => line !== '').map((line) => JSON.parse(line)),
    );
  });

  it('names each line that the other format has no full place for, with its reason', () => {
    const turn = (role: string) => ({ role, parts: [{ text: 'x' }] });
    const lines = [
      '{"broken',
      JSON.stringify({ contents: [] }),
      JSON.stringify({ contents: [turn('user'), turn('model'), turn('user'), turn('model')] }),
      JSON.stringify({ contents: [turn('user'), turn('model')], labels: { a: 'b' } }),
    ];
    const { lines: written, notes } = convert(lines, format('vertexContents'), format('geminiApi'));
    assert.equal(written.length, 1);
    assert.deepEqual(
      notes.map(({ line, partly }) => [line, partly]),
      [
        [0, false],
        [1, false],
        [2, false],
        [3, true],
      ],
    );
    assert.match(notes[3]?.reason ?? '', /labels/);
  });
});
