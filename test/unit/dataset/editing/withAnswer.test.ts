import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editedLine } from '../../../../src/dataset/editing/editedLine';
import { withAnswer } from '../../../../src/dataset/editing/withAnswer';
import { textOf } from '../../../../src/dataset/example/conversation';
import { formats } from '../../../../src/dataset/formats/index';
import { parse } from '../../../../src/dataset/json/parse';
import { isObject, type JsonObject, type JsonValue } from '../../../../src/dataset/json/value';
import { text } from '../arbitraries';

/** The sample with words in it. */
function spoken(sample: JsonObject): JsonObject {
  const speak = (value: JsonValue): JsonValue => {
    if (value === '') return 'some words';
    if (Array.isArray(value)) return value.map(speak);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, speak(member)]));
  };
  return speak(sample) as JsonObject;
}

describe('another answer in an example', () => {
  for (const format of formats) {
    it(`${format.id}: the line says it, and all else stays`, () => {
      const sample = spoken(format.sample);
      const labelled = { ...sample, note: 'kept' };
      const before = format.validate(labelled) ? labelled : sample; // not every format has a place for keys of the user's own
      const line = JSON.stringify(before);
      fc.assert(
        fc.property(text, (answer) => {
          const edited = withAnswer(format.toConversation(before), [{ kind: 'text', text: answer }]);
          let written: string;
          try {
            written = editedLine(line, format, edited);
          } catch (error) {
            assert.equal((error as Error).name, 'CannotWrite');
            return;
          }
          const after = parse(written);
          assert.ok(isObject(after) && format.validate(after));
          assert.equal(after.note, 'note' in before ? 'kept' : undefined);
          const { turns, answers } = format.toConversation(after);
          const said = answers ? answers[0]?.turns.at(-1) : turns.at(-1);
          assert.equal(said?.speaker, 'model');
          assert.equal(textOf(said.parts), answer);
          const asked = format.toConversation(before);
          assert.deepEqual(
            answers ? turns : turns.slice(0, -1),
            asked.answers ? asked.turns : asked.turns.slice(0, -1),
          );
          assert.deepEqual(answers?.slice(1), asked.answers?.slice(1));
        }),
        { numRuns: 50 },
      );
    });
  }

  it('answers a conversation that had no answer', () => {
    const asked = { turns: [{ speaker: 'user' as const, parts: [{ kind: 'text' as const, text: 'q' }] }] };
    assert.deepEqual(
      withAnswer(asked, [{ kind: 'text', text: 'a' }]).turns.map(({ speaker }) => speaker),
      ['user', 'model'],
    );
  });
});
