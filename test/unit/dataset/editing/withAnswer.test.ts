import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAnswer, writeAnswer } from '../../../../src/dataset/editing/editedAnswer';
import { editedLine } from '../../../../src/dataset/editing/editedLine';
import { withAnswer } from '../../../../src/dataset/editing/withAnswer';
import { type Part, textOf } from '../../../../src/dataset/example/conversation';
import { formats } from '../../../../src/dataset/formats/index';
import { openaiChat } from '../../../../src/dataset/formats/openaiChat';
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

/** Formats that have a place for calls. */
const takesCalls = [
  'vertexContents',
  'vertexPreference',
  'openaiChat',
  'openaiPreference',
  'shareGpt',
  'batchPrediction',
];

function withoutId(part: Part): Part {
  if (part.kind !== 'call') return part;
  const { id: _, ...rest } = part;
  return rest;
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

  const call = { kind: 'call' as const, name: 'f', args: { a: [1, 'x'] } };
  for (const format of formats) {
    it(`${format.id}: a call as the editor of an answer has it is written whole, or refused`, () => {
      const line = JSON.stringify(spoken(format.sample));
      const parts = readAnswer(writeAnswer([call]));
      assert.deepEqual(parts, [call]);
      let written: string;
      try {
        written = editedLine(
          line,
          format,
          withAnswer(format.toConversation(parse(line) as JsonObject), parts),
        );
      } catch (error) {
        assert.ok(['CannotExpress', 'CannotWrite'].includes((error as Error).name), String(error));
        assert.ok(!takesCalls.includes(format.id), String(error));
        return;
      }
      assert.ok(takesCalls.includes(format.id), written);
      const after = parse(written);
      assert.ok(isObject(after) && format.validate(after));
      const { turns, answers } = format.toConversation(after);
      const said = (answers ? answers[0]?.turns : turns)?.at(-1)?.parts ?? [];
      assert.deepEqual(said.map(withoutId), [call]);
    });
  }

  it('gives a call that has no id one of its own, where calls need it', () => {
    const called = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const line = JSON.stringify({
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', tool_calls: [called] },
        { role: 'tool', tool_call_id: 'call_1', content: 'r' },
        { role: 'assistant', content: 'no' },
      ],
    });
    const example = openaiChat.toConversation(JSON.parse(line));
    const { messages } = JSON.parse(editedLine(line, openaiChat, withAnswer(example, [call])));
    assert.deepEqual(messages[1].tool_calls, [called]);
    assert.notEqual(messages[3].tool_calls[0].id, 'call_1');
    assert.equal(messages[3].tool_calls[0].function.arguments, '{"a":[1,"x"]}');
  });

  it('answers a conversation that had no answer', () => {
    const asked = { turns: [{ speaker: 'user' as const, parts: [{ kind: 'text' as const, text: 'q' }] }] };
    assert.deepEqual(
      withAnswer(asked, [{ kind: 'text', text: 'a' }]).turns.map(({ speaker }) => speaker),
      ['user', 'model'],
    );
  });
});
