import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAnswer, writeAnswer } from '../../../../src/dataset/editing/editedAnswer';
import type { Part } from '../../../../src/dataset/example/conversation';

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('## call', '## text\nx', '# model', '\\## call\n{}', '## calls', 'a\n## call\nb'),
);
const textPart = text.map((words): Part => ({ kind: 'text', text: words }));
const callPart = fc
  .tuple(fc.constantFrom('f', 'g'), fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<never>))
  .map(([name, args]): Part => ({ kind: 'call', name, args: JSON.parse(JSON.stringify(args)) }));

describe('an answer as text that people edit', () => {
  it('comes back as it was, with its calls', () => {
    const parts = fc.oneof(
      textPart.map((part) => [part]),
      fc.array(callPart, { minLength: 1, maxLength: 3 }),
      fc.tuple(textPart, callPart),
    );
    fc.assert(
      fc.property(parts, (answer) => {
        assert.deepEqual(readAnswer(writeAnswer(answer)), answer);
      }),
    );
  });

  it('a text alone stands as it is, and a call can be typed', () => {
    assert.equal(writeAnswer([{ kind: 'text', text: 'Hello\n# there' }]), 'Hello\n# there');
    assert.deepEqual(readAnswer('## call\n{"name": "f", "args": {}}'), [
      { kind: 'call', name: 'f', args: {} },
    ]);
    assert.throws(() => readAnswer('## call\n{"name": "f"}'), /"args"/);
  });
});
