// A line of some megabytes can hold hundreds of thousands of one thing: more than a call takes as arguments.
import assert from 'node:assert/strict';
import {
  CannotExpress,
  type Conversation,
  type Part,
  textTurn,
} from '../../../src/dataset/example/conversation';
import { formats } from '../../../src/dataset/formats/index';
import type { JsonObject } from '../../../src/dataset/json/value';
import { writeConversation } from '../../../src/dataset/reading/conversationText';
import { countedTexts } from '../../../src/dataset/tokens/countedTexts';

const MANY = 150_000;
const many = (part: (index: number) => Part) => Array.from({ length: MANY }, (_, index) => part(index));
const texts = many(() => ({ kind: 'text', text: 'a' }));

const conversations: Record<string, Conversation> = {
  'parts of a question': { turns: [{ speaker: 'user', parts: texts }, textTurn('model', 'a')] },
  'parts of an answer': { turns: [textTurn('user', 'q'), { speaker: 'model', parts: texts }] },
  'parts of preferred answers': {
    turns: [textTurn('user', 'q')],
    answers: [1, 0].map((score) => ({ score, turns: [{ speaker: 'model', parts: texts }] })),
  },
  calls: {
    turns: [
      textTurn('user', 'q'),
      { speaker: 'model', parts: many((index) => ({ kind: 'call', name: `f${index}`, args: {} })) },
      { speaker: 'user', parts: many((index) => ({ kind: 'result', name: `f${index}`, response: {} })) },
      textTurn('model', 'a'),
    ],
  },
};

describe('an example may be long', function () {
  this.timeout(120_000);
  for (const format of formats) {
    for (const [name, conversation] of Object.entries(conversations)) {
      const write = (): JsonObject | undefined => {
        try {
          return format.fromConversation(conversation, () => {});
        } catch (error) {
          if (error instanceof CannotExpress) return undefined;
          throw error;
        }
      };
      it(`in ${name} of ${format.label}`, () => {
        const value = write();
        if (!value) return;
        assert.ok(format.outline(value).fields.length > 0);
        assert.ok(countedTexts(format, value, undefined).texts.length > 0);
        assert.ok(writeConversation(format.toConversation(value, () => {})).length > 0);
      });
    }
  }
});
