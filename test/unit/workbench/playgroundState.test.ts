import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readKept } from '../../../src/workbench/playground/history/playgroundKept';
import { playgroundRequests } from '../../../src/workbench/playground/protocol/playground.protocol';
import {
  answersTurns,
  emptyDraft,
  isStreaming,
  type PlaygroundEvent,
  type PlaygroundState,
  type PlaygroundTarget,
  reduce,
} from '../../../src/workbench/playground/protocol/playgroundState.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const readRequest = (message: unknown) => read(playgroundRequests, message);

const target: PlaygroundTarget = {
  id: 's:tunedModels/x',
  service: 's',
  serviceLabel: 'S',
  name: 'tunedModels/x',
  displayName: 'X',
  baseModel: 'b',
  kind: 'tuned',
  features: { multiTurn: true, attachments: undefined, functions: true, settings: [] },
};

const empty: PlaygroundState = {
  id: 'c1',
  targets: [target],
  systemInstruction: '',
  tools: '',
  parameters: {},
  turns: [],
  draft: emptyDraft,
  origin: undefined,
  correction: undefined,
};

const asked: readonly PlaygroundEvent[] = [
  { kind: 'sent', from: 'draft', turn: { kind: 'user', id: 1, text: '3', attachments: [] }, answers: 2 },
  { kind: 'asked', turn: 2, target: target.id, request: 3 },
  { kind: 'text', request: 3, text: 'fo' },
  { kind: 'text', request: 3, text: 'ur' },
];

describe('the state of a playground', () => {
  it('builds an answer from its events, which ends once', () => {
    const streaming = asked.reduce(reduce, empty);
    assert.ok(isStreaming(streaming));
    const stopped = reduce(streaming, { kind: 'ended', request: 3, outcome: { kind: 'stopped' } });
    assert.ok(!isStreaming(stopped));
    const late = [
      { kind: 'text', request: 3, text: 'late' },
      { kind: 'ended', request: 3, outcome: { kind: 'failed', message: 'late', steps: [] } },
    ] as const;
    assert.deepEqual(answersTurns(late.reduce(reduce, stopped))[0]?.answers, [
      { target: target.id, request: 3, text: 'four', outcome: { kind: 'stopped' } },
    ]);
  });

  it('gives nothing of an earlier request to the answer that took its place', () => {
    const again = reduce(asked.reduce(reduce, empty), {
      kind: 'asked',
      turn: 2,
      target: target.id,
      request: 4,
    });
    const late = reduce(again, { kind: 'text', request: 3, text: 'late' });
    assert.equal(answersTurns(late)[0]?.answers[0]?.text, '');
  });

  it('is restored from disk, with an answer that was streaming as stopped', () => {
    const state = asked.reduce(reduce, empty);
    const restored = readKept(JSON.parse(JSON.stringify({ state, data: {} })))?.state;
    const expected = reduce(state, { kind: 'ended', request: 3, outcome: { kind: 'stopped' } });
    assert.deepEqual(restored, expected);
  });

  it('is restored from nothing else', () => {
    fc.assert(fc.property(fc.anything(), (kept) => assert.doesNotThrow(() => readKept(kept))));
  });
});

describe('a message of the playground page', () => {
  it('is refused when it is not in the protocol', () => {
    const type = fc.constantFrom(
      'send',
      'edit',
      'regenerate',
      'configure',
      'attach',
      'vote',
      'step',
      'toString',
    );
    const odd = fc.record({ type, text: fc.anything(), turn: fc.anything(), parameters: fc.anything() });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), odd), (message) => {
        const request = readRequest(message);
        if (request?.type === 'send' || request?.type === 'edit') assert.equal(typeof request.text, 'string');
        if (request?.type === 'edit' || request?.type === 'vote') assert.ok(Number.isInteger(request.turn));
        if (request?.type === 'configure') {
          for (const value of Object.values(request.parameters)) assert.notEqual(value, null);
        }
      }),
    );
    assert.equal(readRequest({ type: 'toString' }), undefined);
    assert.deepEqual(
      readRequest({ type: 'configure', parameters: { topK: 1, a: { evil: 1 }, b: Number.NaN } }),
      { type: 'configure', parameters: { topK: 1 } },
    );
  });
});
