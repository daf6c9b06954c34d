import assert from 'node:assert/strict';
import { readKept } from '../../../src/workbench/playground/history/playgroundKept';
import { playgroundRequests } from '../../../src/workbench/playground/protocol/playground.protocol';
import type { PlaygroundTarget } from '../../../src/workbench/playground/protocol/playgroundState.protocol';
import {
  PlaygroundSession,
  type SessionDependencies,
} from '../../../src/workbench/playground/session/playgroundSession';
import { startConversation } from '../../../src/workbench/playground/session/playgroundStart';
import { read } from '../../../src/workbench/ui/page/page.protocol';
import { fakeService } from '../tuning/fakeService';

const readRequest = (message: unknown) => read(playgroundRequests, message);

const target = (name: string, multiTurn: boolean): PlaygroundTarget => ({
  id: name,
  service: 's',
  serviceLabel: 'S',
  name,
  displayName: name,
  baseModel: 'b',
  kind: 'base',
  features: { multiTurn, attachments: undefined, functions: multiTurn, settings: [] },
});

const [talker, answerer] = [target('talker', true), target('answerer', false)];

/** Models that answer with their own name. */
function session(): PlaygroundSession {
  let ids = 0;
  const needs: SessionDependencies = {
    serviceOf: () =>
      fakeService({
        async *generate(model) {
          yield { kind: 'text', text: model };
          yield { kind: 'end', finishReason: 'STOP', usage: undefined };
        },
      }),
    parametersOf: () => ({ temperature: 0 }),
    priceOf: () => undefined,
    onEvent: () => {},
    keep: () => {},
    textOnly: () => '',
    explain: (error) => assert.fail(String(error)),
    now: () => 0,
    newId: () => `id${++ids}`,
    later: (run) => run(),
  };
  const start = {
    systemInstruction: 'Count.',
    turns: [
      { role: 'user' as const, text: 'one' },
      { role: 'model' as const, text: 'two' },
      { role: 'user' as const, text: 'three' },
    ],
    expected: 'four',
    origin: { uri: 'file:///d.jsonl', line: 0, hash: 1 },
  };
  return new PlaygroundSession(startConversation([talker, answerer], start, needs.newId), needs);
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an answer for the dataset', () => {
  it('comes from the page as a turn, a target and a text, or not at all', () => {
    const correction = { turn: 2, target: 't', text: '' };
    assert.deepEqual(readRequest({ type: 'correct', correction, more: 1 }), {
      type: 'correct',
      correction,
    });
    assert.deepEqual(readRequest({ type: 'correct' }), { type: 'correct' });
    for (const type of ['addToDataset', 'fixLine']) {
      assert.deepEqual(readRequest({ type, correction }), { type, correction });
      for (const bad of [
        undefined,
        {},
        { ...correction, turn: -1 },
        { ...correction, text: 1 },
        [correction],
      ])
        assert.equal(readRequest({ type, correction: bad }), undefined);
    }
  });

  it('is kept over a reload', () => {
    const conversation = session();
    conversation.receive({ type: 'correct', correction: { turn: 2, target: 'talker', text: 'IV' } });
    const { correction, origin } = readKept(JSON.parse(JSON.stringify(conversation.kept)))?.state ?? {};
    assert.deepEqual(correction, { turn: 2, target: 'talker', text: 'IV' });
    assert.deepEqual(origin, { uri: 'file:///d.jsonl', line: 0, hash: 1, expected: 'four' });
  });
});

describe('what a conversation says, for datasets and programs', () => {
  it('is what each model was told before its answer', async () => {
    const conversation = session();
    conversation.receive({ type: 'send', text: 'three' });
    await settled();
    conversation.receive({ type: 'send', text: 'five' });
    await settled();
    const [first = 0, second = 0] = conversation.state.turns.flatMap(({ id, kind }) =>
      kind === 'answers' ? [id] : [],
    );
    const before = [
      { role: 'user', text: 'one' },
      { role: 'model', text: 'two' },
      { role: 'user', text: 'three' },
    ];
    assert.deepEqual(conversation.said(first, talker), { systemInstruction: 'Count.', turns: before });
    assert.deepEqual(conversation.said(second, talker).turns, [
      ...before,
      { role: 'model', text: 'talker' },
      { role: 'user', text: 'five' },
    ]);
    assert.deepEqual(conversation.said(second, answerer).turns, [{ role: 'user', text: 'five' }]);
  });

  it('of a program is what is written, else what was sent last', async () => {
    const conversation = session();
    const asked = () => conversation.latestPrompt(talker)?.turns.at(-1)?.text;
    assert.equal(asked(), 'three'); // waits to be sent
    conversation.receive({ type: 'send', text: 'three' });
    await settled();
    assert.equal(asked(), 'three');
    assert.equal(conversation.latestPrompt(talker)?.turns.length, 3);
    conversation.receive({ type: 'draft', text: 'seven' });
    assert.equal(asked(), 'seven');
    assert.equal(conversation.latestPrompt(talker)?.turns.length, 5);
    assert.deepEqual(conversation.latestPrompt(talker)?.parameters, { temperature: 0 });
    conversation.receive({ type: 'clear' });
    assert.equal(conversation.latestPrompt(talker), undefined);
  });

  it('of the line is known anew when the line was fixed, and the correction is closed by what takes its answer away', async () => {
    const conversation = session();
    conversation.receive({ type: 'send', text: 'three' });
    await settled();
    const [turn = 0] = conversation.state.turns.flatMap(({ id, kind }) => (kind === 'answers' ? [id] : []));
    conversation.receive({ type: 'correct', correction: { turn, target: 'talker', text: 'IV' } });
    assert.equal(conversation.state.correction?.text, 'IV');
    conversation.fixed({ uri: 'file:///d.jsonl', line: 3, hash: 2, expected: 'IV' });
    assert.deepEqual(conversation.state.origin, { uri: 'file:///d.jsonl', line: 3, hash: 2, expected: 'IV' });
    conversation.receive({ type: 'clear' });
    assert.equal(conversation.state.correction, undefined);
    assert.equal(conversation.state.origin, undefined);
  });
});
