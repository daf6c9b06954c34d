import assert from 'node:assert/strict';
import type { Conversation, Turn } from '../../../../src/dataset/example/conversation';
import { type Task, taskOf } from '../../../../src/dataset/example/task';
import { advice } from '../../../../src/dataset/targets/target';

const turn = (speaker: Turn['speaker'], text: string): Turn => ({ speaker, parts: [{ kind: 'text', text }] });
const many = (count: number, of: (at: number) => readonly Turn[]): Conversation[] =>
  Array.from({ length: count }, (_, at) => ({ turns: of(at) }));
const passage = (at: number) =>
  `Report ${at}. ${'The harvest was good and the mill ran all day. '.repeat(8)}Total ${at * 7} sacks.`;

describe('what examples train a model for', () => {
  const cases: Record<Task, Conversation[]> = {
    classification: many(40, (at) => [
      turn('user', `Mail ${at}`),
      turn('model', at % 3 ? 'spam' : 'no spam'),
    ]),
    summarisation: many(20, (at) => [
      turn('user', passage(at)),
      turn('model', `Report ${at}: a good year, and the mill was busy.`),
    ]),
    'extractive question answering': many(20, (at) => [
      turn('user', `${passage(at)} How many?`),
      turn('model', `${at * 7} sacks`),
    ]),
    chat: many(20, (at) => [
      turn('user', `Hi ${at}`),
      turn('model', 'Hello.'),
      turn('user', 'Bread?'),
      turn('model', `Yes, ${at}.`),
    ]),
  };
  for (const [task, conversations] of Object.entries(cases)) {
    it(`knows ${task}, for which Google recommends settings`, () => {
      assert.equal(taskOf(conversations), task);
      assert.ok(
        advice.some((one) => one.task === task),
        'no advice',
      );
    });
  }

  it('says nothing when few examples or mixed ones show nothing', () => {
    assert.equal(taskOf(cases.classification.slice(0, 9)), undefined);
    assert.equal(taskOf([...cases.chat.slice(0, 10), ...cases.summarisation.slice(0, 10)]), undefined);
    assert.equal(
      taskOf(many(20, (at) => [turn('user', `Write ${at}`), turn('model', `A poem about ${at}`)])),
      undefined,
    );
  });

  it('has advice for each of Google’s four tasks', () => {
    assert.deepEqual(advice.map(({ task }) => task).sort(), Object.keys(cases).sort());
  });
});
