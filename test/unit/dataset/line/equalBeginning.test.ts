import assert from 'node:assert/strict';
import { equalBeginning } from '../../../../src/dataset/line/equalBeginning';

const example = (instruction: string, text: string) =>
  JSON.stringify({
    systemInstruction: { parts: [{ text: instruction }] },
    contents: [{ role: 'user', parts: [{ text }] }],
  });

describe('the equal beginning of two lines', () => {
  it('ends where the value begins that differs', () => {
    const line = example('Answer in a word.', 'twenty');
    const beginning = line.slice(0, line.indexOf('twenty'));
    for (const other of ['two', 'three'])
      assert.equal(line.slice(0, equalBeginning(line, example('Answer in a word.', other))), beginning);
  });

  it('is none when it is short, or the lines are equal', () => {
    assert.equal(equalBeginning('{"text_input":"a"}', '{"text_input":"b"}'), 0);
    const line = example('Answer in a word.', 'twenty');
    assert.equal(equalBeginning(line, line), 0);
    assert.equal(equalBeginning(line, '#'), 0);
  });

  it('is looked for in the first 4,000 characters', () => {
    const long = 'a, '.repeat(10_000);
    const length = equalBeginning(example(long, 'a'), example(long, 'b'));
    assert.ok(length > 3_000 && length <= 4_000, String(length));
  });
});
